"""Signing in through the company: who is let in."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.people import queries, services
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.single_sign_on import domain_of


class CompanySignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in the accounts whose e-mail is proven here, and those who are invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        emails = _vouched_for(sociallogin)
        if not emails:
            told = _("Your company does not vouch for your e-mail address.")
            raise ImmediateHttpResponse(_closed(request, told))
        try:
            user = _let_in(emails[0], of=sociallogin.user)
        except Refused as sentence:
            raise ImmediateHttpResponse(_closed(request, str(sentence))) from sentence
        sociallogin.connect(request, user)

    def send_notification_mail(self, *_args: Any, **_told: Any) -> None:
        """Nobody needs a letter to learn that they signed in as every morning."""

    def on_authentication_error(self, *_args: Any, **_told: Any) -> None:
        raise PermissionDenied(_("Your company’s sign-in did not succeed: try again."))


def _closed(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "403.html", {"exception": sentence}, status=403)


def _vouched_for(sociallogin: Any) -> list[str]:
    """The e-mails that the company says are verified, of the domains that it may speak for."""
    domains = sociallogin.provider.app.settings["domains"]
    verified = [one.email for one in sociallogin.email_addresses if one.verified]
    return [each for each in verified if not domains or domain_of(each) in domains]


def _let_in(email: str, *, of: Any) -> User:
    """The account of this mailbox: proven before, or opened by an invitation or by its domain."""
    known = queries.proven_account(email)
    if known is not None:
        return known
    return services.join_through_company(
        email,
        first_name=of.first_name,
        last_name=of.last_name,
        open_to=settings.JOINING,
        at=timezone.now(),
    )
