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


STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"),
    *("NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl"),
    *("LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note"),
    *("Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu"),
    *("WT", "WP", "Figure", "Formula", "Form"),
}
"""The types of ISO 32000-1, 14.8.4."""
INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/LI": {"/L"},
    "/Lbl": {"/LI", "/Note"},
    "/LBody": {"/LI"},
}
"""What may hold what, in the tables and lists of ISO 32000-1, 14.8.4."""


def test_every_role_is_one_of_the_standard_or_led_to_one(document, elements):
    led = document.trailer["/Root"]["/StructTreeRoot"].get("/RoleMap", {})
    roles = {str(led.get(kind, kind)).removeprefix("/") for kind in kinds(elements)}

    assert roles - STANDARD == set()
    assert {str(kind).removeprefix("/") for kind in led} & STANDARD == set()


def test_tables_and_lists_hold_what_they_may_and_nothing_stands_alone(elements):
    held = [(str(one["/S"]), str(one["/P"].get_object()["/S"])) for one in elements if _inner(one)]

    assert {inner for inner, _outer in held} >= {"/TR", "/TH", "/TD"}
    assert {pair for pair in held if pair[1] not in INSIDE[pair[0]]} == set()


def test_every_row_of_a_table_is_as_wide_as_its_head(elements):
    for table in (element for element in elements if element["/S"] == "/Table"):
        rows = [row for row in walked(table) if row["/S"] == "/TR"]
        widths = {
            sum(int(_attribute(cell, "/ColSpan") or 1) for cell in walked(row) if _is_cell(cell))
            for row in rows
        }

        assert len(rows) > 1
        assert len(widths) == 1


def test_every_font_is_in_the_file_and_says_which_letters_it_draws(document):
    fonts = {
        font.indirect_reference.idnum: font
        for page in document.pages
        for font in _fonts(page["/Resources"])
    }
    drawing = [_drawing(font) for font in fonts.values()]

    assert fonts
    assert [str(font["/BaseFont"]) for font in fonts.values() if "/ToUnicode" not in font] == []
    assert [str(f["/BaseFont"]) for f in drawing if not _is_embedded(f["/FontDescriptor"])] == []
    maps = [f["/CIDToGIDMap"] for f in drawing if f["/Subtype"] == "/CIDFontType2"]
    assert [one for one in maps if one is None] == []


def test_each_piece_of_a_page_leads_back_to_what_it_belongs_to(document, elements):
    told = {piece for element in elements for piece in marked_numbers(element)}
    parents = dict(_numbers(document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]))
    found = set()
    for page in document.pages:
        owners = parents[int(page["/StructParents"])].get_object()
        for operands, operator in ContentStream(page.get_contents(), document).operations:
            if operator == b"BDC" and "/MCID" in operands[-1]:
                number = int(operands[-1]["/MCID"])
                found.add((page.indirect_reference.idnum, number))
                assert owners[number].get_object()["/S"]

    assert found == told


def test_what_can_be_clicked_is_named_and_read_in_the_order_of_the_text(document, elements):
    """A page without any such thing owes nothing; those that have some say their order."""
    clickable = {
        annotation.indirect_reference.idnum: (page, annotation.get_object())
        for page in document.pages
        for annotation in page.get("/Annots", ())
    }
    read = {number for element in elements for number in _objects(element)}

    assert [
        page.get("/Tabs") for page, _one in clickable.values() if page.get("/Tabs") != "/S"
    ] == []
    assert [one for _page, one in clickable.values() if not one.get("/Contents")] == []
    assert read == set(clickable)


def test_nothing_keeps_a_screen_reader_out_nor_moves_by_itself(document):
    root = document.trailer["/Root"]

    assert "/Encrypt" not in document.trailer
    assert root["/MarkInfo"].get("/Suspects", False) in (False, None)
    assert {"/OpenAction", "/AA", "/AcroForm"} & set(root) <= {"/OpenAction"}
    assert b"/JavaScript" not in b"".join(str(value).encode() for value in root.values())


def _inner(element):
    return str(element["/S"]) in INSIDE


def _is_cell(element):
    return element["/S"] in ("/TH", "/TD")


def _fonts(resources):
    """The fonts of a page, those of what it draws included."""
    found = resources.get_object()
    yield from (font.get_object() for font in found.get("/Font", {}).values())
    for drawn in found.get("/XObject", {}).values():
        if "/Resources" in drawn.get_object():
            yield from _fonts(drawn.get_object()["/Resources"])


def _drawing(font):
    """What holds the letters: the font itself, or the one below a composite font."""
    return font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font


def _is_embedded(descriptor):
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.get_object()))


def _numbers(tree):
    """The pairs of a number tree."""
    node = tree.get_object()
    pairs = node.get("/Nums", ArrayObject())
    yield from zip((int(key) for key in pairs[::2]), pairs[1::2], strict=True)
    for kid in node.get("/Kids", ArrayObject()):
        yield from _numbers(kid)


def _objects(element):
    """Numbers of the objects that an element refers to: links, fields."""
    kids = element.get("/K", ArrayObject())
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object()
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/OBJR":
            yield found.raw_get("/Obj").idnum
