"""Pages of “Your account”: what guards it, where it is signed in, which programs act for it."""

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordee.people import queries, services
from cordee.people.forms import TokenForm
from cordee.platform.access import ReaderRequest, allowed, any_member, of_oneself
from cordee.platform.errors import Refused
from cordee.platform.registers import read_or_write
from cordee.web.account.factors import factors
from cordee.web.account.sessions import end_seats, seats


@allowed(any_member)
@require_GET
def overview(request: ReaderRequest) -> HttpResponse:
    at, key = timezone.now(), request.session.session_key
    context = {
        "factors": factors(request.user),
        "seats": seats(request.user, session_key=key, at=at),
        "tokens": queries.tokens(request.reader),
    }
    return render(request, "web/account/overview.html", context)


@allowed(any_member)
@require_GET
def second_factor(request: ReaderRequest) -> HttpResponse:
    return render(request, "web/account/second_factor.html", {"factors": factors(request.user)})


@allowed(any_member)
@require_GET
def passkeys(request: ReaderRequest) -> HttpResponse:
    return render(request, "web/account/passkeys.html", {"factors": factors(request.user)})


@allowed(any_member)
@require_GET
def sessions(request: ReaderRequest) -> HttpResponse:
    found = seats(request.user, session_key=request.session.session_key, at=timezone.now())
    return render(request, "web/account/sessions.html", {"seats": found})


@of_oneself
@allowed(any_member)
@require_POST
def end_session(request: ReaderRequest, pk: int) -> HttpResponse:
    """Sign out of one other place."""
    if not end_seats(request.user, but=request.session.session_key, only=pk):
        raise Http404
    messages.success(request, _("This session is ended."))
    return redirect("web:account_sessions")


@of_oneself
@allowed(any_member)
@require_POST
def end_other_sessions(request: ReaderRequest) -> HttpResponse:
    end_seats(request.user, but=request.session.session_key)
    messages.success(request, _("You are signed in here only."))
    return redirect("web:account_sessions")


@allowed(any_member)
@require_GET
def tokens(request: ReaderRequest) -> HttpResponse:
    context = {"tokens": queries.tokens(request.reader), "now": timezone.now()}
    return render(request, "web/account/tokens.html", context)


@allowed(any_member)
@never_cache
@read_or_write
def new_token(request: ReaderRequest) -> HttpResponse:
    """Make a token; its text is shown on the answer, and never again."""
    data, minted, refusal = request.POST if request.method == "POST" else None, None, ""
    form = TokenForm(data)
    if data is not None and form.is_valid():
        try:
            minted = services.make_token(request.reader, **form.links(), at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
    context = {"form": form, "minted": minted, "refusal": refusal}
    return render(request, "web/account/new_token.html", context)


@allowed(any_member)
@require_POST
def revoke_token(request: ReaderRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(queries.tokens(request.reader), pk=pk)
    services.revoke_token(token, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("web:account_tokens")


@of_oneself
@allowed(any_member)
@read_or_write
def close(request: ReaderRequest) -> HttpResponse:
    """Say what goes and what stays, then erase the account."""
    refusal = ""
    if request.method == "POST":
        try:
            services.erase_account(request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            end_seats(request.user)
            logout(request, show_message=False)
            messages.success(request, _("Your account is erased."))
            return redirect("/")
    return render(request, "web/account/close.html", {"refusal": refusal})
