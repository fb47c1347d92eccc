"""One-time codes as RFC 6238 and RFC 4226 write them, apart from the library that checks them."""

import base64
import hmac


def code(secret, at):
    """The six digits of a base32 secret at a moment, in seconds."""
    return hotp(base64.b32decode(secret), int(at) // 30, digits=6)


def hotp(key, counter, *, digits):
    digest = hmac.digest(key, counter.to_bytes(8), "sha1")
    start = digest[-1] % 16
    number = int.from_bytes(digest[start : start + 4]) % 2**31
    return str(number % 10**digits).zfill(digits)
