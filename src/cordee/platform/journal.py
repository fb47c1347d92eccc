"""The journal: append-only, one line per service call, hash-chained per organisation."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.days import day_of
from cordee.platform.errors import Change, Refused
from cordee.platform.models import Entry, Organisation, Owned, SharedEntry, User
from cordee.platform.typography import day_text
from cordee.platform.webhooks.outbox import queue_event

START = "0" * 64
SEALING = "people.erase_organisation"
"""The line that ends the journal of an erased organisation, and seals those before it."""
OPEN_WHEN_LOCKED = frozenset(
    {
        SEALING,
        "people.erase_account",
        "people.take_back_erasure",
        "platform.download_archive",
        "platform.export_organisation",
        "reports.ask_for_pack",
    }
)
"""What may still be done while an organisation waits to be erased."""
_gathered: ContextVar[list[Entry] | None] = ContextVar("gathered", default=None)


@dataclass(frozen=True, slots=True)
class Verification:
    """What a reading of one organisation's chain found."""

    organisation: str
    entries: int
    head: str
    broken_at: int | None
    """Number of the first entry that was rewritten or is missing; None when the chain holds."""
    head_found: bool
    """Whether the head asked for is in the chain (True when none was asked for)."""

    @property
    def holds(self) -> bool:
        return self.broken_at is None and self.head_found


def record(
    action: str,
    subject: Owned | Organisation,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    revision: int | None = None,
    parts: Iterable[Entry] = (),
) -> Entry:
    """Write one line of the journal. Called by services, inside their transaction.

    `parts` are the lines gathered that it stands for: each row keeps its own in its history.
    """
    organisation = subject if isinstance(subject, Organisation) else subject.organisation
    entry = _entry(action, subject, by=by, at=at, reason=reason, detail=detail, revision=revision)
    gathering = _gathered.get()
    if gathering is not None:
        gathering.append(entry)
        return entry
    _check_is_open(organisation, action=action)
    last = Entry.objects.filter(organisation=organisation).order_by("-number").first()
    entry.number = last.number + 1 if last else 1
    entry.previous = last.digest if last else START
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    _share(entry, parts)
    queue_event(entry)
    return entry


def _check_is_open(organisation: Organisation, *, action: str) -> None:
    """Lines are written one after the other, and almost none while all waits to be erased."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if held.erase_on is None or action in OPEN_WHEN_LOCKED:
        return
    raise Refused(
        _(
            "%(name)s is to be erased on %(day)s: nothing is written any more. "
            "An owner may take that back."
        )
        % {
            "name": held.name,
            "day": day_text(day_of(held.erase_on), language=get_language() or "en"),
        }
    )


@contextmanager
def gathered() -> Iterator[list[Entry]]:
    """Services called inside write no line of their own: the caller writes one for them all."""
    lines: list[Entry] = []
    token = _gathered.set(lines)
    try:
        yield lines
    finally:
        _gathered.reset(token)


def digest_of(entry: Entry) -> str:
    """SHA-256 of the entry's canonical JSON, the previous digest included."""
    told = {
        "organisation": entry.organisation_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": str(entry.actor),
        "action": entry.action,
        "subject": entry.subject,
        "reason": entry.reason,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    if entry.revision is not None:  # lines written before rows had one keep their digest
        told["revision"] = entry.revision
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def changes_since(row: Owned, *, revision: int) -> tuple[tuple[Change, ...], bool]:
    """What the lines of this row say it became after that revision, and whether that is all."""
    entries = entries_of(row, since=revision)[::-1]
    authors = authors_of(entries)
    found: dict[str, Change] = {}
    for entry in entries:
        for field, (before, after) in entry.detail.items():
            first = found[field].before if field in found else before
            found[field] = Change(field, first, after, authors[entry.actor], entry.at)
    return tuple(found.values()), len(entries) == row.revision - revision


def entries_of(row: Owned, *, since: int = 0, most: int | None = None) -> list[Entry]:
    """The lines about a row, latest first; those it shares with others say its own part."""
    about = {
        "organisation": row.organisation_id,
        "subject": f"{row._meta.label_lower}:{row.pk}",
    }
    if since:
        about["revision__gt"] = since
    of_line, of_part = ("number", "at", "actor", "reason"), ("action", "subject", "detail")
    own = Entry.objects.filter(**about).order_by().values_list(*of_line, *of_part, "revision")
    shared = SharedEntry.objects.filter(**about).order_by()
    parts = shared.values_list(*(f"entry__{name}" for name in of_line), *of_part, "revision")
    names = (*of_line, *of_part, "revision")
    return [
        Entry(organisation_id=row.organisation_id, **dict(zip(names, told, strict=True)))
        for told in own.union(parts, all=True).order_by("-number")[:most]
    ]


def authors_of(entries: Iterable[Entry]) -> dict[UUID, str]:
    """The names behind the pseudonyms of these lines, as long as they were not erased."""
    actors = {entry.actor for entry in entries}
    users = {u.pseudonym: str(u) for u in User.objects.filter(pseudonym__in=actors)}
    return {actor: users.get(actor, _("Someone whose name was erased")) for actor in actors}


def _share(entry: Entry, parts: Iterable[Entry]) -> None:
    SharedEntry.objects.bulk_create(
        SharedEntry(
            organisation_id=entry.organisation_id,
            entry=entry,
            action=part.action,
            subject=part.subject,
            detail=part.detail,
            revision=part.revision,
        )
        for part in parts
    )


def _entry(
    action: str,
    subject: Owned | Organisation,
    *,
    by: User,
    at: datetime,
    reason: str,
    detail: dict[str, Any] | None,
    revision: int | None,
) -> Entry:
    return Entry(
        organisation=subject if isinstance(subject, Organisation) else subject.organisation,
        at=at,
        actor=by.pseudonym,
        action=action,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        reason=reason,
        detail=json.loads(json.dumps(detail or {}, cls=DjangoJSONEncoder)),
        revision=revision,
    )


def head(organisation: Organisation) -> str:
    """The digest of the last entry, printed in minutes and board packs."""
    last = Entry.objects.filter(organisation=organisation).order_by("-number").first()
    return last.digest if last else START


def verification(organisation: Organisation, *, expected_head: str = "") -> Verification:
    """Read the whole chain again: rewriting breaks a digest, truncation loses the expected head."""
    entries = Entry.objects.filter(organisation=organisation).order_by("number")
    lines = entries.iterator(chunk_size=2000)
    return chain_verified(
        lines,
        organisation=organisation,
        expected_head=expected_head,
        seal=_seal_of(organisation),
    )


def chain_verified(
    entries: Iterable[Entry],
    *,
    organisation: Organisation,
    expected_head: str = "",
    seal: dict[str, Any] | None = None,
) -> Verification:
    """The same for lines that come from anywhere, in their order."""
    previous, count, broken_at = START, 0, None
    found = expected_head in ("", START)
    sealed = _Sealed(**seal) if seal else None
    for count, entry in enumerate(entries, start=1):
        intact = entry.number == count and entry.previous == previous
        if broken_at is None and not (intact and _is_as_written(entry, sealed=sealed)):
            broken_at = entry.number
        previous = entry.digest
        found = found or entry.digest == expected_head
    return Verification(organisation.slug, count, previous, broken_at, found)


def seal(organisation: Organisation) -> dict[str, Any]:
    """What keeps the lines so far verifiable once their names are erased: kept in the next line."""
    reading, lines = hashlib.sha256(), 0
    entries = Entry.objects.filter(organisation=organisation).order_by("number")
    for entry in entries.iterator(chunk_size=2000):
        reading.update(_skeleton(entry))
        lines += 1
    return {"lines": lines, "seal": reading.hexdigest()}


class _Sealed:
    """The lines before the last one of an erased organisation, read against its seal."""

    def __init__(self, lines: int, seal: str) -> None:
        self.lines, self.seal, self.reading = lines, seal, hashlib.sha256()

    def holds(self, entry: Entry) -> bool:
        self.reading.update(_skeleton(entry))
        is_nameless = not entry.detail and not entry.reason
        return is_nameless and (entry.number != self.lines or self.reading.hexdigest() == self.seal)


def _is_as_written(entry: Entry, *, sealed: _Sealed | None) -> bool:
    if sealed is not None and entry.number <= sealed.lines:
        return sealed.holds(entry)
    return entry.digest == digest_of(entry)


def _skeleton(entry: Entry) -> bytes:
    """What stays of a line without its names: who by pseudonym, what, when, and its digests."""
    told = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.actor),
        entry.action,
        entry.subject,
        entry.revision,
        entry.previous,
        entry.digest,
    ]
    return f"{json.dumps(told, separators=(',', ':'))}\n".encode()


def _seal_of(organisation: Organisation) -> dict[str, Any] | None:
    """What the last line of an erased organisation says; the reading verifies that line too."""
    if organisation.erased_at is None:
        return None
    last = Entry.objects.filter(organisation=organisation).order_by("-number").first()
    is_sealed = last is not None and last.action == SEALING
    return dict(last.detail) if last is not None and is_sealed else None
