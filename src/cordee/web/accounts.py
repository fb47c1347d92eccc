"""How accounts are opened: by invitation, or on one's own computer for a first organisation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Strangers do not sign up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
