"""Which column serves which field, and the rows of a table read that way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Literal

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.days import day
from cordee.platform.importing.fields import Field
from cordee.platform.importing.table import Cell, Column, DecimalMark, Row, Table
from cordee.platform.importing.totals import is_called_total
from cordee.platform.importing.values import (
    Reading,
    amount,
    as_text,
    choice,
    currency_code,
    items,
    number,
    words,
)

Value = str | Decimal | date | tuple[str, ...]
Nature = Literal["", "capex", "opex"]
Purpose = Literal["", "run", "change"]
Stage = Literal["planned", "committed", "actual"]
Period = int | Literal["whole-life"]
Read = Callable[[Cell], Reading[Any]]

WHOLE_LIFE: Literal["whole-life"] = "whole-life"
_REMEMBERED = 16_384


@dataclass(frozen=True, slots=True)
class SpendColumn:
    """A column of amounts: its unit, and what kind of spend it states."""

    column: str
    multiplier: int
    """What a bare number of the column is multiplied by; a cell that says “12 M€” decides alone."""
    currency: str
    period: Period = WHOLE_LIFE
    nature: Nature = ""
    purpose: Purpose = ""
    stage: Stage = "planned"
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """A field and the column that serves it, with what speaks for it."""

    field: str
    column: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the columns of a file are read. Columns are named by their unique name."""

    served: tuple[Served, ...]
    spend: tuple[SpendColumn, ...] = ()
    sheet: str = ""

    def column_of(self, field: str) -> str | None:
        """The name of the column that serves a field, if one does."""
        return next((each.column for each in self.served if each.field == field), None)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of its currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken as it is."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row, read: a value or an unknown with its reason for each mapped field."""

    number: int
    values: dict[str, Reading[Any]]
    spend: tuple[Reading[Money], ...]
    """One reading per spend column of the mapping, in the same order."""
    problems: tuple[Problem, ...]
    is_called_total: bool = False
    """Its first text is “Total” or the like, whatever the column."""


def mapped_rows(table: Table, *, mapping: Mapping, fields: Sequence[Field]) -> Iterator[MappedRow]:
    """The rows of the table, read one after the other; refused when a required field has no column.

    A row without a required value, or whose key another row already has, carries the problem.
    """
    readers = _readers(table, mapping, fields)
    spend = [
        (table.column(each.column).index, _remembered(partial(_money, spend=each, decimal=mark)))
        for each in mapping.spend
        for mark in (table.column(each.column).decimal,)
    ]
    required = [field.name for field in fields if field.required]
    currency = next((field.name for field in fields if field.kind == "currency"), "")
    key = _key(mapping, fields)
    first_rows: dict[object, int] = {}
    for row in table.rows:
        values = {name: read(row.cells[index]) for name, (index, read) in readers.items()}
        stated = values[currency].value or "" if currency in values else ""
        amounts = tuple(read(row.cells[index], stated) for index, read in spend)
        problems = [_missing(name, row, mapping) for name in required if values[name].value is None]
        if key in values and (repeated := _repeated(values[key], key, row, first_rows, mapping)):
            problems.append(repeated)
        yield MappedRow(row.number, values, amounts, tuple(problems), is_called_total(row))


def _key(mapping: Mapping, fields: Sequence[Field]) -> str:
    """The field that tells rows apart: the code where a column serves it, else the name."""
    codes = [each.name for each in fields if each.kind == "key" and mapping.column_of(each.name)]
    names = [each.name for each in fields if each.required]
    return next(iter(codes + names), "")


def _readers(
    table: Table, mapping: Mapping, fields: Sequence[Field]
) -> dict[str, tuple[int, Read]]:
    by_name = {field.name: field for field in fields}
    found = {}
    for each in mapping.served:
        if each.field in by_name:
            column = table.column(each.column)
            reader = _reader(by_name[each.field], column, table)
            found[each.field] = (column.index, _remembered(reader))
    for field in fields:
        if field.required and field.name not in found:
            raise Refused(
                _("No column of “%(file)s” is mapped to “%(field)s”, which is required.")
                % {"file": table.origin.file, "field": field.name}
            )
    return found


def _remembered(read: Callable[..., Reading[Any]]) -> Callable[..., Reading[Any]]:
    """Cells repeat a lot (units, statuses, dates): the same one is read once."""
    return lru_cache(maxsize=_REMEMBERED, typed=True)(read)


def _reader(field: Field, column: Column, table: Table) -> Read:
    if field.kind in ("number", "money"):
        return partial(number, decimal=column.decimal)
    if field.kind == "share":
        return partial(_share, decimal=column.decimal, in_percent=_is_in_percent(table, column))
    if field.kind == "date":
        return partial(day, order=column.order, ends_period=field.ends_period)
    if field.kind == "choice":
        return partial(choice, choices=field.choices)
    if field.kind == "list":
        return items
    if field.kind == "currency":
        return currency_code
    if field.kind == "key" or field.required:
        return _verbatim
    return words


def _verbatim(cell: Cell) -> Reading[str]:
    # A project may well be called “NC”: what identifies a row is never taken for an unknown.
    return Reading(as_text(cell) or None)


def _share(cell: Cell, *, decimal: DecimalMark, in_percent: bool) -> Reading[Decimal]:
    reading = amount(cell, decimal=decimal)
    if reading.value is None:
        return Reading(None, reading.reason)
    scale = reading.value.multiplier or (Decimal("0.01") if in_percent else Decimal(1))
    return Reading(reading.value.value * scale)


def _is_in_percent(table: Table, column: Column) -> bool:
    """Shares are between 0 and 1: a bare number above 1 says that the column is in percent."""
    found = (amount(cell, decimal=column.decimal).value for cell in table.cells(column))
    return any(each.multiplier is None and each.value > 1 for each in found if each)


def _money(cell: Cell, stated: str, *, spend: SpendColumn, decimal: DecimalMark) -> Reading[Money]:
    """The amount of a cell; its own currency first, then the one its row states."""
    reading = amount(cell, decimal=decimal)
    if reading.value is None:
        return Reading(None, reading.reason)
    scale = reading.value.multiplier or Decimal(spend.multiplier)
    return Reading(
        Money(reading.value.value * scale, reading.value.currency or stated or spend.currency)
    )


def _missing(field: str, row: Row, mapping: Mapping) -> Problem:
    column = mapping.column_of(field) or field
    reason = _("Row %(row)d: “%(column)s” is empty.") % {"row": row.number, "column": column}
    return Problem(column, reason)


def _repeated(
    key: Reading[Any], field: str, row: Row, first_rows: dict[object, int], mapping: Mapping
) -> Problem | None:
    if key.value is None:
        return None
    first = first_rows.setdefault(key.value, row.number)
    if first == row.number:
        return None
    return Problem(
        mapping.column_of(field) or field,
        _("Row %(row)d: “%(key)s” is already the key of row %(first)d.")
        % {"row": row.number, "key": key.value, "first": first},
    )
