"""What people write at the doors of the shell."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.platform.models import Organisation


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new organisation: the name its members will see, the currency of its figures."""

    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        initial="EUR",
        help_text=_("Three letters: EUR, GBP, CHF."),
        error_messages={"invalid": _("Write three letters, for example EUR.")},
    )

    class Meta:
        model = Organisation
        fields = ("name", "currency")

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()
