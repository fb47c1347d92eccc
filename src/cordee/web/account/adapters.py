"""What django-allauth asks of us: who may open an account, how second factors are sealed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cordee.platform.sealing import Unreadable, opened, sealed

PURPOSE = "second factors"
NOWHERE = "0.0.0.0"
"""The address of a request that does not tell where it comes from."""


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Strangers do not sign up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        known = request.META.get("REMOTE_ADDR")
        return str(super().get_client_ip(request)) if known else NOWHERE

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A key comes before a code, which an account may only have for the worst day."""
        methods = super().get_reauthentication_methods(user)
        return sorted(methods, key=lambda way: way["id"] == "mfa_reauthenticate")


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are unreadable without the secret key of the installation."""

    def encrypt(self, text: str) -> str:
        return sealed(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return opened(encrypted_text, purpose=PURPOSE)
        except Unreadable as error:
            raise PermissionDenied(
                _("Your second factor was sealed with another secret key: ask your administrator.")
            ) from error

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Cordée"}
