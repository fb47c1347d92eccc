"""Reads what stands around a company authored as TOML: landscape, indicators, needs."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

Dated = tuple[Decimal, date]


@dataclass(frozen=True, slots=True)
class AuthoredSupplier:
    """A supplier and the person who answers for it."""

    code: str
    name: str
    kind: str
    country: str
    owner: str = ""
    contract_end: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuthoredTechnology:
    """A technology and the end of its support: a day, none announced, or unknown."""

    code: str
    name: str
    category: str
    status: str
    version: str = ""
    supplier: str = ""
    ends: date | None = None
    open_ended: bool = False
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuthoredUse:
    """A technology of an application."""

    application: str
    technology: str
    purpose: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class AuthoredSupply:
    """What a supplier does for an application."""

    application: str
    supplier: str
    purpose: str


@dataclass(frozen=True, slots=True)
class AuthoredInterface:
    """A flow between two applications."""

    code: str
    name: str
    source: str
    target: str
    style: str
    frequency: str
    owner: str
    data: str
    status: str = "live"


@dataclass(frozen=True, slots=True)
class AuthoredIndicator:
    """An indicator and its measures by quarter; None where nobody measured."""

    code: str
    name: str
    definition: str
    kind: str
    unit: str
    direction: str
    owner: str
    objective: str
    source: str
    initiatives: tuple[str, ...]
    measures: tuple[tuple[date, Decimal], ...]
    baseline: Dated | None = None
    target: Dated | None = None


@dataclass(frozen=True, slots=True)
class AuthoredNeed:
    """What a unit asks; value and days are None when unknown."""

    code: str
    name: str
    unit: str
    requester: str
    status: str
    asked_on: date
    owner: str = ""
    objective: str = ""
    initiative: str = ""
    wanted_by: date | None = None
    worth: str = ""
    value: int | None = None
    days: int | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """Everything of a case study that its company's own file does not tell."""

    suppliers: tuple[AuthoredSupplier, ...]
    technologies: tuple[AuthoredTechnology, ...]
    uses: tuple[AuthoredUse, ...]
    supplies: tuple[AuthoredSupply, ...]
    interfaces: tuple[AuthoredInterface, ...]
    indicators: tuple[AuthoredIndicator, ...]
    needs: tuple[AuthoredNeed, ...]


def around(package: str) -> Around:
    """What `landscape.toml`, `indicators.toml` and `needs.toml` of a case's package say."""
    landscape, measured = _told(package, "landscape.toml"), _told(package, "indicators.toml")
    moving = landscape["moving"]
    return Around(
        suppliers=tuple(AuthoredSupplier(**row) for row in landscape["suppliers"]),
        technologies=tuple(AuthoredTechnology(**row) for row in landscape["technologies"]),
        uses=tuple(AuthoredUse(*row) for row in moving["uses"]),
        supplies=tuple(AuthoredSupply(*row) for row in moving["supplies"]),
        interfaces=tuple(AuthoredInterface(*row) for row in moving["interfaces"]),
        indicators=tuple(
            _indicator(row, quarters=measured["quarters"]) for row in measured["indicators"]
        ),
        needs=tuple(AuthoredNeed(**row) for row in _told(package, "needs.toml")["needs"]),
    )


def _told(package: str, name: str) -> dict[str, Any]:
    text = (files(package) / name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _indicator(row: dict[str, Any], *, quarters: list[date]) -> AuthoredIndicator:
    taken = zip(quarters, row.pop("measures"), strict=True)
    return AuthoredIndicator(
        **row
        | {
            "initiatives": tuple(row["initiatives"]),
            "measures": tuple((day, Decimal(value)) for day, value in taken if value != ""),
            "baseline": _dated(row.get("baseline")),
            "target": _dated(row.get("target")),
        }
    )


def _dated(row: list[Any] | None) -> Dated | None:
    return (Decimal(row[0]), row[1]) if row else None
