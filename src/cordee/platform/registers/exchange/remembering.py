"""What an import changed in a register, kept with it, and how it is taken back."""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils.translation import ngettext

from cordee.platform.errors import Refused
from cordee.platform.models import Owned, User
from cordee.platform.registers.declared import Register
from cordee.platform.registers.exchange.matching import batches
from cordee.platform.storing import stored

NAMED = 3
Picture = dict[str, Any]
"""What one row stores, by field, as JSON says it."""


def pictures(register: Register, numbers: Sequence[int]) -> dict[str, Picture]:
    """What these rows store of the fields that a file may write."""
    found: dict[str, Picture] = {}
    for batch in batches(numbers):
        rows = _rows(register).filter(pk__in=batch)
        found |= {str(row.pk): _picture(register, row) for row in rows}
    return found


def memory_of(
    *, before: dict[str, Picture], after: dict[str, Picture], created: Iterable[int]
) -> bytes:
    """All it takes to undo, compressed."""
    told = {"before": before, "after": after, "created": list(created)}
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 6)


def take_back(memory: bytes, *, register: Register, by: User, at: datetime) -> None:
    """Give back what was there, all of it or nothing; in a transaction."""
    told = json.loads(zlib.decompress(memory))
    _refuse_changed(register, told)
    for batch in batches(told["before"]):
        for row in _rows(register).filter(pk__in=batch):
            _restore(register, row, told["before"][str(row.pk)], by=by, at=at)
    assert register.remove
    for pk in reversed(told["created"]):
        register.remove(_rows(register).get(pk=pk), by=by, at=at)


def _refuse_changed(register: Register, told: dict[str, Any]) -> None:
    now = pictures(register, [int(pk) for pk in told["after"]])
    changed = [pk for pk, picture in told["after"].items() if now.get(pk) != picture]
    if not changed:
        return
    held = _rows(register).filter(pk__in=changed[: NAMED + 1])
    names = [register.name(row) for row in held][:NAMED] or ["—"]
    raise Refused(
        ngettext(
            "%(count)d row was changed since this import (%(names)s): "
            "undo that first, or correct it by hand. Nothing was changed.",
            "%(count)d rows were changed since this import (%(names)s): "
            "undo that first, or correct them by hand. Nothing was changed.",
            len(changed),
        )
        % {"count": len(changed), "names": ", ".join(names)}
    )


def _restore(register: Register, row: Owned, picture: Picture, *, by: User, at: datetime) -> None:
    links = {}
    for field in row._meta.get_fields():
        if field.name not in picture:
            continue
        if field.many_to_many:
            target = field.related_model._default_manager  # type: ignore[union-attr]
            links[field.name] = list(target.filter(pk__in=picture[field.name]))
        else:
            value = field.to_python(picture[field.name])  # type: ignore[union-attr]
            setattr(row, field.attname, value)  # type: ignore[union-attr]
    action = f"{register.space}.save_{register.singular}"
    stored(row, action=action, by=by, at=at, links=links or None)


def _picture(register: Register, row: Any) -> Picture:
    assert register.file_form
    names = set(register.file_form._meta.fields or ())
    told: Picture = {}
    for field in row._meta.get_fields():
        if field.name in names and field.many_to_many:
            told[field.name] = sorted(one.pk for one in getattr(row, field.name).all())
        elif field.name in names:
            told[field.name] = field.value_from_object(row)
    parsed: Picture = json.loads(json.dumps(told, cls=DjangoJSONEncoder))
    return parsed


def _rows(register: Register) -> QuerySet[Any]:
    assert register.file_form
    model: type[Any] = register.file_form._meta.model
    tied = [field.name for field in model._meta.many_to_many]
    rows: QuerySet[Any] = model._default_manager.order_by("pk")
    return rows.prefetch_related(*tied)
