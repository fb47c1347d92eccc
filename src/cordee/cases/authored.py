"""Reads a company authored as TOML: what a case study says, before any service is called."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

Spending = tuple[int, str, str, str, int | str]
"""Fiscal year, stage, nature, purpose, and the euros or why they are unknown."""


@dataclass(frozen=True, slots=True)
class AuthoredUnit:
    """A unit; its parent stands before it in the file."""

    code: str
    name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class AuthoredPerson:
    """Someone of the company; the personas are recognised by their name."""

    name: str
    unit: str
    college: str
    level: str


@dataclass(frozen=True, slots=True)
class AuthoredObjective:
    """An objective and its points out of a hundred."""

    code: str
    name: str
    theme: str
    points: int
    owner: str
    horizon: int


@dataclass(frozen=True, slots=True)
class AuthoredApplication:
    """An application, what it serves and what running it costs."""

    code: str
    name: str
    unit: str
    owner: str
    status: str
    description: str = ""
    serves: dict[str, Decimal] = field(default_factory=dict)
    spend: tuple[Spending, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthoredInitiative:
    """An initiative, the state in which Cordée finds it, what it serves and costs."""

    code: str
    name: str
    description: str
    kind: str
    status: str
    unit: str
    start: date
    end: date
    business_sponsor: str = ""
    it_sponsor: str = ""
    tags: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    serves: dict[str, Decimal] = field(default_factory=dict)
    spend: tuple[Spending, ...] = ()


@dataclass(frozen=True, slots=True)
class AuthoredDependency:
    """`source` requires or excludes `target`."""

    source: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class AuthoredPlan:
    """By which initiatives a unit serves the objectives in a year."""

    unit: str
    fiscal_year: int
    intent: str
    initiatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """A whole company of a case study."""

    name: str
    currency: str
    fiscal_year: int
    inherited_because: str
    statement: str
    vision_horizon: int
    stated_on: date
    points_because: str
    units: tuple[AuthoredUnit, ...]
    people: tuple[AuthoredPerson, ...]
    objectives: tuple[AuthoredObjective, ...]
    applications: tuple[AuthoredApplication, ...]
    initiatives: tuple[AuthoredInitiative, ...]
    dependencies: tuple[AuthoredDependency, ...]
    plans: tuple[AuthoredPlan, ...]


def company(package: str) -> Company:
    """The company written in `company.toml` of a case's package."""
    told = tomllib.loads(
        (files(package) / "company.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )
    vision = told["vision"]
    return Company(
        name=told["name"],
        currency=told["currency"],
        fiscal_year=told["fiscal_year"],
        inherited_because=told["inherited_because"],
        statement=vision["statement"],
        vision_horizon=vision["horizon"],
        stated_on=vision["stated_on"],
        points_because=told["priorities"]["reason"],
        units=tuple(AuthoredUnit(**row) for row in told["units"]),
        people=tuple(AuthoredPerson(**row) for row in told["people"]),
        objectives=tuple(AuthoredObjective(**row) for row in told["objectives"]),
        applications=tuple(AuthoredApplication(**_frozen(row)) for row in told["applications"]),
        initiatives=tuple(AuthoredInitiative(**_frozen(row)) for row in told["initiatives"]),
        dependencies=tuple(AuthoredDependency(**row) for row in told.get("dependencies", ())),
        plans=tuple(AuthoredPlan(**_frozen(row)) for row in told["plans"]),
    )


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its lists, and the lists inside them, as tuples."""
    return {
        name: tuple(tuple(v) if isinstance(v, list) else v for v in value)
        if isinstance(value, list)
        else value
        for name, value in row.items()
    }
