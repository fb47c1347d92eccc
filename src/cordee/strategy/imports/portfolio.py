"""An import from end to end: file kept, understood, rehearsed, applied, and maybe undone."""

import hashlib
import json
import shutil
import uuid
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping import WHOLE_LIFE, Mapping
from cordee.platform.importing.mapping_files import mapping_as_toml, mapping_from_toml
from cordee.platform.importing.reading import read_table
from cordee.platform.importing.suggesting import suggested_mapping
from cordee.platform.importing.table import Limits, Table
from cordee.platform.models import ImportRun, Organisation, User
from cordee.strategy.imports.rehearsal import Progress, Rehearsal, rehearsal
from cordee.strategy.imports.undoing import packed, pictures, take_back
from cordee.strategy.imports.writing import write
from cordee.strategy.models import Objective, SpendLine
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

State = ImportRun.State
BLOCK = 1 << 20


def draft_import(
    reader: Reader,
    *,
    file: Path,
    name: str,
    at: datetime,
    table: Table | None = None,
    mapping: Mapping | None = None,
    creates_objectives: bool | None = None,
) -> ImportRun:
    """Keep a copy of the file and the way it seems to read; nothing of the spine is written."""
    table = table or read_table(file, limits=limits())
    mapping = mapping or suggested(table, reader=reader, on=at.date())
    if creates_objectives is None:
        creates_objectives = not has_priorities(reader.organisation)
    settings.IMPORT_DIR.mkdir(parents=True, exist_ok=True)
    stored_as = f"{uuid.uuid4().hex}{file.suffix.lower()[:10]}"
    shutil.copyfile(file, settings.IMPORT_DIR / stored_as)
    return ImportRun.objects.create(
        organisation=reader.organisation,
        file_name=name[:255],
        stored_as=stored_as,
        digest=_digest(file),
        mapping=mapping_as_toml(mapping),
        options={"creates_objectives": creates_objectives, "sheet": table.origin.sheet},
        at=at,
        by=reader.user,
    )


def limits() -> Limits:
    return Limits(bytes=settings.IMPORT_MAX_MEGABYTES * BLOCK)


def suggested(table: Table, *, reader: Reader, on: date) -> Mapping:
    """The mapping Cordée would use, each choice with its evidence."""
    return suggested_mapping(
        table, fields=PORTFOLIO_FIELDS, currency=reader.organisation.currency, today=on
    )


def has_priorities(organisation: Organisation) -> bool:
    """Whether objectives are stated: then a file is matched to them, it does not add its own."""
    return Objective.objects.filter(organisation=organisation, weight__isnull=False).exists()


def stored_table(run: ImportRun) -> Table:
    """Read the kept file again."""
    path = settings.IMPORT_DIR / run.stored_as
    if not path.is_file():
        raise Refused(_("The file of this import is no longer kept: import it again."))
    return read_table(path, sheet=run.options.get("sheet") or None, limits=limits())


def read_mapping(run: ImportRun, *, table: Table) -> Mapping:
    return mapping_from_toml(run.mapping, table=table, fields=PORTFOLIO_FIELDS)


def save_mapping(
    run: ImportRun, *, mapping: Mapping, creates_objectives: bool, by: User, at: datetime
) -> ImportRun:
    """Correct how the file is read, before it is applied."""
    if run.state != State.DRAFT:
        raise Refused(_("This import is no longer a draft: start a new one."))
    run.mapping = mapping_as_toml(mapping)
    run.options = run.options | {"creates_objectives": creates_objectives}
    run.by, run.at = by, at
    run.save(update_fields=["mapping", "options", "by", "at"])
    return run


def apply_import(
    run: ImportRun,
    *,
    reader: Reader,
    at: datetime,
    table: Table | None = None,
    progress: Progress | None = None,
) -> Rehearsal:
    """Rehearse again and write everything, in one transaction, with one line in the journal."""
    table = table or stored_table(run)
    mapping = read_mapping(run, table=table)
    with transaction.atomic():
        _refuse_applied(run)
        found = rehearsal(
            reader,
            table=table,
            mapping=mapping,
            on=at.date(),
            creates_objectives=run.options["creates_objectives"],
        )
        organisation = Organisation.objects.get(pk=reader.organisation.pk)
        _adopt_figures(organisation, mapping=mapping, at=at)
        before = pictures(change.known.pk for change in found.updated if change.known)
        done = _Counter(total=2 * len(found.changes), progress=progress)
        written = write(found, organisation=organisation, at=at, step=done.add)
        after = pictures(written.created + written.updated)
        run.state, run.at, run.by = State.APPLIED, at, reader.user
        run.counts = found.counts
        run.changes = packed(written, before=before, after=after)
        run.save()
        _record("strategy.apply_import", run, by=reader.user, at=at)
    return found


def undo_import(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Take an import back, whole, while nobody changed what it wrote."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.state != State.APPLIED:
            raise Refused(_("Only an applied import can be undone."))
        take_back(bytes(held.changes))
        held.state = State.UNDONE
        held.save(update_fields=["state"])
        _record("strategy.undo_import", held, by=by, at=at)
    return held


class _Counter:
    """Adds up written rows and tells whoever watches."""

    def __init__(self, *, total: int, progress: Progress | None) -> None:
        self.total, self.progress, self.done = total, progress, 0

    def add(self, rows: int) -> None:
        self.done = min(self.done + rows, self.total)
        if self.progress:
            self.progress(self.done, self.total)


def _refuse_applied(run: ImportRun) -> None:
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.state in (State.APPLIED, State.UNDONE):
        raise Refused(_("This import was applied already: nothing was written again."))


def _adopt_figures(organisation: Organisation, *, mapping: Mapping, at: datetime) -> None:
    """The first figures of an organisation give it its currency and the year it looks at."""
    if not mapping.spend or SpendLine.objects.filter(organisation=organisation).exists():
        return
    years = [spend.period for spend in mapping.spend if spend.period != WHOLE_LIFE]
    organisation.currency = mapping.spend[0].currency
    organisation.fiscal_year = (
        None if not years else at.year if at.year in years else max(int(year) for year in years)
    )
    organisation.save(update_fields=["currency", "fiscal_year"])


def _record(action: str, run: ImportRun, *, by: User, at: datetime) -> None:
    changes = hashlib.sha256(bytes(run.changes)).hexdigest()
    detail = {
        "file": run.file_name,
        "file_digest": run.digest,
        "changes_digest": changes,
        "counts": json.loads(json.dumps(run.counts)),
    }
    journal.record(action, run, by=by, at=at, detail=detail)


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
