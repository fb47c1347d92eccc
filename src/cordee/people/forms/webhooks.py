"""What is written of a webhook."""

from django import forms
from django.utils.translation import gettext_lazy

from cordee.platform.webhooks.families import FAMILIES


class WebhookForm(forms.Form):
    """An address, and what it is told of."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        help_text=gettext_lazy("Where the other program listens, in https://."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
    )
    families = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told of"),
        choices=[(family.key, family.label) for family in FAMILIES],
        widget=forms.CheckboxSelectMultiple,
    )
