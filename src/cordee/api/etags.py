"""Nothing is written over: a program says which revision it read, and is told when it moved."""

import hashlib
from datetime import datetime
from typing import Any

from ninja.params import HeaderEx, P

from cordee.api.errors import Precondition, Stale

Known = HeaderEx[str, P(alias="If-None-Match")]
Claim = HeaderEx[
    str,
    P(
        alias="If-Match",
        description="The ETag of the row as you read it; * writes over whatever it became.",
    ),
]


def etag_of(row: Any, *, moved: datetime | None = None) -> str:
    """The ETag of a row, from its revision; from the moment it changed where it keeps none."""
    mark = row.revision if moved is None else int(moved.timestamp() * 1_000_000)
    return f'"{row.pk}-{mark}"'


def etag_from(told: str) -> str:
    """The ETag of what keeps no revision: it follows all that may be changed of it."""
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def refuse_stale(etag: str, *, read: str) -> None:
    """Refuse a write by a program that does not say what it read, or read something older."""
    if not read:
        raise Precondition
    if read not in ("*", etag):
        raise Stale(etag)
