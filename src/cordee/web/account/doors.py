"""The companies' own sign-ins that the settings name."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

ROUTES = {"openid_connect": "openid_connect_login", "saml": "saml_login"}
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


def is_known(kind: str, key: str) -> bool:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get(kind, {}).get("APPS", [])
    return any(app[KEYS[kind]] == key for app in apps)
