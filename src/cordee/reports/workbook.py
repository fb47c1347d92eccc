"""The board pack to check: real numbers, and formulas where a total, a share or a score stands."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cordee.reports.contents import BoardPack
from cordee.reports.method import method
from cordee.reports.sheets import Book, Heading, Names, Sheet
from cordee.reports.thread_sheets import (
    add_contributions,
    add_initiatives,
    add_objectives,
)
from cordee.strategy.charts import findings

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
        sheets = {name: book.sheet(name) for name in book.names.in_order()}
        _write_summary(sheets[book.names.summary], book)
        add_objectives(sheets[book.names.objectives], book)
        add_initiatives(sheets[book.names.initiatives], book)
        add_contributions(sheets[book.names.contributions], book)
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
    sheet.row((_("Head of the journal that day"), "", book.pack.journal_head))
    sheet.finish()


def _summary_rows(book: Book) -> list[tuple[str, Any, str]]:
    picture = book.pack.picture
    score = book.score_formula() if picture.score is not None else _("not computed")
    orphans = len(picture.orphan_initiatives)
    return [
        (_("Alignment"), score, findings.alignment_finding(picture)),
        (_("Spend"), book.total_formula(), findings.basis_label(picture.basis)),
        (_("Spend without objective"), book.orphan_formula(), findings.orphans_finding(picture)),
        (_("Initiatives without objective"), orphans, findings.orphans_finding(picture)),
        (_("Concentration"), book.concentration(), findings.concentration_finding(picture)),
        (_("Objectives without spend"), len(picture.unserved), findings.unserved_finding(picture)),
        (
            _("Objectives served by unknown costs only"),
            len(picture.unknown_objectives),
            findings.unserved_finding(picture),
        ),
        (
            _("Joint sponsorship"),
            book.share(picture.joint_sponsorship),
            findings.sponsorship_finding(picture),
        ),
        (_("Share of run"), book.share(picture.run_share), findings.run_finding(picture)),
        (
            _("Spend in conflict"),
            book.money(picture.conflict_spend),
            findings.conflict_finding(picture),
        ),
        (_("Unknown costs"), picture.coverage.unknown, findings.unknown_finding(picture)),
    ]


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
