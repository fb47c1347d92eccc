"""What a row of somebody's portfolio says of one initiative, in the spine's own words."""

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from cordee.platform.importing.fields import plain
from cordee.platform.importing.mapping import WHOLE_LIFE, MappedRow, Mapping, SpendColumn
from cordee.platform.importing.values import Reading
from cordee.strategy.models import Initiative, SpendLine

DAYS_A_YEAR = 365
CODE_LENGTH, NAME_LENGTH = 80, 300
CENT = Decimal("0.01")

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


def wanted(row: MappedRow, *, mapping: Mapping, code: str, on: date) -> Wanted:
    """Translate one row; `code` is its key."""
    values = row.values
    name = str(values["name"].value)
    return Wanted(
        row=row.number,
        code=code,
        name=name[:NAME_LENGTH],
        sheet=_sheet(values, on=on),
        spend=tuple(
            _spend(column, reading)
            for column, reading in zip(mapping.spend, row.spend, strict=True)
            if reading.value is not None or reading.reason or len(mapping.spend) == 1
        ),
        objectives=_several(values.get("objective")),
        applications=_several(values.get("application")),
    )


def code_of(row: MappedRow) -> str:
    """The key of a row as a code that an address can hold: its own, else made from its name."""
    given = row.values.get("code")
    if given is not None and given.value is not None:
        return re.sub(r"[/\\?#%\s]+", "-", str(given.value)).strip("-")[:CODE_LENGTH]
    name = row.values["name"].value
    made = slugify(str(name)).upper() if name is not None else ""
    return made[:CODE_LENGTH] or plain(str(name or ""))[:CODE_LENGTH]


def _sheet(values: AnyMapping[str, Reading[Any]], *, on: date) -> dict[str, Any]:
    sheet: dict[str, Any] = {"name": str(values["name"].value)[:NAME_LENGTH]}
    for field in ("description", "kind", "unit", "business_sponsor", "it_sponsor"):
        reading = values.get(field)
        if reading is not None and reading.value is not None:
            sheet[field] = str(reading.value)
    if (tags := values.get("tags")) is not None and tags.value is not None:
        sheet["tags"] = list(tags.value)
    if (link := values.get("url")) is not None and str(link.value or "").startswith("http"):
        sheet["link"] = str(link.value).split()[0][:500]
    sheet |= _dates(values)
    if (status := _status(values, start=sheet.get("start"), on=on)) is not None:
        sheet["status"] = status
    return sheet


def _dates(values: AnyMapping[str, Reading[Any]]) -> dict[str, Any]:
    dates: dict[str, Any] = {}
    for field in ("start", "end"):
        reading = values.get(field)
        if reading is not None:
            dates[field], dates[f"{field}_unknown"] = reading.value, reading.reason
    duration = values.get("duration_years")
    if "end" not in dates and duration is not None:
        start = dates.get("start")
        dates["end"], dates["end_unknown"] = None, duration.reason
        if start is not None and duration.value is not None:
            dates["end"] = start + timedelta(days=round(duration.value * DAYS_A_YEAR))
    return dates


def _status(
    values: AnyMapping[str, Reading[Any]], *, start: date | None, on: date
) -> Initiative.Status | None:
    """The state the file says; without a state, a start in the past says it is under way."""
    reading = values.get("status")
    if reading is not None and reading.value is not None:
        return Initiative.Status(reading.value)
    if reading is None and start is not None and start <= on:
        return Initiative.Status.RUNNING
    return None


def _spend(column: SpendColumn, reading: Reading[Any]) -> WantedSpend:
    key = (
        None if column.period == WHOLE_LIFE else int(column.period),
        column.stage,
        column.nature or SpendLine.Nature.UNSTATED.value,
        column.purpose or SpendLine.Purpose.UNSTATED.value,
    )
    if reading.value is None:
        return WantedSpend(key, None, column.currency, reading.reason)
    money = reading.value
    return WantedSpend(key, money.amount.quantize(CENT), money.currency, "")


def _several(reading: Reading[Any] | None) -> tuple[str, ...]:
    """A cell may name several things, separated by semicolons, bars or line ends."""
    if reading is None or reading.value is None:
        return ()
    told = reading.value if isinstance(reading.value, tuple) else (str(reading.value),)
    parts = (part.strip() for text in told for part in re.split(r"[;|\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))
