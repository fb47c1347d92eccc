from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from tests.factories import initiative, spend
from tests.reports.conftest import FORMULA, HOSTILE, ON, YEAR

LONG_WORD = "DEFRA_0008_2021-Q1_" * 4


def opened(pack):
    return PdfReader(BytesIO(write_board_pack(pack, kind="pdf")))


def text_of(document):
    """Every word in order, whatever line it stands on."""
    pages = (page.extract_text() for page in document.pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def squeezed(text):
    return "".join(text.replace("\u200b", "").split())


def test_every_finding_is_in_the_document_with_its_date_and_coverage(pack):
    text = text_of(opened(pack))

    missing = [s.title for s in pack.sections if squeezed(s.title) not in squeezed(text)]
    assert missing == []
    assert pack.source in text
    assert pack.journal_head in squeezed(text)


def test_a_hostile_name_is_printed_as_it_is_written(pack):
    text = squeezed(text_of(opened(pack)))

    assert squeezed(HOSTILE) in text
    assert squeezed(FORMULA) in text


def test_the_document_is_tagged_and_says_its_language_and_title(pack):
    document = opened(pack)

    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert document.metadata.title == "Board pack of Comptoirs Valmorel"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_chart_has_a_text_for_those_who_do_not_see_it(pack):
    document = opened(pack)

    texts = {
        str(found.get_object()["/Alt"])
        for found in _objects(document)
        if isinstance(found.get_object(), dict) and "/Alt" in found.get_object()
    }
    section = next(section for section in pack.sections if section.key == "spend")
    assert f"{section.title}. {section.lede}" in texts


def test_pages_are_landscape_and_numbered(pack):
    document = opened(pack)

    sizes = {tuple(round(float(v)) for v in page.mediabox[2:]) for page in document.pages}
    assert sizes == {(842, 595)}
    last = len(document.pages)
    assert squeezed(f"{last} / {last}") in squeezed(document.pages[-1].extract_text())


def test_an_empty_portfolio_gives_a_document_with_a_sentence(empty_pack):
    assert "No initiative has been brought in yet" in text_of(opened(empty_pack))


def test_letters_that_no_font_draws_and_control_characters_do_not_stop_the_document(
    portfolio, cio_reader
):
    name = "宇宙 \U0001f680 \x07 مرحبا"
    spend(initiative(portfolio, "I-30", name), 10, fiscal_year=2027)

    found = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    assert "No possible duplicate" in text_of(opened(found))


def test_a_word_longer_than_its_cell_is_broken_not_lost(portfolio, cio_reader):
    spend(initiative(portfolio, LONG_WORD, "Short"), 10, fiscal_year=2027)

    found = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    assert LONG_WORD in squeezed(text_of(opened(found)))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_document_says_the_language_it_is_in(pack, language):
    assert opened(replace(pack, language=language)).trailer["/Root"]["/Lang"] == language


def _objects(document):
    return [
        document.get_object(n)
        for n in range(1, document.trailer["/Size"])
        if _is_there(document, n)
    ]


def _is_there(document, number):
    return number in document.xref.get(0, {}) or number in document.xref_objStm


def test_a_long_table_fills_its_pages_alike_and_no_row_is_cut(portfolio, cio_reader):
    reason = "Waiting for the offers of the suppliers that were consulted. " * 3
    for n in range(10, 52):
        more = initiative(portfolio, f"LONG-{n}", f"Chantier {n}")
        spend(more, None, fiscal_year=2027, unknown_reason=f"{reason}END-{n}")

    document = opened(board_pack(cio_reader, basis=YEAR, on=ON, language="en"))

    pages = [squeezed(page.extract_text()) for page in document.pages]
    held = [
        [n for n in range(10, 52) if f"Chantier{n}" in page and f"END-{n}" in page]
        for page in pages
    ]
    counts = [len(found) for found in held if found]
    assert sorted(n for found in held for n in found) == list(range(10, 52))
    assert len(counts) > 1
    assert max(counts) - min(counts) <= 3
