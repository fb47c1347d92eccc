"""PDF/UA-1 read back with a library that did not write the document."""

import itertools
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from cordee.reports.documents import write_board_pack

SHOWN = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"f*", b"S", b"B", b"sh"}
"""What puts ink on a page: text, drawings, pictures."""


@pytest.fixture
def document(pack):
    return PdfReader(BytesIO(write_board_pack(pack, kind="pdf")))


@pytest.fixture
def elements(document):
    return list(walked(document.trailer["/Root"]["/StructTreeRoot"]))


def walked(node):
    """Every element of the structure, in reading order."""
    kids = node.get("/K", ArrayObject())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object()
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found
            yield from walked(found)


def kinds(elements):
    return [str(element["/S"]) for element in elements]


def marked_numbers(node):
    kids = node.get("/K", ArrayObject())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object()
        if isinstance(found, int):
            yield node["/Pg"].get_object().indirect_reference.idnum, int(found)
        elif isinstance(found, DictionaryObject) and "/MCID" in found:
            page = found.get("/Pg", node.get("/Pg")).get_object()
            yield page.indirect_reference.idnum, int(found["/MCID"])


def test_it_claims_the_standard_and_shows_its_title(document):
    root = document.trailer["/Root"]

    claim = root["/Metadata"].get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in claim or b'pdfuaid:part="1"' in claim
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert (root["/Lang"], document.metadata.title) == ("en", "Board pack of Comptoirs Valmorel")


def test_everything_on_a_page_is_tagged_or_said_to_be_decoration(document):
    loose = []
    for number, page in enumerate(document.pages, start=1):
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), document).operations:
            if operator in (b"BDC", b"BMC"):
                is_told = operands[0] == "/Artifact" or "/MCID" in operands[-1]
                depth += 1 if depth or is_told else 0
            elif operator == b"EMC":
                depth -= 1 if depth else 0
            elif operator in SHOWN and not depth:
                loose.append((number, operator))
    assert loose == []


def test_headings_start_at_the_first_level_and_skip_none(elements, pack):
    levels = [int(kind[2:]) for kind in kinds(elements) if kind[1:2] == "H" and kind[2:].isdigit()]

    jumps = [b - a for a, b in itertools.pairwise(levels)]
    assert levels[0] == 1
    assert levels.count(1) == len(pack.sections)
    assert max(jumps) <= 1


def test_each_section_has_its_bookmark(document, pack):
    titles = [mark.title for mark in document.outline if not isinstance(mark, list)]

    assert titles == [section.title for section in pack.sections]


def test_tables_have_heads_that_say_what_they_head(elements):
    tables = [element for element in elements if element["/S"] == "/Table"]

    heads = [[cell for cell in walked(table) if cell["/S"] == "/TH"] for table in tables]
    assert tables
    assert all(heads)
    scopes = {_attribute(cell, "/Scope") for cells in heads for cell in cells}
    assert scopes == {"/Column"}


def test_figures_have_a_text(elements):
    figures = [element for element in elements if element["/S"] == "/Figure"]

    assert figures
    assert [figure for figure in figures if not figure.get("/Alt")] == []


def test_what_is_read_aloud_follows_the_pages_and_says_each_piece_once(document, elements):
    order = {page.indirect_reference.idnum: n for n, page in enumerate(document.pages)}
    pieces = [piece for element in elements for piece in marked_numbers(element)]

    pages = [order[page] for page, _number in pieces]
    assert pages == sorted(pages)
    assert len(pieces) == len(set(pieces))


def _attribute(element, name):
    given = element.get("/A", ArrayObject())
    for one in given if isinstance(given, ArrayObject) else [given]:
        if name in one.get_object():
            return str(one.get_object()[name])
    return None
