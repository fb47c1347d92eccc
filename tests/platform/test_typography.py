from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.platform.typography import (
    day_text,
    french,
    money_full_text,
    money_text,
    number_text,
    percent_text,
    points_text,
)

UNKNOWNS = [None, float("nan"), Decimal("NaN"), float("inf")]


def shown(text):
    """Narrow spaces as _, no-break spaces as ~: a test that can be read."""
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("amount", "in_french", "in_english"),
    [
        (Decimal(0), "0_€", "€0"),
        (Decimal("12.5"), "12,50_€", "€12.50"),
        (Decimal(9500), "9_500_€", "€9,500"),
        (Decimal("9999.996"), "10_k€", "€10k"),
        (Decimal(12500), "12,5_k€", "€12.5k"),
        (Decimal(260_000), "260_k€", "€260k"),
        (Decimal(995_000), "995_k€", "€995k"),
        (Decimal(999_960), "1_M€", "€1m"),
        (Decimal(1_350_000), "1,35_M€", "€1.35m"),
        (Decimal(6_200_000), "6,2_M€", "€6.2m"),
        (Decimal(2_826_280_000), "2_826,3_M€", "€2,826.3m"),
        (Decimal(9_995_000_000), "9_995_M€", "€9,995m"),
        (Decimal(12_345_000_000), "12,3_Md€", "€12.3bn"),
        (Decimal(-540_000), "−540_k€", "−€540k"),
        (-0.001, "0_€", "€0"),
    ],
)
def test_an_amount_takes_the_unit_that_keeps_it_short(amount, in_french, in_english):
    assert shown(money_text(amount, "EUR", language="fr")) == in_french
    assert shown(money_text(amount, "EUR", language="en")) == in_english


@pytest.mark.parametrize(
    ("currency", "in_french", "in_english"),
    [
        ("GBP", "6,2_M£", "£6.2m"),
        ("USD", "6,2_M$", "$6.2m"),
        ("CHF", "6,2_M~CHF", "CHF~6.2m"),
        ("SEK", "6,2_M~SEK", "SEK~6.2m"),
    ],
)
def test_a_currency_is_written_by_its_sign_or_by_its_code(currency, in_french, in_english):
    assert shown(money_text(6_200_000, currency, language="fr")) == in_french
    assert shown(money_text(6_200_000, currency, language="en")) == in_english


@pytest.mark.parametrize(
    ("amount", "in_french", "in_english"),
    [
        (Decimal("2826280000"), "2_826_280_000_€", "€2,826,280,000"),
        (Decimal("2826280000.00"), "2_826_280_000_€", "€2,826,280,000"),
        (Decimal("-1234.5"), "−1_234,50_€", "−€1,234.50"),
        (Decimal("0.125"), "0,125_€", "€0.125"),
    ],
)
def test_the_full_amount_keeps_every_digit(amount, in_french, in_english):
    assert shown(money_full_text(amount, "EUR", language="fr")) == in_french
    assert shown(money_full_text(amount, "EUR", language="en")) == in_english


@pytest.mark.parametrize(
    ("value", "decimals", "in_french", "in_english"),
    [
        (6200, None, "6_200", "6,200"),
        (1234.5, None, "1_234,5", "1,234.5"),
        (0.1, None, "0,1", "0.1"),
        (1 / 3, None, "0,33", "0.33"),
        (2, 1, "2,0", "2.0"),
        (-0.04, 1, "0,0", "0.0"),
        (-1.3, None, "−1,3", "−1.3"),
        (2.675, 2, "2,68", "2.68"),
    ],
)
def test_a_number_follows_the_language(value, decimals, in_french, in_english):
    assert shown(number_text(value, language="fr", decimals=decimals)) == in_french
    assert shown(number_text(value, language="en", decimals=decimals)) == in_english


def test_a_share_is_written_as_a_percentage():
    assert shown(percent_text(0.253, language="fr")) == "25_%"
    assert shown(percent_text(0.253, language="en")) == "25%"
    assert shown(percent_text(0.253, language="fr", decimals=1)) == "25,3_%"
    assert shown(percent_text(Decimal("-0.75"), language="en")) == "−75%"


def test_a_difference_of_shares_is_written_in_points_with_its_sign():
    written = [shown(points_text(d, language="fr")) for d in (0.06, -0.1, 0.01, 0, 0.004, -0.004)]

    assert written == ["+6_pts", "−10_pts", "+1_pt", "0_pt", "0_pt", "0_pt"]
    assert shown(points_text(0.06, language="en")) == "+6~pts"


@pytest.mark.parametrize(
    ("day", "in_french", "in_english"),
    [
        (date(2026, 11, 20), "20 nov. 2026", "20 Nov 2026"),
        (date(2027, 1, 1), "1er janv. 2027", "1 Jan 2027"),
        (date(2026, 5, 3), "3 mai 2026", "3 May 2026"),
    ],
)
def test_a_day_is_short_in_both_languages(day, in_french, in_english):
    assert day_text(day, language="fr") == in_french
    assert day_text(day, language="en") == in_english


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("unknown", UNKNOWNS)
def test_the_unknown_is_a_dash_and_never_a_zero(unknown, language):
    written = [
        number_text(unknown, language=language),
        percent_text(unknown, language=language),
        points_text(unknown, language=language),
        money_text(unknown, "EUR", language=language),
        money_full_text(unknown, "EUR", language=language),
    ]

    assert written == ["—"] * 5
    assert day_text(None, language=language) == "—"


def test_a_regional_variant_counts_as_its_language():
    assert money_text(6_200_000, "EUR", language="fr-ca") == "6,2\u202fM€"
    assert money_text(6_200_000, "EUR", language="en-gb") == "€6.2m"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Pourquoi ? Parce que !", "Pourquoi_? Parce que_!"),
        ("Pourquoi? Parce que!", "Pourquoi_? Parce que_!"),
        ("Trois choses : une; deux", "Trois choses~: une_; deux"),
        ("(vrai ?)", "(vrai_?)"),
        ("Il reste 12 000 000 € sur 25%", "Il reste 12_000_000_€ sur 25_%"),
        ("en 2027 200 k€ de plus", "en 2027 200_k€ de plus"),
        ("un écart de -3 pts", "un écart de −3_pts"),
        ("I-04 du 2026-11-20", "I-04 du 2026-11-20"),
        ("l'objectif n'est...", "l’objectif n’est…"),
        ('le mot "fil" seul', "le mot «_fil_» seul"),
        ("le mot «fil» : seul", "le mot «_fil_»~: seul"),
        ("voir https://cordee.example/?a=1;b! ici", "voir https://cordee.example/?a=1;b! ici"),
        ("à 12:30", "à 12:30"),
    ],
)
def test_french_text_gets_its_spaces_and_signs(typed, expected):
    assert shown(french(typed)) == expected


@given(st.text(alphabet=" ab1230,.;:!?%€«»\"'-()\u00a0\u202f\n", max_size=40))
def test_french_typography_applied_twice_changes_nothing_more(text):
    once = french(text)

    assert french(once) == once


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
    )
)
def test_a_short_amount_is_within_half_a_percent_of_the_exact_one(amount):
    text = money_text(amount, "EUR", language="en").replace("−", "-").replace("€", "")

    unit = {"k": 10**3, "m": 10**6, "bn": 10**9}
    tail = text.lstrip("-0123456789,.")
    shown_amount = Decimal(text.removesuffix(tail).replace(",", "")) * unit.get(tail, 1)

    assert abs(shown_amount - amount) <= abs(amount) * Decimal("0.005")
