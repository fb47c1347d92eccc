"""Pictures kept with an edition, so that its board pack can be made again long afterwards."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.strategy.models import Edition
from cordee.strategy.queries.figures import Picture

NAMED = "*"
"""Stands for a person: an edition keeps that there is a sponsor, never who."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The pictures of an edition, and the names of the initiatives they speak of by number."""

    pictures: tuple[Picture, ...]
    names: Mapping[int, str]


def kept_bytes(pictures: Iterable[Picture], *, names: Mapping[int, str]) -> bytes:
    """The pictures as an edition stores them: plain values, no name of a person, compressed."""
    told = {
        "shape": _shape(),
        "names": {str(pk): name for pk, name in sorted(names.items())},
        "pictures": [_plain(_without_people(picture)) for picture in pictures],
    }
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(written.encode(), 9)


def kept_of(edition: Edition) -> Kept | None:
    """The pictures of an edition; None when it was frozen without, or by another version."""
    if not edition.pictures:
        return None
    if hashlib.sha256(bytes(edition.pictures)).hexdigest() != edition.content["pictures"]:
        raise Refused(
            _(
                "The content of this edition was rewritten: it no longer matches the digest it "
                "was frozen with."
            )
        )
    told = json.loads(zlib.decompress(bytes(edition.pictures)))
    if told["shape"] != _shape():
        return None
    pictures = tuple(_built(Picture, given) for given in told["pictures"])
    return Kept(pictures, {int(pk): name for pk, name in told["names"].items()})


def _without_people(picture: Picture) -> Picture:
    sources = tuple(
        replace(
            source,
            business_sponsor=NAMED if source.business_sponsor else "",
            it_sponsor=NAMED if source.it_sponsor else "",
        )
        for source in picture.sources
    )
    return replace(picture, sources=sources)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if isinstance(value, Decimal | date) else value


def _built(kind: Any, value: Any) -> Any:
    """The value that `_plain` wrote, of the kind it is annotated with."""
    if value is None or kind in (str, int, float, bool):
        return value
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        given = zip(fields(kind), value, strict=True)
        return kind(*(_built(hints[field.name], item) for field, item in given))  # type: ignore[operator]
    return _built_several(kind, value)


def _built_several(kind: Any, value: Any) -> Any:
    inside = get_args(kind)
    if get_origin(kind) is UnionType:
        return _built(next(one for one in inside if one is not NoneType), value)
    if get_origin(kind) is dict:
        return {key: _built(inside[1], item) for key, item in value.items()}
    if inside[-1] is Ellipsis:
        return tuple(_built(inside[0], item) for item in value)
    return tuple(_built(one, item) for one, item in zip(inside, value, strict=True))


def _shape() -> str:
    """Changes when a figure gains or loses a field: what was kept before is then not misread."""
    return hashlib.sha256(repr(_fields_of(Picture)).encode()).hexdigest()[:16]


def _fields_of(kind: Any) -> Any:
    if is_dataclass(kind):
        return {name: _fields_of(hint) for name, hint in get_type_hints(kind).items()}
    inside = get_args(kind)
    return [str(get_origin(kind)), *map(_fields_of, inside)] if inside else str(kind)
