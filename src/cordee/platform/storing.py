"""Saves or removes one row with its line in the journal: what services are made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.days import day_of
from cordee.platform.errors import Change, Conflict, Refused
from cordee.platform.models import Owned, User
from cordee.platform.typography import day_text

Row = TypeVar("Row", bound=Owned)
Links = Mapping[str, list[Model]]
UNTOLD = ("id", "organisation", "revision")
BATCH = 500


def stored(
    row: Row,
    *,
    action: str,
    by: User,
    at: datetime,
    reason: str = "",
    links: Mapping[str, Iterable[Model]] | None = None,
) -> Row:
    """Save `row` and its many-to-many `links`, and journal what changed, if anything does.

    Refused, with what changed since, when the row is no longer the one that was read.
    """
    tied = {name: list(linked) for name, linked in (links or {}).items()}
    with transaction.atomic():
        held = _all(row).filter(pk=row.pk).first()
        changes = _changes(held, row, tied=tied)
        if held is not None and not changes:
            row.revision = held.revision
            return row
        if held is not None:
            claim(row)
        elif not row._state.adding:
            raise Refused(_("“%(row)s” was removed meanwhile.") % {"row": row})
        row.save()
        for name, linked in tied.items():
            getattr(row, name).set(linked)
        journal.record(
            action, row, by=by, at=at, reason=reason, detail=changes, revision=row.revision
        )
    return row


def removed(row: Owned, *, action: str, by: User, at: datetime, reason: str = "") -> None:
    """Delete `row` and journal what it said; refused while something still refers to it."""
    with transaction.atomic():
        detail = {name: [value, None] for name, value in _values(row).items()}
        journal.record(action, row, by=by, at=at, reason=reason, detail=detail)
        try:
            row.delete()
        except models.ProtectedError as error:
            told = _("“%(row)s” is still used elsewhere: change that first.") % {"row": row}
            raise Refused(told) from error


def move_on(rows: Collection[Owned]) -> None:
    """The next revision for rows that a service writes together: who read them before is told."""
    for batch in _batches(list(rows)):
        _all(batch[0]).filter(pk__in=[row.pk for row in batch]).update(revision=F("revision") + 1)
        for row in batch:
            row.revision += 1


def claim(row: Owned) -> None:
    """Move the row to its next revision; refused when it is no longer at the one that was read.

    For services that write something beside the row itself, in their transaction."""
    same = _all(row).filter(pk=row.pk, revision=row.revision)
    if not same.update(revision=F("revision") + 1):
        raise _conflict(row)
    row.revision += 1


def _batches(rows: list[Owned]) -> Iterator[list[Owned]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _all(row: Owned) -> QuerySet[Any]:
    return type(row)._default_manager.all()


def _conflict(row: Owned) -> Conflict:
    now = _all(row).get(pk=row.pk)
    changes, is_told = journal.changes_since(now, revision=row.revision)
    last = max(changes, key=lambda change: change.at, default=None)
    return Conflict(_told(now, last=last), row=now, changes=changes, is_told=is_told)


def _told(row: Owned, *, last: Change | None) -> str:
    if last is None:
        return _("“%(row)s” was changed since you opened it: open it again first.") % {"row": row}
    language, moment = get_language() or settings.LANGUAGE_CODE, timezone.localtime(last.at)
    return _(
        "%(who)s changed “%(row)s” on %(day)s at %(time)s, since you opened it: "
        "open it again first."
    ) % {
        "row": row,
        "who": last.who,
        "day": day_text(day_of(moment), language=language),
        "time": moment.strftime("%H:%M"),
    }


def _changes(held: Owned | None, row: Owned, *, tied: Links) -> dict[str, Any]:
    """What saving the row would change, field by field."""
    before = {} if held is None else _values(held)
    after = _values(row)
    for name, linked in tied.items():
        after[name] = _keys(linked)
        if held is not None:
            before[name] = _keys(getattr(held, name).all())
    return {k: [before.get(k), v] for k, v in after.items() if before.get(k) != v}


def _values(row: Owned) -> dict[str, Any]:
    fields = (f for f in row._meta.concrete_fields if f.name not in UNTOLD and not f.generated)
    return {field.name: field.value_from_object(row) for field in fields}


def _keys(rows: Iterable[Model]) -> list[int]:
    return sorted(row.pk for row in rows)
