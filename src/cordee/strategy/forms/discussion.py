"""What people write to one another: comments, questions, answers."""

from django import forms
from django.utils.translation import gettext_lazy

from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.forms import Choices, DayInput, ScopedForm
from cordee.strategy import queries
from cordee.strategy.models import Referral


class CommentForm(forms.Form):
    """What someone has to say; an @ before a name calls this person."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=5_000,
        help_text=gettext_lazy("Write @ and a name to call someone who can see this page."),
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": "", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class ReferralForm(ScopedForm):
    """A question, to whom, by when."""

    class Meta:
        model = Referral
        fields = ("question", "kind", "person", "initiative", "due_on")
        widgets = {"question": forms.Textarea(attrs={"rows": 3}), "due_on": DayInput()}
        help_texts = {
            "question": gettext_lazy("One question that can be answered in a few sentences."),
            "person": gettext_lazy("Those who steer may answer for them."),
        }

    def choices(self, reader: Reader) -> Choices:
        if reader.units is not None:
            self.fields["initiative"].required = True
        return {"person": people.people(reader), "initiative": queries.initiatives(reader)}


class AnswerForm(forms.Form):
    """The answer to a question."""

    outcome = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=5_000,
        help_text=gettext_lazy("Who asked is told; the answer stays on the page."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write the answer first.")},
    )
