"""What a row of somebody's portfolio says of one initiative, in the spine's own words."""

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cordee.platform.importing.fields import plain
from cordee.platform.importing.mapping import WHOLE_LIFE, MappedRow, Mapping, SpendColumn
from cordee.platform.importing.totals import names_a_total
from cordee.platform.importing.values import Reading
from cordee.strategy.models import Initiative, SpendLine

DAYS_A_YEAR = 365
LONGEST_YEARS = 100
CODE_LENGTH, NAME_LENGTH, LINK_LENGTH = 80, 300, 500
UNIT_LENGTH, PERSON_LENGTH, OBJECTIVE_LENGTH, APPLICATION_LENGTH = 160, 120, 200, 200
CENT = Decimal("0.01")
LARGEST_AMOUNT = Decimal(10) ** 16
"""An amount column holds 18 digits, two of them after the mark."""

_TEXTS = {
    "description": 1_000_000,
    "unit": UNIT_LENGTH,
    "business_sponsor": PERSON_LENGTH,
    "it_sponsor": PERSON_LENGTH,
}
_KIND_WORDS = {
    Initiative.Kind.PROJECT: "projet, project, chantier, initiative",
    Initiative.Kind.PRODUCT: "produit, product, service, plateforme, platform",
    Initiative.Kind.PROGRAMME: "programme, program, portefeuille, portfolio",
    Initiative.Kind.EXPERIMENT: "expérimentation, experiment, poc, pilote, pilot, prototype",
    Initiative.Kind.OBLIGATION: "obligation, réglementaire, regulatory, conformité, compliance, "
    "mandatory, obligatoire, légal, legal",
}
KINDS = {
    plain(word): kind.value for kind, words in _KIND_WORDS.items() for word in words.split(",")
}

SpendKey = tuple[int | None, str, str, str]
"""Fiscal year (None: whole life), stage, nature, purpose."""


@dataclass(frozen=True, slots=True)
class WantedSpend:
    """One amount, or why it is unknown."""

    key: SpendKey
    amount: Decimal | None
    currency: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One initiative as the file wants it; what the file does not say is absent from `sheet`."""

    row: int
    code: str
    name: str
    sheet: dict[str, Any]
    """Field of Initiative -> value; units and people by name."""
    spend: tuple[WantedSpend, ...]
    objectives: tuple[str, ...]
    applications: tuple[str, ...]
    has_inferred_status: bool
    """The file has no state: a start in the past says that a new initiative is under way."""


def wanted(row: MappedRow, *, mapping: Mapping, code: str, on: date) -> Wanted:
    """Translate one row; `code` is its key."""
    values = row.values
    sheet = _sheet(values)
    is_inferred = "status" not in values and _has_started(sheet, on=on)
    if is_inferred:
        sheet["status"] = Initiative.Status.RUNNING.value
    return Wanted(
        row.number,
        code,
        sheet["name"],
        sheet,
        _all_spend(row, mapping=mapping),
        _several(values.get("objective"), length=OBJECTIVE_LENGTH),
        _several(values.get("application"), length=APPLICATION_LENGTH),
        is_inferred,
    )


def name_of(row: MappedRow) -> str:
    """The name as it will be stored: what a later file is compared with."""
    return _shortened(row.values["name"].value, NAME_LENGTH)


def is_a_total(row: MappedRow) -> bool:
    """Whether the row adds up the others: called “Total”, with amounts and nothing else."""
    said = {field for field, reading in row.values.items() if reading.value is not None}
    if "name" not in said:
        return row.is_called_total
    return said <= {"name", "currency"} and names_a_total(name_of(row))


def given_code(row: MappedRow) -> str:
    """The row's own key, as a code that an address can hold; empty when the row has none."""
    given = row.values.get("code")
    if given is None or given.value is None:
        return ""
    return re.sub(r"[/\\?#%\s]+", "-", str(given.value)).strip("-")[:CODE_LENGTH]


def code_from_name(name: str) -> str:
    """
    >>> code_from_name("Refonte de l’accueil"), code_from_name("***")
    ('REFONTE-DE-LACCUEIL', '')
    """
    return slugify(name).upper()[:CODE_LENGTH] or plain(name)[:CODE_LENGTH]


def excessive(row: MappedRow, *, mapping: Mapping) -> tuple[str, str] | None:
    """The column and the reason when an amount is larger than any budget."""
    for column, reading in zip(mapping.spend, row.spend, strict=True):
        if reading.value is not None and abs(reading.value.amount) >= LARGEST_AMOUNT:
            reason = _("Row %(row)d: the amount of “%(column)s” has more than 16 digits.")
            return column.column, reason % {"row": row.number, "column": column.column}
    return None


def _shortened(value: object, length: int) -> str:
    return str(value)[:length].strip()


def _sheet(values: AnyMapping[str, Reading[Any]]) -> dict[str, Any]:
    sheet: dict[str, Any] = {"name": _shortened(values["name"].value, NAME_LENGTH)}
    for field, length in _TEXTS.items():
        reading = values.get(field)
        if reading is not None and reading.value is not None:
            sheet[field] = _shortened(reading.value, length)
    if (kind := values.get("kind")) is not None and (known := KINDS.get(plain(str(kind.value)))):
        sheet["kind"] = known
    if (tags := values.get("tags")) is not None and tags.value is not None:
        sheet["tags"] = list(tags.value)
    if (link := values.get("url")) is not None and str(link.value or "").startswith("http"):
        sheet["link"] = str(link.value).split()[0][:LINK_LENGTH]
    if (status := values.get("status")) is not None and status.value is not None:
        sheet["status"] = str(status.value)
    return sheet | _dates(values)


def _dates(values: AnyMapping[str, Reading[Any]]) -> dict[str, Any]:
    dates: dict[str, Any] = {}
    for field in ("start", "end"):
        reading = values.get(field)
        if reading is not None:
            dates[field], dates[f"{field}_unknown"] = reading.value, reading.reason
    duration = values.get("duration_years")
    if "end" not in dates and duration is not None:
        dates["end"], dates["end_unknown"] = None, duration.reason
        if dates.get("start") is not None and duration.value is not None:
            dates |= _end_after(dates["start"], duration.value)
    return dates


def _end_after(start: date, years: Decimal) -> dict[str, Any]:
    if not 0 <= years <= LONGEST_YEARS:
        reason = _("a duration of %(years)s years") % {"years": years}
        return {"end": None, "end_unknown": reason}
    return {"end": start + timedelta(days=round(years * DAYS_A_YEAR)), "end_unknown": ""}


def _has_started(sheet: dict[str, Any], *, on: date) -> bool:
    return sheet.get("start") is not None and sheet["start"] <= on


def _all_spend(row: MappedRow, *, mapping: Mapping) -> tuple[WantedSpend, ...]:
    """Its amounts. One blank year among others is nothing planned; all blank, a cost unknown."""
    is_silent = all(reading.value is None and not reading.reason for reading in row.spend)
    return tuple(
        [
            _spend(column, reading)
            for column, reading in zip(mapping.spend, row.spend, strict=True)
            if is_silent or reading.value is not None or reading.reason
        ]
    )


def _spend(column: SpendColumn, reading: Reading[Any]) -> WantedSpend:
    key = spend_key(column)
    if reading.value is None:
        return WantedSpend(key, None, column.currency, reading.reason)
    money = reading.value
    return WantedSpend(key, money.amount.quantize(CENT), money.currency, "")


@lru_cache(maxsize=1_024)
def spend_key(column: SpendColumn) -> SpendKey:
    """The kind of spend a column states."""
    return (
        None if column.period == WHOLE_LIFE else int(column.period),
        column.stage,
        column.nature or SpendLine.Nature.UNSTATED.value,
        column.purpose or SpendLine.Purpose.UNSTATED.value,
    )


def _several(reading: Reading[Any] | None, *, length: int) -> tuple[str, ...]:
    """A cell may name several things, separated by semicolons, bars or line ends."""
    if reading is None or reading.value is None:
        return ()
    told = reading.value if isinstance(reading.value, tuple) else (str(reading.value),)
    return _parts(told, length)


@lru_cache(maxsize=16_384)
def _parts(told: tuple[str, ...], length: int) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for part in (part for text in told for part in re.split(r"[;|\n]", text)):
        if key := plain(part[:length]):
            found.setdefault(key, part.strip()[:length].strip())
    return tuple(found.values())
