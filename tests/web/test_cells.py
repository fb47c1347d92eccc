from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from cordee.platform.registers import Choice, Face, Line, Link, Mark, Money, Sponsors, State, Tag
from cordee.platform.registers.listing import Cell
from cordee.web.templatetags import cells
from tests.web.test_templatetags import text_of

HOSTILE = "<script>alert('&')</script>"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def said(kind, value):
    return text_of(cells.value(Cell(kind, value, "Label", True)))


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", "Caisse", "Caisse"),
        ("text", "", "—"),
        ("text", 0, "0"),
        ("link", Link("Commerce", "/units/1/"), "Commerce"),
        ("link", Link(""), "—"),
        ("number", 1200, "1,200"),
        ("share", Decimal("0.25"), "25%"),
        ("day", date(2027, 1, 5), "5 Jan 2027"),
        ("money", Money(Decimal(1200), "EUR"), "€1,200"),
        ("money", Money(Decimal(1200), "EUR", "in part"), "≥ €1,200"),
        ("money", Money(None, "EUR", "en cadrage"), "unknown"),
        ("money", None, "—"),
        ("tag", Tag("Signed in", "good"), "Signed in"),
        ("tag", None, ""),
        ("state", State("running", "Running"), "Running"),
        ("state", State("none such", "Odd"), "Odd"),
        ("person", Face("Claire Ansel", "biz"), "CA Claire Ansel"),
        ("person", None, "—"),
        ("objectives", [Mark("Croissance", "o1"), Mark("Marge", "o2")], "Croissance Marge"),
        ("objectives", [], "No objective"),
        ("sponsors", Sponsors("", ""), "business sponsor to name IT sponsor to name"),
    ],
)
def test_each_kind_of_value_is_written(kind, value, text):
    assert said(kind, value) == text


def test_both_sponsors_are_named_to_those_who_do_not_see_their_letters():
    drawn = cells.value(Cell("sponsors", Sponsors("Claire Ansel", "Luc Morel"), "Who", True))

    assert 'title="Business: Claire Ansel">CA</b>' in drawn
    assert 'title="IT: Luc Morel">LM</b>' in drawn


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", HOSTILE),
        ("link", Link(HOSTILE, "/?" + HOSTILE)),
        ("link", Link(HOSTILE)),
        ("money", Money(None, "EUR", HOSTILE)),
        ("money", Money(Decimal(1), HOSTILE)),
        ("tag", Tag(HOSTILE)),
        ("state", State("running", HOSTILE)),
        ("person", Face(HOSTILE)),
        ("objectives", [Mark(HOSTILE, "o1")]),
        ("sponsors", Sponsors(HOSTILE, HOSTILE)),
    ],
)
def test_what_people_wrote_is_never_markup(kind, value):
    assert "<script" not in cells.value(Cell(kind, value, "Label", True))


def line(*others, url="/initiatives/I-01/"):
    return Line(1, "1", url, "", Cell("text", "Caisse", "Initiative", True), others)


def test_a_row_is_its_name_then_its_cells_and_says_what_a_figure_is_on_a_phone():
    drawn = cells.cells(line(Cell("number", 3, "People", True), Cell("text", "U1", "Code", False)))

    assert drawn == (
        '<th scope="row"><a href="/initiatives/I-01/">Caisse</a></th>'
        '<td class="n" data-label="People">3</td><td>U1</td>'
    )


def test_a_hostile_name_and_label_stay_text():
    hostile = Line(
        1, "1", "", "", Cell("text", HOSTILE, "x", True), (Cell("number", 1, HOSTILE, True),)
    )

    assert "<script" not in cells.cells(hostile)


def test_the_icons_of_the_rows_are_drawn_once_and_named_by_each():
    rows = (line(Cell("state", State("running", "Running"), "State", True)),) * 2

    assert cells.sprite(rows).count("<symbol") == 1
    assert '<use href="#i-play"/>' in cells.cells(rows[0])
    assert 'id="i-play"' in cells.sprite(rows)


def test_a_filter_shows_what_was_chosen():
    choice = Choice("unit", "Unit", "All", (("1", "Commerce"), ("2", HOSTILE)), "1")

    drawn = cells.options(choice)

    assert '<option value="1" selected>Commerce</option><option value="2">' in drawn
    assert "<script" not in drawn
