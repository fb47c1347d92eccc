"""Signing in through the company: who is let in, and what its token must prove."""

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cordee.people import queries, services
from cordee.platform.access import ReaderRequest, allowed, anyone
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.single_sign_on import domain_of

# Registered with the addresses, not as apps: only a process that serves pages pays their imports.
for kind in (OpenIDConnectProvider, SAMLProvider):
    registry.register(kind)
NONCE_KEY = "single_sign_on_nonce"
SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


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


class CheckedToken(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The identity token is signed, made for us, and answers the question we asked."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **told: Any) -> Any:
        if not told["response"].get("id_token"):
            raise OAuth2Error("no identity token")
        return super().complete_login(request, app, token, **told)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        import jwt

        if jwt.get_unverified_header(id_token).get("alg") not in SIGNATURES:
            raise OAuth2Error("not a signature by a key pair")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        asked = self.request.session.pop(NONCE_KEY, "")
        if not asked or not secrets.compare_digest(str(claims.get("nonce", "")), asked):
            raise OAuth2Error("the token answers another question")
        return claims


@allowed(anyone)
@never_cache
@require_GET
def openid_login(request: ReaderRequest, provider_id: str) -> HttpResponse:
    """Send the visitor to the sign-in of the company."""
    provider = _openid_provider(request, provider_id)
    nonce = request.session[NONCE_KEY] = secrets.token_urlsafe(24)
    params = {**provider.get_auth_params(), "nonce": nonce}
    next_url = request.GET.get("next") or None
    return provider.redirect(  # type: ignore[no-any-return]
        request, "login", next_url=next_url, auth_params=params
    )


@allowed(anyone)
@never_cache
@require_GET
def openid_callback(request: ReaderRequest, provider_id: str) -> HttpResponse:
    """Whom the company says this is."""
    _openid_provider(request, provider_id)
    view = OAuth2CallbackView.adapter_view(CheckedToken(request, provider_id))
    return view(request)  # type: ignore[no-any-return]


def _openid_provider(request: ReaderRequest, provider_id: str) -> Any:
    try:
        return get_social_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


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
