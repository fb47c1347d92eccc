"""What people write of exchange rates."""

from decimal import Decimal

from django.forms import RegexField
from django.utils.translation import gettext_lazy

from cordee.platform.forms import AmountField, DayInput, ScopedForm
from cordee.platform.models import ExchangeRate


class ExchangeRateForm(ScopedForm):
    """What one unit of a foreign currency is worth, from a day on."""

    currency = RegexField(
        r"^[A-Za-z]{3}$",
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Three letters: EUR, GBP, CHF."),
        error_messages={"invalid": gettext_lazy("Write three letters, for example EUR.")},
    )
    rate = AmountField(
        label=gettext_lazy("Rate"),
        max_digits=14,
        decimal_places=6,
        min_value=Decimal("0.000001"),
        help_text=gettext_lazy("What one unit of it is worth in your organisation’s currency."),
    )

    class Meta:
        model = ExchangeRate
        fields = ("currency", "day", "rate")
        widgets = {"day": DayInput()}
        help_texts = {
            "day": gettext_lazy("Amounts are converted at the latest rate of the day you look.")
        }

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()
