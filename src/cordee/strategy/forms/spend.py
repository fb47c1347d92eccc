"""What people write of an amount, and of the share of a source that serves an objective."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.landscape import queries as landscape
from cordee.landscape.models import Application
from cordee.platform.access import Reader
from cordee.platform.forms import AmountField, Choices, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Contribution, Initiative, SpendLine


class SpendLineForm(ScopedForm):
    """One amount of an initiative or of an application; an unknown one says why."""

    initiative: forms.ModelChoiceField[Initiative] = forms.ModelChoiceField(
        queryset=None, required=False, label=gettext_lazy("Initiative")
    )
    application: forms.ModelChoiceField[Application] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=gettext_lazy("Or application"),
        help_text=gettext_lazy("An amount belongs to one of the two."),
    )
    amount = AmountField(
        label=gettext_lazy("Amount"),
        required=False,
        max_digits=18,
        decimal_places=2,
        help_text=gettext_lazy(
            "For example 12,000. A credit is negative. Leave it empty when it is unknown."
        ),
    )

    class Meta:
        model = SpendLine
        fields = (
            *("initiative", "application", "fiscal_year", "stage", "nature", "purpose"),
            *("amount", "currency", "unknown_reason"),
        )
        widgets = {"unknown_reason": forms.TextInput()}
        help_texts = {
            "fiscal_year": gettext_lazy("Empty: the whole-life cost, not spread over the years."),
            "currency": gettext_lazy("Three letters, for example EUR."),
            "unknown_reason": gettext_lazy("Only when the amount is empty."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["currency"].initial = self.reader.organisation.currency
            self.fields["fiscal_year"].initial = self.reader.organisation.fiscal_year

    def choices(self, reader: Reader) -> Choices:
        return {
            "initiative": queries.initiatives(reader).order_by("sort_name"),
            "application": landscape.applications(reader),
        }

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise forms.ValidationError(_("Write the three letters of a currency, as in EUR."))
        return currency

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if bool(typed.get("initiative")) == bool(typed.get("application")):
            self.add_error(
                "initiative", _("Choose an initiative or an application, one of the two.")
            )
        self._refuse_two_answers(typed)
        return typed

    def _refuse_two_answers(self, typed: dict[str, Any]) -> None:
        amount, currency = typed.get("amount"), typed.get("currency")
        if amount is not None and typed.get("unknown_reason"):
            self.add_error("unknown_reason", _("Write an amount, or why it is unknown, not both."))
        if amount is None and "amount" not in self.errors and not typed.get("unknown_reason"):
            self.add_error("unknown_reason", _("Say why the amount is unknown."))
        field = self.fields["amount"]
        written = field.written_currency if isinstance(field, AmountField) else None
        if amount is not None and currency and written not in (None, currency):
            self.add_error(
                "amount",
                _("This amount is written in %(written)s and the currency says %(currency)s.")
                % {"written": written, "currency": currency},
            )


class ContributionForm(ScopedForm):
    """The share of an initiative, or of an application, that serves an objective."""

    share = AmountField(
        label=gettext_lazy("Share that serves it"),
        max_digits=5,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        max_value=Decimal(1),
        help_text=gettext_lazy("From 0 to 1: 0.4 for 40%."),
    )

    class Meta:
        model = Contribution
        fields = ("initiative", "application", "objective", "share")
        labels = {
            "initiative": gettext_lazy("Initiative"),
            "application": gettext_lazy("Or application"),
            "objective": gettext_lazy("Objective"),
        }

    def choices(self, reader: Reader) -> Choices:
        return {
            "initiative": queries.initiatives(reader).order_by("sort_name"),
            "application": landscape.applications(reader),
            "objective": queries.objectives(reader),
        }

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if bool(typed.get("initiative")) == bool(typed.get("application")):
            self.add_error(
                "initiative", _("Choose an initiative or an application, one of the two.")
            )
        return typed
