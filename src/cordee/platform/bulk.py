"""Many rows changed at once: each by its own service, all in one transaction and one line."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import BulkChange, Entry, Organisation, Owned, User
from cordee.platform.storing import claim
from cordee.platform.undoing import WITHIN

TOLD = 50
"""How many refusals are kept in words; the others are counted."""
Line = dict[str, Any]


def change_many(
    rows: Iterable[Owned],
    *,
    change: Callable[[Any], Any],
    register: str,
    field: str,
    organisation: Organisation,
    by: User,
    at: datetime,
    reason: str = "",
) -> BulkChange:
    """Change each row by the service that `change` calls; a refused one stays as it was.

    The journal has one line for all, with the digest of the changes kept beside it.
    """
    with transaction.atomic():
        entries, refusals = _each(rows, change)
        memory = _memory([_line(entry) for entry in entries])
        bulk = BulkChange.objects.create(
            organisation=organisation,
            register=register,
            field=field,
            by=by,
            at=at,
            changed=len(entries),
            refused=len(refusals),
            refusals=refusals[:TOLD],
            changes=zlib.compress(memory),
        )
        if entries:
            journal.record(
                "platform.change_many",
                bulk,
                by=by,
                at=at,
                reason=reason,
                detail=_detail(bulk, memory=memory),
                parts=entries,
            )
    return bulk


def undo_many(
    bulk: BulkChange,
    *,
    rows: Mapping[int, Owned],
    give_back: Callable[..., Any],
    by: User,
    at: datetime,
) -> BulkChange:
    """Give every row back what it said; one that was changed again since stays as it is."""
    if not may_undo(bulk, by=by, at=at):
        raise Refused(_("This change can no longer be undone here: change the rows again."))
    memory = zlib.decompress(bytes(bulk.changes))
    said = {line["row"]: line for line in json.loads(memory)}

    def restored(row: Owned) -> None:
        row.revision = said[row.pk]["revision"]
        give_back(row, detail=said[row.pk]["detail"], by=by, at=at)

    with transaction.atomic():
        claim(bulk)
        entries, refusals = _each([rows[pk] for pk in said if pk in rows], restored)
        bulk.undone_at, bulk.changed = at, len(entries)
        bulk.refused, bulk.refusals = len(said) - len(entries), refusals[:TOLD]
        bulk.save()
        detail = _detail(bulk, memory=memory)
        journal.record("platform.undo_many", bulk, by=by, at=at, detail=detail, parts=entries)
    return bulk


def changed_rows(bulk: BulkChange) -> list[int]:
    return [line["row"] for line in json.loads(zlib.decompress(bytes(bulk.changes)))]


def may_undo(bulk: BulkChange, *, by: User, at: datetime) -> bool:
    """Whether its author may still take it back."""
    is_recent = at - bulk.at <= WITHIN
    return bool(bulk.changed and bulk.by_id == by.pk and is_recent and bulk.undone_at is None)


def _each(rows: Iterable[Owned], change: Callable[[Any], Any]) -> tuple[list[Entry], list[str]]:
    """What became of each row that changed, and why the others did not."""
    refusals: list[str] = []
    with journal.gathered() as entries:
        for row in rows:
            told = len(entries)
            try:
                with transaction.atomic():
                    change(row)
            except Refused as refusal:
                del entries[told:]
                refusals.append(str(refusal))
    return entries, refusals


def _line(entry: Entry) -> Line:
    row = int(entry.subject.partition(":")[2])
    return {"row": row, "revision": entry.revision, "detail": entry.detail}


def _memory(lines: list[Line]) -> bytes:
    return json.dumps(lines, sort_keys=True, separators=(",", ":")).encode()


def _detail(bulk: BulkChange, *, memory: bytes) -> dict[str, Any]:
    return {
        "register": bulk.register,
        "field": bulk.field,
        "rows": bulk.changed,
        "refused": bulk.refused,
        "digest": hashlib.sha256(memory).hexdigest(),
    }
