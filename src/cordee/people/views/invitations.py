"""Pages of those who invite: someone new, those who have not come yet, a link sent again."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordee.people import letters, queries, rules, services
from cordee.people.forms import InvitationForm
from cordee.people.models import Invitation
from cordee.people.registers import MEMBERS
from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.forms import as_seen
from cordee.platform.registers import read_or_write


@allowed(rules.may_read_members)
@require_GET
def invitations(request: ReaderRequest) -> HttpResponse:
    context = {
        "register": MEMBERS,
        "invitations": queries.invitations(request.reader),
        "may_edit": rules.may_administer(request.reader),
        "now": timezone.now(),
    }
    return render(request, "people/invitations.html", context)


@allowed(rules.may_administer)
@never_cache
@read_or_write
def new_member(request: ReaderRequest) -> HttpResponse:
    """Invite someone; the link is shown only where it cannot be mailed."""
    data, at = request.POST if request.method == "POST" else None, timezone.now()
    form = InvitationForm(data, reader=request.reader)
    if data is not None and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            sealed = services.invite(email, **form.links(), by=request.user, at=at)
        except Refused as sentence:
            form.add_refusal(str(sentence))
        else:
            return _delivered(request, sealed, at=at)
    context = {"register": MEMBERS, "form": form, "name": "", "back": MEMBERS.list_url}
    return render(request, "registers/form.html", context)


@allowed(rules.may_administer)
@never_cache
@require_POST
def renew_invitation(request: ReaderRequest, pk: int) -> HttpResponse:
    row, at = _waiting(request, pk), timezone.now()
    if row is None:
        return redirect("people:invitations")
    try:
        sealed = services.renew_invitation(as_seen(row, request.POST), by=request.user, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:invitations")
    return _delivered(request, sealed, at=at)


@allowed(rules.may_administer)
@require_POST
def revoke_invitation(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _waiting(request, pk)
    if row is None:
        return redirect("people:invitations")
    try:
        services.revoke_invitation(as_seen(row, request.POST), by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("people:invitations")
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": row.email})
    return redirect("people:invitations")


def _waiting(request: ReaderRequest, pk: int) -> Invitation | None:
    """The invitation; None, and a sentence, where somebody withdrew or accepted it meanwhile."""
    row = queries.invitations(request.reader).filter(pk=pk).first()
    if row is None:
        if not queries.is_invitation_gone(request.reader, pk):
            raise Http404
        messages.error(request, _("This invitation was withdrawn or accepted meanwhile."))
    return row


def _delivered(request: ReaderRequest, sealed: services.Sealed, *, at: datetime) -> HttpResponse:
    """Send the link; where no mail leaves, show it once, and remember that it was shown."""
    link = letters.handed_over(sealed, address=request.build_absolute_uri, by=request.user, at=at)
    context = {
        "register": MEMBERS,
        "invitation": sealed.invitation,
        "link": link,
    }
    return render(request, "people/invitation.html", context)
