"""What each exported row carries of its own past: which row it is, and what it said then."""

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

UNPACKED, PACKED = 2**20, 30_000
"""A stamp that unpacks to more is none of ours; a longer one would not stand in a cell."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The row as it was exported."""

    pk: int
    revision: int
    base: tuple[str, ...] | None
    """What it said then, field by field; None when that is too long for a cell."""


def written_stamp(pk: int, *, revision: int, values: Sequence[str]) -> str:
    told = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(told.encode(), 1)).decode().rstrip("=")
    return f"{pk}.{revision}.{packed if len(packed) <= PACKED else ''}"


def read_stamp(cell: object) -> Stamp | None:
    """The stamp of a row; None when somebody removed it, or wrote something else there."""
    if not isinstance(cell, str) or cell.count(".") != 2:
        return None
    pk, _dot, rest = cell.partition(".")
    revision, _dot, packed = rest.partition(".")
    if not (_is_number(pk) and _is_number(revision)):
        return None
    try:
        return Stamp(int(pk), int(revision), _unpacked(packed) if packed else None)
    except (ValueError, TypeError, binascii.Error, zlib.error, RecursionError):
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _unpacked(packed: str) -> tuple[str, ...]:
    raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    values = json.loads(zlib.decompressobj().decompress(raw, UNPACKED))
    return tuple(str(value) for value in values)
