"""The companies' own sign-ins that the settings name."""

from dataclasses import dataclass

from allauth.socialaccount.providers import registry
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.module_loading import import_string

ROUTES = {"openid_connect": "openid_connect_login", "saml": "saml_login"}
PROVIDERS = {
    "openid_connect": (
        "allauth.socialaccount.providers.openid_connect.provider.OpenIDConnectProvider"
    ),
    "saml": "allauth.socialaccount.providers.saml.provider.SAMLProvider",
}
KEYS = {"openid_connect": "provider_id", "saml": "client_id"}


@dataclass(frozen=True, slots=True)
class Door:
    """One sign-in of a company."""

    name: str
    url: str


def company_doors() -> tuple[Door, ...]:
    """What the sign-in page offers beside a password."""
    return tuple(
        Door(app["name"], reverse(ROUTES[kind], args=[app[KEYS[kind]]]))
        for kind, told in settings.SOCIALACCOUNT_PROVIDERS.items()
        for app in told["APPS"]
    )


def open_door(kind: str, key: str) -> None:
    """Load what this sign-in needs, which few servers do; not found where the settings lack it."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get(kind, {}).get("APPS", [])
    if not any(app[KEYS[kind]] == key for app in apps):
        raise Http404
    registry.register(import_string(PROVIDERS[kind]))
