"""How earlier files were read, here or by the reader's other clients: a mapping taken again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cordee.people.queries import readers_of
from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import ImportRun
from cordee.strategy import rules
from cordee.strategy.imports.drafts import receive_file

OFFERED = 40


@dataclass(frozen=True, slots=True)
class Earlier:
    """An import that was applied, whose reading of the columns may serve again."""

    run: ImportRun
    is_elsewhere: bool
    """Whether it belongs to another organisation of the same reader."""


def earlier_imports(reader: Reader) -> tuple[Earlier, ...]:
    """The latest of this organisation first, then of the others in which the reader may import."""
    readers = [one for one in readers_of(reader.user) if rules.may_import(one)]
    if not readers:
        return ()
    known = ImportRun.objects.filter(reduce(or_, _within_reach(readers)))
    applied = known.filter(state=ImportRun.State.APPLIED, register="").exclude(mapping="")
    rows = applied.select_related("organisation").defer("changes").order_by("-at", "-pk")
    found = [Earlier(row, row.organisation_id != reader.organisation.pk) for row in rows[:OFFERED]]
    return tuple(sorted(found, key=lambda one: (one.is_elsewhere, one.run.organisation.name)))


def receive_like(reader: Reader, *, file: Path, earlier: int, at: datetime) -> ImportRun:
    """Make a draft of a file, read as an earlier one was.

    Only which column is what crosses from one organisation to another: neither the evidence, which
    quotes values, nor the name of the file. Each journal keeps a line, without naming the other.
    """
    found = next((one for one in earlier_imports(reader) if one.run.pk == earlier), None)
    if found is None:
        raise Refused(_("This import is no longer there: choose another one."))
    with transaction.atomic():
        text = _without_evidence(found.run.mapping)
        run = receive_file(reader, file=file, mapping_text=text, at=at)
        if found.is_elsewhere:
            told = {"import": run.pk}
            journal.record(
                "strategy.copy_mapping_in", reader.organisation, by=reader.user, at=at, detail=told
            )
            told = {"import": found.run.pk}
            source = found.run.organisation
            journal.record("strategy.copy_mapping_out", source, by=reader.user, at=at, detail=told)
    return run


def _within_reach(readers: Iterable[Reader]) -> list[Q]:
    """With a perimeter, one's own only: others may tell of units out of reach."""
    return [
        Q(organisation=one.organisation)
        if one.units is None
        else Q(organisation=one.organisation, by=one.user)
        for one in readers
    ]


def _without_evidence(mapping: str) -> str:
    return "\n".join(line for line in mapping.splitlines() if not line.startswith("#"))
