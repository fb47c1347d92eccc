"""An import applied whole, with one line in the journal, and maybe undone."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping import WHOLE_LIFE, Mapping
from cordee.platform.importing.table import Table
from cordee.platform.models import ImportRun, Organisation, User
from cordee.strategy.imports.drafts import read_mapping, stored_table
from cordee.strategy.imports.pictures import pictures
from cordee.strategy.imports.rehearsal import Progress, Rehearsal, rehearsal
from cordee.strategy.imports.undoing import figures_of, memory_of, take_back
from cordee.strategy.imports.writing import write
from cordee.strategy.models import SpendLine

State = ImportRun.State


@dataclass(frozen=True, slots=True)
class Adoption:
    """The currency and the year an organisation takes from its first figures."""

    currency: str
    fiscal_year: int | None
    """None: whole-life cost."""


def adoption(organisation: Organisation, *, mapping: Mapping, on: date) -> Adoption | None:
    """What the organisation would adopt; None once it has figures of its own."""
    if not mapping.spend or SpendLine.objects.filter(organisation=organisation).exists():
        return None
    years = [int(spend.period) for spend in mapping.spend if spend.period != WHOLE_LIFE]
    year = None if not years else on.year if on.year in years else max(years)
    return Adoption(mapping.spend[0].currency, year)


def apply_import(
    run: ImportRun,
    *,
    reader: Reader,
    at: datetime,
    table: Table | None = None,
    progress: Progress | None = None,
    comparing: Progress | None = None,
) -> Rehearsal:
    """Rehearse again and write everything, in one transaction, with one line in the journal.

    Comparing comes before the transaction, so that others may write meanwhile; it is done again
    inside when the journal says that something changed since.
    """
    table = table or stored_table(run)
    mapping = read_mapping(run, table=table)
    head = journal.head(reader.organisation)
    found = _rehearsed(run, reader, table=table, mapping=mapping, at=at, progress=comparing)
    with _alone():
        _refuse_changed(run)
        organisation = Organisation.objects.select_for_update().get(pk=reader.organisation.pk)
        if journal.head(organisation) != head:
            found = _rehearsed(run, reader, table=table, mapping=mapping, at=at, progress=comparing)
        _write(run, found, organisation=organisation, reader=reader, at=at, progress=progress)
    return found


def undo_import(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Take an import back, whole, while nobody changed what it wrote."""
    with _alone():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.state != State.APPLIED:
            raise Refused(_("Only an applied import can be undone."))
        take_back(bytes(held.changes), organisation=held.organisation)
        held.state, held.problem = State.UNDONE, ""
        held.save(update_fields=["state", "problem"])
        _record("strategy.undo_import", held, by=by, at=at)
    return held


def _rehearsed(
    run: ImportRun,
    reader: Reader,
    *,
    table: Table,
    mapping: Mapping,
    at: datetime,
    progress: Progress | None,
) -> Rehearsal:
    creates_objectives = run.options["creates_objectives"]
    return rehearsal(
        reader,
        table=table,
        mapping=mapping,
        on=day_of(at),
        creates_objectives=creates_objectives,
        progress=progress,
    )


def _write(
    run: ImportRun,
    found: Rehearsal,
    *,
    organisation: Organisation,
    reader: Reader,
    at: datetime,
    progress: Progress | None,
) -> None:
    figures = figures_of(organisation)
    _adopt_figures(organisation, mapping=found.mapping, on=day_of(at))
    before = pictures([change.known.pk for change in found.updated if change.known])
    done = _Counter(total=len(found.changes), progress=progress)
    written = write(found, organisation=organisation, at=at, step=done.add)
    run.changes = memory_of(written, before=before, figures=figures, organisation=organisation)
    run.state, run.at, run.by, run.problem = State.APPLIED, at, reader.user, ""
    run.counts = found.counts
    run.save(update_fields=["changes", "state", "at", "by", "problem", "counts"])
    _record("strategy.apply_import", run, by=reader.user, at=at)


class _Counter:
    """Adds up written rows and tells whoever watches."""

    def __init__(self, *, total: int, progress: Progress | None) -> None:
        self.total, self.progress, self.done = total, progress, 0
        self.add(0)

    def add(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress(self.done, self.total)


@contextmanager
def _alone() -> Iterator[None]:
    """One transaction; a writer that waited too long for another one is told so."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        raise Refused(
            _("Something else is being written at the moment: nothing was changed, try again.")
        ) from error


def _refuse_changed(run: ImportRun) -> None:
    """The draft must still be the one that was rehearsed."""
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.state in (State.APPLIED, State.UNDONE):
        raise Refused(_("This import was applied already: nothing was written again."))
    if _reading(held) != _reading(run):
        raise Refused(_("The columns of this import were changed meanwhile: check it again."))


def _reading(run: ImportRun) -> tuple[str, str, bool]:
    return run.mapping, run.options["sheet"], run.options["creates_objectives"]


def _adopt_figures(organisation: Organisation, *, mapping: Mapping, on: date) -> None:
    """The first figures of an organisation give it its currency and the year it looks at."""
    adopted = adoption(organisation, mapping=mapping, on=on)
    if adopted:
        organisation.currency = adopted.currency
        organisation.fiscal_year = adopted.fiscal_year
        organisation.save(update_fields=["currency", "fiscal_year"])


def _record(action: str, run: ImportRun, *, by: User, at: datetime) -> None:
    detail = {
        "file": run.file_name,
        "file_digest": run.digest,
        "changes_digest": hashlib.sha256(bytes(run.changes)).hexdigest(),
        "counts": run.counts,
    }
    journal.record(action, run, by=by, at=at, detail=detail)
