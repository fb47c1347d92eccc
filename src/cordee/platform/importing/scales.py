"""In what unit is a column of amounts written? Evidence is looked for, never assumed in silence."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.importing.table import Cell, Column, Table
from cordee.platform.importing.units import MULTIPLIERS, Band, Quote, band_in, quotes_in, unit_in
from cordee.platform.importing.values import Amount, amount, number

UNITS_NAME = 1
_MULTIPLIERS = (UNITS_NAME, *MULTIPLIERS)
_ENOUGH_ROWS = 5
_AGREEMENT = 0.8
_QUOTED_AT_LEAST = 0.25
"""Share of the numbers that a comment column must quote to be believed."""
_QUOTED = 80
_ROUNDING = Decimal("0.5")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Scale:
    """The multiplier and the currency of a column, with what tells them."""

    multiplier: int
    currency: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """The currency that most rows name in a column of their own."""

    currency: str
    column: str


@dataclass(frozen=True, slots=True)
class _Clue:
    """What one source says; None where it says nothing."""

    multiplier: int | None
    currency: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the rows say of a multiplier: how many can tell, and how many say the same."""

    multiplier: int
    agreeing: int
    telling: int
    currency: str | None
    example: str = ""

    @property
    def is_convincing(self) -> bool:
        return self.agreeing >= _ENOUGH_ROWS


def scale_of(table: Table, *, column: Column, currency: str, stated: Stated | None = None) -> Scale:
    """The unit of a column; `currency` is the organisation's, taken when nothing tells."""
    finders: tuple[Callable[[Table, Column], _Clue | None], ...] = (
        _in_header,
        _in_cells,
        _in_bands,
        _in_quotes,
        _in_other_headers,
        _above,
    )
    multiplier: int | None = None
    found: str | None = None
    evidence: list[str] = []
    for find in finders:
        if multiplier and found:
            break
        clue = find(table, column)
        if clue and ((clue.multiplier and not multiplier) or (clue.currency and not found)):
            multiplier, found = multiplier or clue.multiplier, found or clue.currency
            evidence.append(clue.evidence)
    if stated and not found:
        found = stated.currency
        said = _("most rows of “%(column)s” say %(currency)s")
        evidence.append(said % {"column": stated.column, "currency": found})
    return _concluded(multiplier, found, evidence, currency)


def _concluded(
    multiplier: int | None, found: str | None, evidence: list[str], currency: str
) -> Scale:
    if not multiplier:
        evidence.append(_("no unit found: taken as units; check"))
    if not found:
        evidence.append(
            _("no currency found: taken as %(currency)s, the organisation's; check")
            % {"currency": currency}
        )
    return Scale(multiplier or UNITS_NAME, found or currency, tuple(evidence))


def _in_header(_table: Table, column: Column) -> _Clue | None:
    unit = unit_in(column.original)
    if not unit.multiplier and not unit.currency:
        return None
    sentence = _("its header “%(header)s” states the unit") % {"header": column.original}
    return _Clue(unit.multiplier, unit.currency, sentence)


def _in_cells(table: Table, column: Column) -> _Clue | None:
    found = [each for each in _amounts(table, column) if each]
    multiplier, agreeing = _most_common(each.multiplier for each in found)
    currency, signed = _most_common(each.currency for each in found)
    if agreeing < len(found) / 2:
        multiplier = None
    if signed < len(found) / 2:
        currency = None
    if multiplier is None and currency is None:
        return None
    if multiplier and any(each.currency and not each.multiplier for each in found):
        sentence = _("some numbers state their unit, others a currency alone: these are in units")
        return _Clue(UNITS_NAME, currency, sentence)
    sentence = _unit_sentence(agreeing) if multiplier else _currency_sentence(signed)
    counts = {"count": agreeing if multiplier else signed, "total": len(found)}
    return _Clue(int(multiplier) if multiplier else None, currency, sentence % counts)


def _unit_sentence(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d number states its unit in its cell",
        "%(count)d of %(total)d numbers state their unit in their cell",
        count,
    )


def _currency_sentence(count: int) -> str:
    return ngettext(
        "%(count)d of %(total)d number carries a currency sign",
        "%(count)d of %(total)d numbers carry a currency sign",
        count,
    )


def _most_common(values: Iterable[Thing | None]) -> tuple[Thing | None, int]:
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0] if counts else (None, 0)


def _in_bands(table: Table, column: Column) -> _Clue | None:
    """A sibling column that names the range of each amount: “entre 20 et 100 M€”."""
    best = _best((_band_votes(table, column, other), other) for other in _texts(table, column))
    if best is None:
        return None
    votes, other = best
    sentence = ngettext(
        "%(count)d of %(total)d value falls in the band its row names in “%(column)s” "
        "when read in %(unit)s",
        "%(count)d of %(total)d values fall in the band their row names in “%(column)s” "
        "when read in %(unit)s",
        votes.agreeing,
    )
    return _Clue(votes.multiplier, votes.currency, sentence % _said(votes, other))


def _in_quotes(table: Table, column: Column) -> _Clue | None:
    """A comment column that quotes the same number with its unit: “increased to £2013.02m”."""
    best = _best((_quote_votes(table, column, other), other) for other in _texts(table, column))
    if best is None:
        return None
    votes, other = best
    sentence = ngettext(
        "%(count)d of %(total)d value is quoted with its unit in “%(column)s” "
        "(“%(example)s”): it is in %(unit)s",
        "%(count)d of %(total)d values are quoted with their unit in “%(column)s” "
        "(“%(example)s”): they are in %(unit)s",
        votes.agreeing,
    )
    return _Clue(votes.multiplier, votes.currency, sentence % _said(votes, other))


def _in_other_headers(table: Table, column: Column) -> _Clue | None:
    """The header of another column of amounts: “TOTAL Baseline Benefits (£m)”."""
    for other in table.columns:
        unit = unit_in(other.original)
        if other.looks == "number" and other != column and unit.multiplier and unit.currency:
            sentence = _("the header “%(header)s” of another column of amounts states the unit")
            return _Clue(unit.multiplier, unit.currency, sentence % {"header": other.original})
    return None


def _above(table: Table, _column: Column) -> _Clue | None:
    """A line above the header: “Montants en k€”."""
    for text in table.above:
        unit = unit_in(text)
        if unit.multiplier:
            sentence = _("“%(text)s”, above the table, states the unit")
            return _Clue(unit.multiplier, unit.currency, sentence % {"text": text[:_QUOTED]})
    return None


def _said(votes: _Votes, column: Column) -> dict[str, object]:
    return {
        "count": votes.agreeing,
        "total": votes.telling,
        "column": column.name,
        "unit": unit_name(votes.multiplier),
        "example": votes.example,
    }


def unit_name(multiplier: int) -> str:
    names = {
        UNITS_NAME: _("units"),
        10**3: _("thousands"),
        10**6: _("millions"),
        10**9: _("billions"),
    }
    return names.get(multiplier, str(multiplier))


def _texts(table: Table, column: Column) -> list[Column]:
    return [each for each in table.columns if each.looks == "text" and each != column]


def _best(candidates: Iterable[tuple[_Votes, Column]]) -> tuple[_Votes, Column] | None:
    convincing = [each for each in candidates if each[0].is_convincing]
    return max(convincing, key=lambda each: each[0].agreeing, default=None)


def _amounts(table: Table, column: Column) -> list[Amount | None]:
    return [amount(cell, decimal=column.decimal).value for cell in table.sample(column)]


def _band_votes(table: Table, column: Column, other: Column) -> _Votes:
    pairs = [
        (found.value, band)
        for found, cell in zip(_amounts(table, column), table.sample(other), strict=True)
        if found and (band := _band(cell))
    ]
    counts = {
        multiplier: sum(_falls_in(value * multiplier, band) for value, band in pairs)
        for multiplier in _MULTIPLIERS
    }
    first, second = sorted(_MULTIPLIERS, key=lambda each: -counts[each])[:2]
    is_clear = counts[first] > counts[second] and counts[first] >= _AGREEMENT * len(pairs)
    agreeing = counts[first] if is_clear else 0
    currency, _count = _most_common(band.unit.currency for _value, band in pairs)
    return _Votes(first, agreeing, len(pairs), currency)


def _band(cell: Cell) -> Band | None:
    return band_in(cell) if isinstance(cell, str) else None


def _falls_in(value: Decimal, band: Band) -> bool:
    scale = band.unit.multiplier or UNITS_NAME
    above = band.low is None or value >= band.low * scale
    return above and (band.high is None or value <= band.high * scale)


def _quote_votes(table: Table, column: Column, other: Column) -> _Votes:
    numbers = _amounts(table, column)
    matching = [
        quote
        for found, cell in zip(numbers, table.sample(other), strict=True)
        if found and found.value and isinstance(cell, str)
        for quote in _same_number(found.value, cell, table)[:1]
    ]
    multiplier, agreeing = _most_common(quote.unit.multiplier for quote in matching)
    currency, _count = _most_common(quote.unit.currency for quote in matching)
    if not multiplier or agreeing < _AGREEMENT * len(matching):
        return _Votes(UNITS_NAME, 0, len(matching), None)
    example = next(quote.text for quote in matching if quote.unit.multiplier == multiplier)
    told = sum(1 for found in numbers if found and found.value)
    return _Votes(
        multiplier, agreeing if agreeing >= _QUOTED_AT_LEAST * told else 0, told, currency, example
    )


def _same_number(value: Decimal, text: str, table: Table) -> list[Quote]:
    """The quotes of this number; a whole number may have been rounded from the one quoted."""
    slack = _ROUNDING if value == value.to_integral_value() else Decimal(0)
    return [
        quote
        for quote in quotes_in(text)
        if (said := number(quote.digits, decimal=table.decimal).value) is not None
        and abs(said - value) <= slack
    ]
