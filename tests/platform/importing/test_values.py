from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.platform.importing.values import (
    Amount,
    Reading,
    amount,
    as_text,
    choice,
    decimal_mark,
    items,
    number,
    words,
    yes_no,
)


@pytest.mark.parametrize(
    ("cell", "mark", "value"),
    [
        ("53,02", ",", "53.02"),
        ("6.75", ",", "6.75"),
        ("1 234,5", ",", "1234.5"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u202f234\u202f567,5", ",", "1234567.5"),
        ("1.234,5", ",", "1234.5"),
        ("1,234.5", ".", "1234.5"),
        ("1,234.5", ",", "1234.5"),
        ("1.234.567", ".", "1234567"),
        ("1'234.50", ".", "1234.50"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("0,123", ".", "0.123"),
        ("1234,567", ".", "1234.567"),
        ("(120)", ".", "-120"),
        ("\u22125", ".", "-5"),
        ("-5", ".", "-5"),
        ("12 %", ".", "0.12"),
        ("1e6", ".", "1000000"),
        ("5,07123287671233", ",", "5.07123287671233"),
        (".5", ".", "0.5"),
        (7, ".", "7"),
        (53.02, ",", "53.02"),
        (Decimal("1.10"), ",", "1.10"),
    ],
)
def test_a_number_is_read_as_it_was_meant(cell, mark, value):
    assert number(cell, decimal=mark) == Reading(Decimal(value))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("£2,013.02", Amount(Decimal("2013.02"), None, "GBP")),
        ("12,5 M€", Amount(Decimal("12.5"), Decimal(10**6), "EUR")),
        ("€6.2m", Amount(Decimal("6.2"), Decimal(10**6), "EUR")),
        ("3 k€", Amount(Decimal(3), Decimal(10**3), "EUR")),
        ("3 MEUR", Amount(Decimal(3), Decimal(10**6), "EUR")),
        ("1,5 Md€", Amount(Decimal("1.5"), Decimal(10**9), "EUR")),
        ("2 millions d'euros", Amount(Decimal(2), Decimal(10**6), "EUR")),
        ("-£3bn", Amount(Decimal(-3), Decimal(10**9), "GBP")),
        ("$ 40", Amount(Decimal(40), None, "USD")),
        ("40 € HT", Amount(Decimal(40), None, "EUR")),
    ],
)
def test_an_amount_keeps_the_unit_its_cell_states(cell, read):
    assert amount(cell, decimal=".") == Reading(read)


@pytest.mark.parametrize(
    "cell",
    [
        *("Exempt under Section 43 of the Freedom of Information Act 2000", "NA", "en cadrage"),
        *("à définir", "TBD", "?", "n/c", "12 mois", "01.04.2021", "12 34", "(5", "1,23,45,6"),
    ],
)
def test_a_text_where_a_number_is_expected_is_an_unknown_that_keeps_its_reason(cell):
    reading = number(cell, decimal=".")

    assert (reading, reading.is_unknown) == (Reading(None, cell), True)


@pytest.mark.parametrize("cell", [None, "", "  \u00a0 "])
def test_an_empty_cell_has_neither_value_nor_reason(cell):
    reading = number(cell, decimal=".")

    assert (reading, reading.is_unknown) == (Reading(None), False)


@given(
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    st.sampled_from([" ", "\u00a0", "\u202f", ".", ""]),
)
def test_any_number_written_the_french_way_is_read_back(value, thousands):
    written = f"{value:,.2f}".replace(",", "T").replace(".", ",").replace("T", thousands)

    assert number(written, decimal=",") == Reading(value)


def test_most_cells_decide_the_decimal_mark_and_dates_have_no_say():
    cells = ["53,02", "18,8", "6.75", "01.04.2021", "31.12.2021", "NA"]

    assert decimal_mark(cells) == ","


def test_numbers_that_may_be_read_twice_do_not_decide_the_decimal_mark():
    assert decimal_mark(["1,234", "2.500", 3]) is None


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("Oui", Reading(True)),
        ("no", Reading(False)),
        (True, Reading(True)),
        (0, Reading(False)),
        ("x", Reading(True)),
        ("peut-être", Reading(None, "peut-être")),
        ("", Reading(None)),
    ],
)
def test_yes_and_no_are_read_in_two_languages(cell, reading):
    assert yes_no(cell) == reading


@pytest.mark.parametrize("cell", ["NA", "n/a", "N.C.", "TBD", "À définir", "?", "-", "inconnu"])
def test_a_word_that_says_unknown_is_not_a_text(cell):
    assert words(cell) == Reading(None, cell)


def test_the_longest_known_words_decide_a_choice():
    choices = {"started": "running", "not started": "idea"}

    found = [choice(cell, choices=choices) for cell in ("STARTED", "Not  started (yet)", "Amber")]

    assert found == [Reading("running"), Reading("idea"), Reading(None, "Amber")]


def test_items_are_separated_once_each():
    assert items("ia ; sécurité|ia\nweb") == Reading(("ia", "sécurité", "web"))


def test_a_number_made_text_has_no_needless_decimals():
    cells = (12.0, 12.5, date(2026, 1, 2), " a ", None)

    assert [as_text(cell) for cell in cells] == ["12", "12.5", "2026-01-02", "a", ""]
