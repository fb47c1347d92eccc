"""How a template is given."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.reports.template_files import LIMITS


class SlideTemplateForm(forms.Form):
    """The presentation whose layouts, colours and type the slides take."""

    file = forms.FileField(
        label=gettext_lazy("Your presentation"),
        help_text=gettext_lazy(
            "A .pptx of 20 MB at most, without macros nor links. It dresses nothing before you "
            "have seen what is recognised in it."
        ),
        max_length=255,
        error_messages={
            "required": gettext_lazy("Choose a file, for example template.pptx."),
            "empty": gettext_lazy("This file is empty. Save it again."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refused before it is read when it weighs too much."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > LIMITS.bytes:
            raise forms.ValidationError(
                _("“%(file)s” weighs more than %(most)d MB: compress its pictures first.")
                % {"file": given.name, "most": LIMITS.bytes // 1_000_000}
            )
        return given
