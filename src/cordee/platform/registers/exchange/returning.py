"""An exported file comes back: kept, looked at, written in one transaction, taken back."""

import hashlib
import json
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.importing.table import Limits
from cordee.platform.models import Entry, ImportRun, Organisation
from cordee.platform.registers.declared import Register
from cordee.platform.registers.declaring import declared_register
from cordee.platform.registers.exchange.applying import Chosen, Written, written_rows
from cordee.platform.registers.exchange.fields import travelling
from cordee.platform.registers.exchange.reading import Returned, labelled_file, returned_file
from cordee.platform.registers.exchange.remembering import memory_of, pictures, take_back
from cordee.platform.registers.exchange.weighing import Weighed, refuse_foreign, weighed

State = ImportRun.State
MOST = 2_000
"""Rows that one file may write at once: each passes through its form and its service."""


def recognised(file: Path) -> tuple[Register, Returned] | None:
    """The register that Cordée exported to this file; None when it comes from elsewhere."""
    returned = returned_file(file, limits=limits())
    if returned is None:
        return None
    space, _colon, plural = returned.header.register.partition(":")
    register = declared_register(space, plural)
    if register is None or not register.can_come_back:
        raise Refused(_("This file was exported from a list that files do not write."))
    return register, returned


def read_back(file: Path, *, register: Register, reader: Reader) -> Returned:
    """The file as rows of this register, even when its last column is gone."""
    returned = returned_file(file, limits=limits())
    if returned is None:
        name = f"{register.space}:{register.plural}"
        travels = travelling(register, reader=reader)
        returned = labelled_file(file, register=name, travels=travels, limits=limits())
    refuse_foreign(returned, register=register, reader=reader)
    return returned


def receive_back(
    file: Path, *, register: Register, returned: Returned, reader: Reader, at: datetime
) -> ImportRun:
    """Keep the file; nothing is written before somebody has seen what would be."""
    refuse_foreign(returned, register=register, reader=reader)
    stored_as = f"{uuid.uuid4().hex}{file.suffix.lower()[:10]}"
    settings.IMPORT_DIR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, settings.IMPORT_DIR / stored_as)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return ImportRun.objects.create(
        organisation=reader.organisation,
        register=f"{register.space}:{register.plural}",
        file_name=file.name[:255],
        stored_as=stored_as,
        digest=digest,
        options={"rows": len(returned.rows), "at": returned.header.at},
        at=at,
        by=reader.user,
    )


def received_run(file: Path, *, reader: Reader, at: datetime) -> ImportRun | None:
    """Keep an export that comes back to its list; None when the file is none of ours."""
    found = recognised(file)
    if found is None:
        return None
    register, returned = found
    if not register.may_edit(reader):
        raise Refused(_("Your role does not give this right."))
    return receive_back(file, register=register, returned=returned, reader=reader, at=at)


def looked_at(
    run: ImportRun, *, register: Register, reader: Reader, at: datetime, chosen: Chosen = ()
) -> tuple[Weighed, str]:
    """What the file would change, each row tried and taken back; and the mark of what was seen."""
    found = _weighed(run, register=register, reader=reader)
    seen = mark_of(found)
    with transaction.atomic(), journal.gathered():
        written = written_rows(
            found.changes, register=register, reader=reader, chosen=chosen, at=at
        )
        transaction.set_rollback(True)
    told = {row.number: row for row in written.refused}
    changes = tuple(told.get(row.number, row) for row in found.changes)
    return replace(found, changes=changes), seen


def bring_back(
    run: ImportRun,
    *,
    register: Register,
    reader: Reader,
    at: datetime,
    chosen: Chosen = (),
    seen: str | None = None,
) -> ImportRun:
    """Write what the file says: one transaction, one line in the journal."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=reader.organisation.pk)
        held = _held(run, State.DRAFT)
        found = _weighed(held, register=register, reader=reader)
        if seen is not None and seen != mark_of(found):
            raise Refused(
                _("Something changed here since these differences were shown: look at them again.")
            )
        _write(held, found, register=register, reader=reader, at=at, chosen=chosen)
    return held


def bring_back_file(
    file: Path,
    *,
    register: Register,
    returned: Returned,
    reader: Reader,
    wins: Literal["here", "file"] | None,
    dry_run: bool,
    at: datetime,
) -> tuple[ImportRun | None, Weighed]:
    """Look, and write unless it is a dry run or conflicts are left to settle: then no run."""
    if not register.may_edit(reader):
        raise Refused(_("Your role does not give this right."))
    with transaction.atomic():
        run = receive_back(file, register=register, returned=returned, reader=reader, at=at)
        seen, mark = looked_at(run, register=register, reader=reader, at=at)
        if dry_run or (seen.conflicts and wins is None):
            (settings.IMPORT_DIR / run.stored_as).unlink()
            run.delete()
            return None, seen
        chosen = {(row.number, cell.field) for row in seen.changes for cell in row.conflicts}
        bring_back(
            run,
            register=register,
            reader=reader,
            at=at,
            chosen=chosen if wins == "file" else (),
            seen=mark,
        )
    run.refresh_from_db()
    return run, seen


def undo_bring_back(
    run: ImportRun, *, register: Register, reader: Reader, at: datetime
) -> ImportRun:
    """Give back what was there before, all of it; refused when a row was changed since."""
    if not register.may_edit(reader):
        raise Refused(_("Your role does not give this right."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=reader.organisation.pk)
        held = _held(run, State.APPLIED)
        with journal.gathered() as lines:
            take_back(bytes(held.changes), register=register, by=reader.user, at=at)
        held.state = State.UNDONE
        held.save(update_fields=["state"])
        detail = {"register": held.register, "rows": len(lines), "changes": _digest(lines)}
        journal.record(
            "platform.undo_bring_back", held, by=reader.user, at=at, detail=detail, parts=lines
        )
    return held


def returned_runs(register: Register, *, reader: Reader) -> Any:
    """The files that came back to this register; with a perimeter, one's own."""
    name = f"{register.space}:{register.plural}"
    found = ImportRun.objects.filter(organisation=reader.organisation, register=name)
    if reader.units is not None:
        found = found.filter(by=reader.user)
    return found.select_related("by").order_by("-at", "-pk")


def mark_of(found: Weighed) -> str:
    """The same mark, the same differences."""
    told = json.dumps(asdict(found), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def limits() -> Limits:
    return Limits(bytes=settings.IMPORT_MAX_MEGABYTES << 20)


def _weighed(run: ImportRun, *, register: Register, reader: Reader) -> Weighed:
    path = settings.IMPORT_DIR / run.stored_as
    if not path.is_file():
        raise Refused(_("The file of this import is no longer kept: import it again."))
    found = weighed(
        read_back(path, register=register, reader=reader), register=register, reader=reader
    )
    if len(found.changes) > MOST:
        raise Refused(
            ngettext(
                "This file changes %(count)d row; at most %(most)d are written at once: split it.",
                "This file changes %(count)d rows; at most %(most)d are written at once: split it.",
                len(found.changes),
            )
            % {"count": len(found.changes), "most": MOST}
        )
    return found


def _write(
    run: ImportRun,
    found: Weighed,
    *,
    register: Register,
    reader: Reader,
    at: datetime,
    chosen: Chosen,
) -> None:
    touched = [row.pk for row in found.changes if row.pk is not None]
    before = pictures(register, touched)
    with journal.gathered() as lines:
        written = written_rows(
            found.changes, register=register, reader=reader, chosen=chosen, at=at
        )
    created, changed = ([row.pk for row in rows] for rows in (written.created, written.changed))
    run.changes = memory_of(
        before={str(pk): before[str(pk)] for pk in changed},
        after=pictures(register, [*created, *changed]),
        created=created,
    )
    run.counts = _counts(found, written)
    run.options = run.options | {"refused": [asdict(row) for row in written.refused]}
    run.state, run.at, run.by = State.APPLIED, at, reader.user
    run.save()
    detail = {
        "register": run.register,
        "file": run.digest,
        "changes": _digest(lines),
        **run.counts,
    }
    journal.record("platform.bring_back", run, by=reader.user, at=at, detail=detail, parts=lines)


def _counts(found: Weighed, written: Written) -> dict[str, int]:
    touched = len(written.created) + len(written.changed) + len(written.refused)
    return {
        "created": len(written.created),
        "updated": len(written.changed),
        "unchanged": found.unchanged + len(found.changes) - touched,
        "refused": len(written.refused),
    }


def _held(run: ImportRun, state: State) -> ImportRun:
    held = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.state != state and state == State.DRAFT:
        raise Refused(_("This import was applied already: nothing was written again."))
    if held.state != state:
        raise Refused(_("Only an applied import can be undone."))
    return held


def _digest(lines: Sequence[Entry]) -> str:
    """Of every row change that one line of the journal stands for."""
    told = [[line.action, line.subject, line.detail] for line in lines]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
