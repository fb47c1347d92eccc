"""What every sheet of the workbook shares: its head, its formats, cells that hold real values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from cordee.reports.contents import BoardPack, writable

TITLE_HEIGHT, LINE_HEIGHT, HIGHEST_ROW = 24.0, 15.0, 400.0
"""In points; a row of a workbook is never higher than 409."""
FIRST_ROW = 4
"""Row (from 0) of the first line of values, under the title, the source, a space, the heads."""
LONGEST_TEXT = 32_000
"""A cell of a workbook holds 32,767 characters."""
INK, SOFT = "#18222f", "#46515f"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, and its width in characters."""

    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with its format: `money`, `percent`, `number` or `score`."""

    value: float
    style: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, with the value computed already for readers that do not calculate."""

    formula: str
    value: float
    style: str


Cell = str | int | Number | Formula | None


@dataclass(frozen=True, slots=True)
class Names:
    """The sheets, in the language of the pack."""

    summary: str
    objectives: str
    initiatives: str
    contributions: str
    changes: str
    conflicts: str
    duplicates: str
    method: str

    @classmethod
    def translated(cls) -> "Names":
        return cls(
            summary=_("Summary"),
            objectives=_("Objectives"),
            initiatives=_("Initiatives"),
            contributions=_("Contributions"),
            changes=_("Changes"),
            conflicts=_("Conflicts"),
            duplicates=_("Duplicates"),
            method=_("Method"),
        )

    def in_order(self) -> tuple[str, ...]:
        return (
            *(self.summary, self.objectives, self.initiatives, self.contributions),
            *(self.changes, self.conflicts, self.duplicates, self.method),
        )


@dataclass(slots=True)
class Sheet:
    """One sheet being written, from its head to its filter."""

    worksheet: Any
    formats: dict[str, Any]
    source: str
    widths: tuple[int, ...] = ()
    next_row: int = FIRST_ROW

    def start(self, title: str, headings: Sequence[Heading]) -> None:
        """The finding, what it rests on, the heads of the columns, frozen."""
        self.widths = tuple(heading.width for heading in headings)
        self.worksheet.set_row(0, TITLE_HEIGHT)
        self.worksheet.write_string(0, 0, writable(title), self.formats["title"])
        self.worksheet.write_string(1, 0, self.source, self.formats["source"])
        for place, heading in enumerate(headings):
            self.worksheet.set_column(place, place, heading.width)
            self.worksheet.write_string(
                FIRST_ROW - 1, place, heading.label, self.formats["heading"]
            )
        lines = max(_lines(heading.label, heading.width) for heading in headings)
        self.worksheet.set_row(FIRST_ROW - 1, lines * LINE_HEIGHT)
        self.worksheet.freeze_panes(FIRST_ROW, 0)

    def row(self, cells: Sequence[Cell], *, is_total: bool = False) -> None:
        for place, cell in enumerate(cells):
            self._write(place, cell, suffix=" total" if is_total else "")
        lines = max(map(_lines, cells, self.widths), default=1)
        if lines > 1:  # programs other than Excel do not make room for wrapped words
            self.worksheet.set_row(self.next_row, min(lines * LINE_HEIGHT, HIGHEST_ROW))
        self.next_row += 1

    def finish(self, *, total: Sequence[Cell] = ()) -> None:
        """A filter over the rows; under them, and out of the filter, the total."""
        if self.next_row > FIRST_ROW:
            self.worksheet.autofilter(FIRST_ROW - 1, 0, self.next_row - 1, len(self.widths) - 1)
        if total:
            self.row(total, is_total=True)

    def _write(self, place: int, cell: Cell, *, suffix: str) -> None:
        at = (self.next_row, place)
        if isinstance(cell, Formula):
            style = self.formats[cell.style + suffix]
            self.worksheet.write_formula(*at, cell.formula, style, cell.value)
        elif isinstance(cell, Number):
            self.worksheet.write_number(*at, cell.value, self.formats[cell.style + suffix])
        elif isinstance(cell, int):
            self.worksheet.write_number(*at, cell, self.formats["count" + suffix])
        elif cell:
            text = writable(cell)[:LONGEST_TEXT]
            self.worksheet.write_string(*at, text, self.formats["text" + suffix])


@dataclass(slots=True)
class Book:
    """The workbook being written, with the pack it tells and the addresses of its figures."""

    workbook: Any
    pack: BoardPack
    names: Names
    formats: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.formats = _formats(self.workbook)

    def sheet(self, name: str) -> Sheet:
        worksheet = self.workbook.add_worksheet(name)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)
        worksheet.repeat_rows(FIRST_ROW - 1)
        worksheet.hide_gridlines(2)
        return Sheet(worksheet, self.formats, f"{self.pack.source} · {self.pack.picture.currency}")

    def tell_properties(self) -> None:
        title = _("Board pack of %(organisation)s") % {"organisation": self.pack.organisation}
        at = datetime.combine(self.pack.on, time())
        self.workbook.set_properties(
            {"title": title, "author": self.pack.organisation, "created": at}
        )

    def with_unit(self, label: str) -> str:
        return _("%(label)s (%(currency)s)") % {
            "label": label,
            "currency": self.pack.picture.currency,
        }

    def money(self, amount: Decimal) -> Number:
        return Number(float(amount), "money")

    def number(self, value: float) -> Number:
        return Number(value, "number")

    def share(self, value: float | None) -> Cell:
        return _("unknown") if value is None else Number(value, "percent")

    def rows_of(self, key: str) -> tuple[tuple[str, ...], ...]:
        """The words of a table of the pack, written once for every file."""
        found = next((s.table for s in self.pack.sections if s.key == key), None)
        return found.rows if found else ()

    def column(self, sheet: str, letter: str, count: int) -> str:
        """`'Initiatives'!$H$5:$H$65`: the values of a column, without its head and its total."""
        quoted = sheet.replace("'", "''")
        first, last = FIRST_ROW + 1, FIRST_ROW + max(count, 1)
        return f"'{quoted}'!${letter}${first}:${letter}${last}"

    def total_formula(self) -> Formula:
        return Formula(f"=SUM({self.spend})", float(self.pack.picture.total), "money")

    def orphan_formula(self) -> Formula:
        found = self.column(self.names.initiatives, "J", len(self.pack.picture.sources))
        return Formula(f"=SUM({found})", float(self.pack.picture.orphan_spend), "money")

    def score_formula(self) -> Cell:
        """One less half the gaps, the orphan spend being one more gap."""
        picture = self.pack.picture
        gaps = self.column(self.names.objectives, "G", len(picture.objectives))
        orphans = self.orphan_formula().formula.removeprefix("=")
        formula = f"=1-0.5*(SUMPRODUCT(ABS({gaps}))+{orphans}/SUM({self.spend}))"
        return Formula(formula, picture.score or 0.0, "score")

    def concentration(self) -> Cell:
        picture = self.pack.picture
        if picture.concentration is None:
            return _("not computed")
        spends = self.column(self.names.objectives, "E", len(picture.objectives))
        formula = f"=SUMPRODUCT({spends},{spends})/SUM({spends})^2"
        return Formula(formula, picture.concentration, "score")

    def count_of(self, sheet: str, letter: str, count: int, *, word: str, found: int) -> Cell:
        """How many cells of a column say this word, as a formula."""
        said = word.replace('"', '""')
        return Formula(f'=COUNTIF({self.column(sheet, letter, count)},"{said}")', found, "count")

    def orphan_count(self) -> Cell:
        """Initiatives that no line of the contributions names."""
        kinds, numbers = self._of_sources("B"), self._of_sources("A")
        named = self.column(self.names.contributions, "A", self.contributions)
        initiative = _("Initiative").replace('"', '""')
        formula = f'=SUMPRODUCT(({kinds}="{initiative}")*(COUNTIF({named},{numbers})=0))'
        return Formula(formula, len(self.pack.picture.orphan_initiatives), "count")

    def unknown_count(self) -> Cell:
        """Costs that are not known, or in part only."""
        states, known = self._of_sources("K"), _("known").replace('"', '""')
        formula = f'=ROWS({states})-COUNTIF({states},"{known}")'
        return Formula(formula, self.pack.picture.coverage.unknown, "count")

    def joint_share(self) -> Cell:
        """The spend of initiatives that have both sponsors, over that of all of them."""
        found = self.pack.picture.joint_sponsorship
        if found is None:
            return _("unknown")
        kinds, initiative = self._of_sources("B"), _("Initiative").replace('"', '""')
        own = f'{self.spend},{kinds},"{initiative}"'
        both = f'{self._of_sources("F")},"<>",{self._of_sources("G")},"<>"'
        return Formula(f"=SUMIFS({own},{both})/SUMIFS({own})", found, "percent")

    @property
    def contributions(self) -> int:
        return sum(len(source.serves) for source in self.pack.picture.sources)

    def _of_sources(self, letter: str) -> str:
        return self.column(self.names.initiatives, letter, len(self.pack.picture.sources))

    @property
    def spend(self) -> str:
        return self.column(self.names.initiatives, "H", len(self.pack.picture.sources))


def _lines(cell: Cell, width: int) -> int:
    """How many lines the words of a cell take under a heading of this width."""
    return len(wrap(cell[:LONGEST_TEXT], width)) if isinstance(cell, str) else 1


def _formats(workbook: Any) -> dict[str, Any]:
    base: dict[str, object] = {
        "font_name": "Calibri",
        "font_size": 11,
        "font_color": INK,
        "valign": "top",
    }
    # A number does not touch the words of the next column.
    apart: dict[str, object] = {"align": "right", "indent": 1}
    number_formats: dict[str, dict[str, object]] = {
        "text": {"text_wrap": True},
        "count": {"num_format": "#,##0"} | apart,
        "money": {"num_format": "#,##0.00"} | apart,
        "percent": {"num_format": "0.0%"} | apart,
        "day": {"num_format": "yyyy-mm-dd"},
        "number": {"num_format": "0.000"} | apart,
        "score": {"num_format": "0.000"} | apart,
    }
    made = {name: workbook.add_format(base | given) for name, given in number_formats.items()}
    for name, given in number_formats.items():
        total = base | given | {"bold": True, "top": 1}
        made[f"{name} total"] = workbook.add_format(total)
    heading: dict[str, object] = {"bold": True, "font_color": SOFT, "bottom": 1, "text_wrap": True}
    made["heading"] = workbook.add_format(base | heading)
    made["title"] = workbook.add_format(base | {"font_name": "Georgia", "font_size": 16})
    made["source"] = workbook.add_format(base | {"font_size": 10, "font_color": SOFT})
    return made
