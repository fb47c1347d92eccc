"""The page behind the link of an invitation: who holds it joins, once."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cordee.people import queries, services
from cordee.people.forms import JoiningForm
from cordee.people.models import Invitation, Membership
from cordee.platform.access import ORGANISATION_KEY, ReaderRequest, allowed, anyone
from cordee.platform.errors import Refused
from cordee.platform.registers import read_or_write


@allowed(anyone)
@never_cache
@read_or_write
def join(request: ReaderRequest, secret: str) -> HttpResponse:
    """Accept while signed in; else sign in first, or open the account that is missing."""
    invitation = queries.invitation_behind(secret, at=timezone.now())
    if invitation is None:
        return render(request, "people/joining.html", {"case": "over"}, status=404)
    if request.user.is_authenticated:
        return _accepting(request, secret, invitation)
    if queries.account_of(invitation.email) is not None:
        return _shown(request, invitation, case="sign in")
    return _opening(request, secret, invitation)


def _accepting(request: ReaderRequest, secret: str, invitation: Invitation) -> HttpResponse:
    refusal = ""
    if request.user.email.lower() != invitation.email:
        return _shown(request, invitation, case="somebody else")
    if request.method == "POST":
        try:
            joined = services.accept_invitation(secret, user=request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            return _welcomed(request, joined)
    return _shown(request, invitation, case="accept", refusal=refusal)


def _opening(request: ReaderRequest, secret: str, invitation: Invitation) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, refusal = JoiningForm(data), ""
    if data is not None and form.is_valid():
        try:
            joined = services.open_invited_account(secret, **form.cleaned_data, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            signed_in = perform_login(request, joined.user)
            _welcomed(request, joined)
            return signed_in  # type: ignore[no-any-return]
    return _shown(request, invitation, case="open", refusal=refusal, form=form)


def _welcomed(request: ReaderRequest, joined: Membership) -> HttpResponse:
    request.session[ORGANISATION_KEY] = joined.organisation_id
    told = _("You are a member of %(name)s.") % {"name": joined.organisation.name}
    messages.success(request, told)
    return redirect("/")


def _shown(
    request: ReaderRequest, invitation: Invitation, *, case: str, **told: Any
) -> HttpResponse:
    context = {"case": case, "invitation": invitation, "here": request.path, **told}
    return render(request, "people/joining.html", context)
