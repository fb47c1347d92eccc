"""The two pages of a sign-in by OpenID Connect, and what the company's token must prove."""

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

NONCE_KEY = "single_sign_on_nonce"
SIGNATURES = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


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


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the visitor to the sign-in of the company."""
    provider = get_social_adapter().get_provider(request, provider_id)
    nonce = request.session[NONCE_KEY] = secrets.token_urlsafe(24)
    params = {**provider.get_auth_params(), "nonce": nonce}
    next_url = request.GET.get("next") or None
    return provider.redirect(  # type: ignore[no-any-return]
        request, "login", next_url=next_url, auth_params=params
    )


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Whom the company says this is."""
    view = OAuth2CallbackView.adapter_view(CheckedToken(request, provider_id))
    return view(request)  # type: ignore[no-any-return]
