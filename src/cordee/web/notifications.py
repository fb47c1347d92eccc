"""What an account receives by mail: chosen on a page, stopped from a mail in one click."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cordee.platform.access import ReaderRequest, allowed, any_member, anyone, of_oneself
from cordee.platform.mailing import DIGEST, choose_mail, mail_choices, stop_mail, unsubscribed
from cordee.platform.models import MailChoices, Notice, Pace
from cordee.platform.registers import read_or_write

STATES = (Notice.WAITING, Notice.CHANGES)
"""What is told once a week or never: it is no event."""


class MailChoicesForm(forms.ModelForm):  # type: ignore[type-arg]
    """For each kind of notice, when; and in which language."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"), required=False)

    class Meta:
        model = MailChoices
        fields = (*Notice.values, "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weekly = [(p.value, p.label) for p in Pace if p != Pace.AT_ONCE]
        for notice in STATES:
            self.fields[notice.value].choices = weekly  # type: ignore[attr-defined]
        own = [("", _("That of the organisation")), *settings.LANGUAGES]
        self.fields["language"].choices = own  # type: ignore[attr-defined]


@of_oneself
@allowed(any_member)
@read_or_write
def choices_page(request: ReaderRequest) -> HttpResponse:
    """Choose what is received, at once, once a week or never."""
    data = request.POST if request.method == "POST" else None
    form = MailChoicesForm(data, instance=mail_choices(request.user))
    if data is not None and form.is_valid():
        choose_mail(form.instance)
        messages.success(request, _("Your choices are kept."))
        return redirect("mail_choices")
    context = {"form": form, "email": request.user.email}
    return render(request, "web/notifications.html", context)


@csrf_exempt  # a mail program asks for it, without cookie; the signed address is the proof
@allowed(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail; a visit only asks, so that a mail scanner stops nothing."""
    found = unsubscribed(token)
    if found is None:
        raise Http404
    user, about = found
    if request.method == "POST":
        stop_mail(user, about=about)
    label = _("the digest of the week") if about == DIGEST else Notice(about).label
    context = {"label": label, "is_stopped": request.method == "POST"}
    return render(request, "web/unsubscribe.html", context)
