"""What a person says of two initiatives that look alike."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.strategy.models import DuplicateVerdict


class VerdictForm(forms.Form):
    """Duplicate or distinct, and why."""

    verdict = forms.ChoiceField(
        choices=DuplicateVerdict.Verdict,
        error_messages={
            "required": _("Press “Duplicate” or “Distinct”."),
            "invalid_choice": _("Press “Duplicate” or “Distinct”."),
        },
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        error_messages={"required": _("Say why: the next reader will ask.")},
    )

    def clean_verdict(self) -> DuplicateVerdict.Verdict:
        return DuplicateVerdict.Verdict(self.cleaned_data["verdict"])
