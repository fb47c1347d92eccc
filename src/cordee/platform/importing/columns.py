"""What a column holds, measured on its cells, and whether that suits a field."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.importing.days import day
from cordee.platform.importing.fields import Field
from cordee.platform.importing.table import SAMPLE_ROWS, Cell, Column, Row, Table
from cordee.platform.importing.totals import is_called_total
from cordee.platform.importing.values import amount, as_text, choice, currency_code

_CODE = re.compile(r"(?=.*\d)[^\W_][\w./-]{1,39}")
_LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_MOSTLY = 0.5
_KNOWN_CHOICES = 0.3
_SHORT_TEXT = 120
_LONG_KEY = 80


@dataclass(eq=False)
class Profile:
    """A column and what its cells look like."""

    column: Column
    rows: int
    cells: list[Cell] = field(repr=False)
    """The cells that are not empty, of the first rows only: enough to know what they are."""
    distinct: int
    """Different values in all rows."""

    @cached_property
    def texts(self) -> list[str]:
        return [as_text(cell) for cell in self.cells]

    @cached_property
    def numbers(self) -> int:
        return sum(
            amount(cell, decimal=self.column.decimal).value is not None for cell in self.cells
        )

    @cached_property
    def days(self) -> int:
        return sum(day(cell, order=self.column.order).value is not None for cell in self.cells)

    @cached_property
    def links(self) -> int:
        return sum(_LINK.match(text) is not None for text in self.texts)

    @cached_property
    def codes(self) -> float:
        found = sum(_CODE.fullmatch(text) is not None for text in self.texts)
        is_code = self.column.looks != "date" and self.numbers < _MOSTLY * len(self.cells)
        return found / len(self.cells) if self.cells and is_code else 0.0

    @cached_property
    def length(self) -> float:
        return sum(map(len, self.texts)) / max(len(self.texts), 1)

    @property
    def is_unique(self) -> bool:
        return self.distinct == self.rows

    @property
    def tells_rows_apart(self) -> bool:
        is_name = self.column.looks == "text" and self.length <= _SHORT_TEXT and not self.links
        return is_name and self.distinct >= 0.9 * self.rows

    def known(self, wanted: Field) -> int:
        return sum(choice(cell, choices=wanted.choices).value is not None for cell in self.cells)


def profiles_of(table: Table) -> list[Profile]:
    """A profile per column that holds something, the lines of totals left out."""
    rows = [row for row in table.rows if not is_called_total(row)] or table.rows
    return [
        Profile(
            column,
            len(rows),
            [row.cells[column.index] for row in rows[:SAMPLE_ROWS] if _is_filled(row, column)],
            len({row.cells[column.index] for row in rows} - {None}),
        )
        for column in table.columns
        if column.looks != "empty"
    ]


def _is_filled(row: Row, column: Column) -> bool:
    return row.cells[column.index] is not None


def fits(wanted: Field, profile: Profile) -> float:
    """From 0 (the cells cannot be that) to 1 (nothing against it)."""
    filled = max(len(profile.cells), 1)
    shares = {
        "money": profile.numbers / filled,
        "number": profile.numbers / filled,
        "share": profile.numbers / filled,
        "date": profile.days / filled,
        "url": profile.links / filled,
    }
    if wanted.kind in shares:
        return 1.0 if shares[wanted.kind] >= _MOSTLY else 0.0
    if wanted.kind == "choice":
        return 1.0 if profile.known(wanted) >= _KNOWN_CHOICES * filled else 0.0
    if wanted.kind == "currency":
        known = sum(currency_code(cell).value is not None for cell in profile.cells)
        return 1.0 if known > _MOSTLY * filled else 0.0
    if wanted.kind == "key":
        return 1.0 if profile.is_unique and profile.length <= _LONG_KEY else 0.0
    return _fits_as_text(wanted, profile)


def _fits_as_text(wanted: Field, profile: Profile) -> float:
    if profile.column.looks == "date" or profile.links > _MOSTLY * len(profile.cells):
        return 0.0
    if wanted.required:
        return max(profile.distinct / max(profile.rows, 1), 0.1)
    if wanted.kind in ("unit", "person", "list"):
        return 0.0 if profile.length > _SHORT_TEXT or profile.column.looks == "number" else 1.0
    return 1.0


def content_evidence(wanted: Field, profile: Profile) -> str:
    """What its cells say for it, in a sentence."""
    filled = len(profile.cells)
    counts = {
        "money": (profile.numbers, _("%(count)d of %(total)d cells are numbers")),
        "number": (profile.numbers, _("%(count)d of %(total)d cells are numbers")),
        "share": (profile.numbers, _("%(count)d of %(total)d cells are numbers")),
        "date": (profile.days, _("%(count)d of %(total)d cells are dates")),
        "url": (profile.links, _("%(count)d of %(total)d cells are links")),
    }
    if wanted.kind in counts:
        count, said = counts[wanted.kind]
        return said % {"count": count, "total": filled}
    if wanted.kind == "choice":
        said = _("%(count)d of %(total)d cells are known values")
        return said % {"count": profile.known(wanted), "total": filled}
    return ngettext(
        "%(count)d distinct value in %(rows)d rows",
        "%(count)d distinct values in %(rows)d rows",
        profile.distinct,
    ) % {"count": profile.distinct, "rows": profile.rows}


def spells_out(names: Profile, codes: Profile) -> bool:
    """Is there one longer name for each code, and one code for each name?"""
    if names.column.looks != "text" or codes.length > 12 or names.length < 2 * codes.length:
        return False
    if len(names.cells) != len(codes.cells) or len(codes.cells) < min(codes.rows, SAMPLE_ROWS):
        return False
    pairs = set(zip(codes.texts, names.texts, strict=True))
    one_to_one = len(pairs) == len(set(codes.texts)) == len(set(names.texts))
    return one_to_one and codes.distinct < codes.rows
