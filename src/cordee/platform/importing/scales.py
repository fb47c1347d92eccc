"""In what unit is a column of amounts written? Evidence is looked for, never assumed in silence."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.importing.table import Cell, Column, Table
from cordee.platform.importing.units import MULTIPLIERS, Band, Quote, band_in, quotes_in, unit_in
from cordee.platform.importing.values import Amount, amount, number

UNITS_NAME = 1
_MULTIPLIERS = (UNITS_NAME, *MULTIPLIERS)
_ENOUGH_ROWS = 5
_AGREEMENT = 0.8


@dataclass(frozen=True, slots=True)
class Scale:
    """The multiplier and the currency of a column, with what tells them."""

    multiplier: int
    currency: str
    evidence: tuple[str, ...]


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
        """Enough rows agree, and most of those that can tell."""
        return self.agreeing >= _ENOUGH_ROWS and self.agreeing >= _AGREEMENT * self.telling


def scale_of(table: Table, *, column: Column, currency: str) -> Scale:
    """The unit of a column; `currency` is the organisation's, taken when nothing tells."""
    finders: tuple[Callable[[Table, Column], _Clue | None], ...] = (
        _in_header,
        _in_cells,
        _in_bands,
        _in_quotes,
        _in_other_headers,
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
    count = max(agreeing if multiplier else 0, signed if currency else 0)
    sentence = ngettext(
        "%(count)d of %(total)d number carries its unit in its cell",
        "%(count)d of %(total)d numbers carry their unit in their cell",
        count,
    ) % {"count": count, "total": len(found)}
    return _Clue(int(multiplier) if multiplier else None, currency, sentence)


def _most_common[T](values: "Iterable[T | None]") -> tuple[T | None, int]:
    counts = Counter(value for value in values if value is not None)
    return counts.most_common(1)[0] if counts else (None, 0)
