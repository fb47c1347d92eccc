"""What people write at the doors of the shell."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.platform.forms import SightField
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


class SavedViewForm(forms.Form):
    """The name of a view of a list, and who sees it."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    is_shared = forms.BooleanField(label=_("Share it with the organisation"), required=False)
    revision = SightField()

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]
