"""Seals what must be read again by this installation only: with its secret key, for one purpose."""

import base64
import hashlib
from typing import Any

from django.conf import settings


class Unreadable(Exception):
    """It was sealed with another secret key, or for something else."""


def sealed(text: str, *, purpose: str) -> str:
    """What may be kept in the database and in its backups."""
    return _sealer(purpose).encrypt(text.encode()).decode()  # type: ignore[no-any-return]


def opened(text: str, *, purpose: str) -> str:
    """The text as it was."""
    from cryptography.fernet import InvalidToken

    try:
        return _sealer(purpose).decrypt(text.encode()).decode()  # type: ignore[no-any-return]
    except InvalidToken as error:
        raise Unreadable from error


def _sealer(purpose: str) -> Any:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(f"{purpose} {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
