from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cordee.platform.forms import AmountField, WordsField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 000", "12000"),
        ("12\u202f000", "12000"),
        ("12000", "12000"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("−3,5", "-3.5"),
        ("1.234,56", "1234.56"),
        ("1,2 M€", "1200000"),
        ("0", "0"),
    ],
)
def test_a_figure_typed_in_french_is_read(typed, meant):
    with translation.override("fr"):
        assert AmountField().clean(typed) == Decimal(meant)


def test_an_english_comma_separates_thousands():
    with translation.override("en"):
        assert AmountField().clean("1,234.5") == Decimal("1234.5")
        assert AmountField().clean("12,000") == Decimal(12000)


def test_an_empty_box_is_unknown_and_never_zero():
    assert AmountField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["douze mille", "12 %", "1 2 3", "=1+1", "NaN", "inf"])
def test_what_is_not_a_figure_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="for example"):
        AmountField().clean(typed)


@pytest.mark.parametrize("value", ["12000", "12.5", "-3.25", "0", "1234567.89"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_figure_shown_in_a_box_reads_back_as_itself(value, language):
    field = AmountField()

    with translation.override(language):
        assert field.clean(field.prepare_value(Decimal(value))) == Decimal(value)


def test_words_are_kept_once_and_in_order():
    assert WordsField().clean("ai, security,, ai ") == ["ai", "security"]
