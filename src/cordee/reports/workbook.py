"""The board pack to check: real numbers, and formulas where a total, a share or a score stands."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cordee.reports.changes import ChangeRow, Value, change_rows
from cordee.reports.contents import BoardPack
from cordee.reports.method import method
from cordee.reports.sheets import Book, Cell, Formula, Heading, Names, Number, Sheet
from cordee.reports.thread_sheets import (
    add_contributions,
    add_initiatives,
    add_objectives,
)
from cordee.strategy.charts import findings
from cordee.strategy.charts.changes import moved_finding
from cordee.strategy.queries.comparison import Comparison

EPOCH = date(1899, 12, 30)
"""Day zero of the workbook's calendar."""

NO_FORMULA_FROM_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def as_workbook(pack: BoardPack) -> bytes:
    """Sheets refer to each other by number, so that sorting one breaks nothing in another."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, NO_FORMULA_FROM_TEXT) as workbook:
        book = Book(workbook, pack, Names.translated())
        book.tell_properties()
        named = [n for n in book.names.in_order() if n != book.names.changes or pack.moved]
        sheets = {name: book.sheet(name) for name in named}
        _write_summary(sheets[book.names.summary], book)
        add_objectives(sheets[book.names.objectives], book)
        add_initiatives(sheets[book.names.initiatives], book)
        add_contributions(sheets[book.names.contributions], book)
        if pack.moved:
            _write_changes(sheets[book.names.changes], book, pack.moved)
        _write_pairs(sheets[book.names.conflicts], book, key="conflicts")
        _write_pairs(sheets[book.names.duplicates], book, key="duplicates")
        _write_method(sheets[book.names.method], book)
    return buffer.getvalue()


def _write_summary(sheet: Sheet, book: Book) -> None:
    picture = book.pack.picture
    headings = (Heading(_("Figure"), 34), Heading(_("Value"), 18), Heading(_("Reading"), 90))
    sheet.start(findings.main_finding(picture), headings)
    for label, cell, sentence in _summary_rows(book):
        sheet.row((label, cell, sentence))
    if book.pack.edition:
        sheet.row((_("Compared with"), "", book.pack.edition))
    sheet.row((_("Head of the journal that day"), "", book.pack.journal_head))
    sheet.finish()


def _summary_rows(book: Book) -> list[tuple[str, Any, str]]:
    picture = book.pack.picture
    score = book.score_formula() if picture.score is not None else _("not computed")
    orphans = findings.orphans_finding(picture)
    return [
        (_("Alignment"), score, findings.alignment_finding(picture)),
        (_("Spend"), book.total_formula(), findings.basis_label(picture.basis)),
        (_("Spend without objective"), book.orphan_formula(), orphans),
        (_("Initiatives without objective"), book.orphan_count(), orphans),
        (_("Concentration"), book.concentration(), findings.concentration_finding(picture)),
        *_objective_counts(book),
        (_("Joint sponsorship"), book.joint_share(), findings.sponsorship_finding(picture)),
        (_("Share of run"), book.share(picture.run_share), findings.run_finding(picture)),
        (
            _("Spend in conflict"),
            book.money(picture.conflict_spend),
            findings.conflict_finding(picture),
        ),
        (_("Unknown costs"), book.unknown_count(), findings.unknown_finding(picture)),
    ]


def _objective_counts(book: Book) -> list[tuple[str, Any, str]]:
    picture, sheet = book.pack.picture, book.names.objectives
    said, count = findings.unserved_finding(picture), len(picture.objectives)
    unserved, unknown = len(picture.unserved), len(picture.unknown_objectives)
    none = book.count_of(sheet, "I", count, word=_("nothing funded"), found=unserved)
    only = book.count_of(sheet, "I", count, word=_("unknown costs only"), found=unknown)
    return [
        (_("Objectives without spend"), none, said),
        (_("Objectives served by unknown costs only"), only, said),
    ]


def _write_changes(sheet: Sheet, book: Book, moved: Comparison) -> None:
    """What moved since the last edition; differences are formulas."""
    headings = (
        *(Heading(_("Initiative or objective"), 48), Heading(_("What moved"), 24)),
        *(Heading(_("Before"), 18), Heading(_("Now"), 18), Heading(_("Difference"), 18)),
    )
    sheet.start(moved_finding(moved, since=book.pack.edition), headings)
    for row in change_rows(moved):
        sheet.row(_change(row, at=sheet.next_row + 1))
    sheet.finish()


def _change(row: ChangeRow, *, at: int) -> tuple[Cell, ...]:
    styles = {"money": "money", "share": "percent", "day": "day", "state": "text"}
    style = styles[row.kind]
    before, after = (_value(value, style) for value in (row.before, row.after))
    told: Cell = ""
    if isinstance(before, Number) and isinstance(after, Number):
        difference = after.value - before.value
        told = Formula(f"=D{at}-C{at}", difference, "count" if style == "day" else style)
    return row.name, row.what, before, after, told


def _value(value: Value, style: str) -> Cell:
    if isinstance(value, date):
        return Number(float((value - EPOCH).days), style)
    if isinstance(value, Decimal | float):
        return Number(float(value), style)
    if value is None and style == "money":
        return _("unknown")
    return value or ""


def _write_pairs(sheet: Sheet, book: Book, *, key: str) -> None:
    """Conflicts or possible duplicates: two initiatives a row."""
    picture = book.pack.picture
    headings: tuple[Heading, ...]
    first, second = Heading(_("Initiative"), 48), Heading(_("and"), 48)
    if key == "conflicts":
        headings = (
            first,
            second,
            Heading(_("Why"), 40),
            Heading(book.with_unit(_("At stake")), 18),
        )
        sheet.start(findings.conflict_finding(picture), headings)
        values = [book.money(row.spend) for row in picture.conflicts]
        for words, value in zip(book.rows_of("conflicts"), values, strict=True):
            sheet.row((*words[:3], value))
    else:
        headings = (
            *(first, second, Heading(_("Words in common"), 40)),
            *(Heading(_("Score"), 10), Heading(_("Verdict"), 18)),
        )
        sheet.start(findings.duplicates_finding(picture), headings)
        scores = [book.number(pair.score) for pair in picture.duplicates]
        for words, score in zip(book.rows_of("duplicates"), scores, strict=True):
            sheet.row((*words[:3], score, words[4]))
    sheet.finish()


def _write_method(sheet: Sheet, book: Book) -> None:
    sheet.start(
        _("How these figures are computed"), (Heading(_("Figure"), 34), Heading(_("Formula"), 120))
    )
    for told in method():
        sheet.row((told.term, told.sentence))
    sheet.finish()
