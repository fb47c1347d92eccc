"""The doors of the shell: which organisation, which persona, which account."""

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from cordee.cases.demo import persona_home, persona_user
from cordee.people import queries, services
from cordee.platform.access import (
    ORGANISATION_KEY,
    ReaderRequest,
    allowed,
    any_member,
    anyone,
    of_oneself,
)
from cordee.web.account.doors import company_doors
from cordee.web.forms import OrganisationForm
from cordee.web.menu import icon_sheet
from cordee.web.queries import grantors
from cordee.web.rules import has_password, may_found


@allowed(anyone)
@require_safe
@cache_control(public=True, immutable=True, max_age=31_536_000)
def menu_icons(_request: HttpRequest) -> HttpResponse:
    """The icons of the menu, which each page then only names; their address changes with them."""
    return HttpResponse(icon_sheet(), content_type="image/svg+xml")


@of_oneself
@allowed(any_member)
@require_POST
def switch_organisation(request: ReaderRequest) -> HttpResponse:
    """Look at another organisation of which the user is a member."""
    chosen = request.POST.get("organisation", "")
    if not chosen.isdecimal():
        raise Http404
    organisation = get_object_or_404(queries.organisations_of(request.user), pk=chosen)
    request.session[ORGANISATION_KEY] = organisation.pk
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if ours else "web:cockpit")


@of_oneself
@allowed(may_found)
def new_organisation(request: ReaderRequest) -> HttpResponse:
    """Open another organisation and go there."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        founded = services.found_organisation(
            form.cleaned_data["name"],
            by=request.user,
            at=timezone.now(),
            currency=form.cleaned_data["currency"],
            language=get_language() or settings.LANGUAGE_CODE,
        )
        request.session[ORGANISATION_KEY] = founded.pk
        return redirect("web:cockpit")
    return render(request, "web/new_organisation.html", {"form": form})


@allowed(anyone)
def become_persona(request: ReaderRequest) -> HttpResponse:
    """Sign in as a persona of the demonstration, where there is one."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = persona_user(request.POST.get("persona", ""))
    if user is None:
        raise Http404
    login(request, user)
    request.session[ORGANISATION_KEY] = persona_home(user).pk
    return redirect("web:cockpit")


@of_oneself
@allowed(has_password)
def change_password(request: ReaderRequest) -> HttpResponse:
    return allauth.password_change(request)  # type: ignore[no-any-return]


class SignIn(allauth.LoginView):  # type: ignore[misc]
    """A password, a passkey, or the sign-in of one's company."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "company_doors": company_doors()}


sign_in = allowed(anyone)(SignIn.as_view())


class PasswordReset(allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """Whoever followed the link of the mail reads that mailbox: it is remembered."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        services.reclaim_account(self.reset_user)
        return response


reset_password = allowed(anyone)(PasswordReset.as_view())


@allowed(anyone)
def closed_signup(request: ReaderRequest) -> HttpResponse:
    """Accounts are opened by invitation: strangers are shown the way in."""
    return redirect("account_login")


@allowed(anyone)
def inactive_account(request: ReaderRequest) -> HttpResponse:
    raise PermissionDenied(_("This account is closed. Ask the owner of your organisation."))


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a closed door (handler403): the sentence, and who can open it."""
    told = {"exception": str(exception), "grantors": grantors(getattr(request, "reader", None))}
    return render(request, "403.html", told, status=403)
