"""Signs what leaves as the Standard Webhooks specification says (standardwebhooks.com, v1)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cordee.platform.models import WebhookDelivery

MARK = "whsec_"
LENGTH = 32
"""Bytes of a secret; the specification asks for 24 to 64."""


def new_secret() -> str:
    """A secret that nobody has seen."""
    return MARK + base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def signed_headers(delivery: WebhookDelivery, *, secret: str, at: datetime) -> dict[str, str]:
    """What proves who sends this, when, and that nothing was changed on the way."""
    message, moment = f"msg_{delivery.key.hex}", str(int(at.timestamp()))
    signature = signature_of(message, moment=moment, body=delivery.body, secret=secret)
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": signature,
        "connection": "close",
        "content-type": "application/json",
        "user-agent": "Cordee-webhooks/1",
    }


def signature_of(message: str, *, moment: str, body: str, secret: str) -> str:
    """HMAC-SHA256 of the identifier, the moment and the body, joined by points."""
    key = base64.b64decode(secret.removeprefix(MARK))
    digest = hmac.new(key, f"{message}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
