"""Saves or removes one row with its line in the journal: what services are made of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import Owned, User

Row = TypeVar("Row", bound=Owned)


def stored(
    row: Row,
    *,
    action: str,
    by: User,
    at: datetime,
    reason: str = "",
    links: Mapping[str, Iterable[Model]] | None = None,
) -> Row:
    """Save `row` and its many-to-many `links`; journal what changed, if anything did."""
    with transaction.atomic():
        before = _values(type(row)._default_manager.filter(pk=row.pk).first(), links=links)
        row.save()
        for name, linked in (links or {}).items():
            getattr(row, name).set(linked)
        after = _values(row, links=links)
        changes = {k: [before.get(k), v] for k, v in after.items() if before.get(k) != v}
        if changes:
            journal.record(action, row, by=by, at=at, reason=reason, detail=changes)
    return row


def removed(row: Owned, *, action: str, by: User, at: datetime, reason: str = "") -> None:
    """Delete `row` and journal what it said; refused while something still refers to it."""
    with transaction.atomic():
        detail = {name: [value, None] for name, value in _values(row, links=None).items()}
        journal.record(action, row, by=by, at=at, reason=reason, detail=detail)
        try:
            row.delete()
        except models.ProtectedError as error:
            told = _("“%(row)s” is still used elsewhere: change that first.") % {"row": row}
            raise Refused(told) from error


def _values(row: Owned | None, *, links: Mapping[str, Iterable[Model]] | None) -> dict[str, Any]:
    if row is None:
        return {}
    fields = (f for f in row._meta.concrete_fields if f.name not in ("id", "organisation"))
    told = {field.name: field.value_from_object(row) for field in fields}
    for name in links or {}:
        told[name] = sorted(getattr(row, name).values_list("pk", flat=True))
    return told
