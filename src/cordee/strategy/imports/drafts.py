"""A file kept, and the way it reads: nothing of the spine is written yet."""

import hashlib
import shutil
import tomllib
import uuid
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping import WHOLE_LIFE, Mapping
from cordee.platform.importing.mapping_files import mapping_as_toml, mapping_from_toml
from cordee.platform.importing.reading import read_table
from cordee.platform.importing.suggesting import suggested_mapping
from cordee.platform.importing.table import Limits, Table
from cordee.platform.models import ImportRun, Organisation, User
from cordee.strategy.imports.batches import collector_paused
from cordee.strategy.imports.outline import Outline, outline_as_json, outline_from_json
from cordee.strategy.imports.wanted import spend_key
from cordee.strategy.models import Objective
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

State = ImportRun.State
CAN_CHANGE = frozenset({State.DRAFT, State.FAILED})
BLOCK = 1 << 20


class MappingRefused(Refused):
    """The saved mapping that came with a file does not suit it."""


def receive_file(reader: Reader, *, file: Path, mapping_text: str = "", at: datetime) -> ImportRun:
    """Make a draft of a file that somebody gave, read by the mapping given with it, if any."""
    table = read_file(file, sheet=_sheet_of(mapping_text))
    try:
        mapping = mapping_text and mapping_from_toml(
            mapping_text, table=table, fields=PORTFOLIO_FIELDS
        )
        refuse_counting_twice(mapping or Mapping(()))
    except Refused as refusal:
        raise MappingRefused(str(refusal)) from refusal
    return draft_import(
        reader, file=file, name=file.name, at=at, table=table, mapping=mapping or None
    )


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
    table = table or read_file(file)
    proposal = mapping
    if proposal is None or not any(served.evidence for served in proposal.served):
        proposal = suggested(table, reader=reader, on=day_of(at))
    mapping = mapping or proposal
    refuse_counting_twice(mapping)
    if creates_objectives is None:
        creates_objectives = not has_priorities(reader.organisation)
    stored_as = f"{uuid.uuid4().hex}{file.suffix.lower()[:10]}"
    settings.IMPORT_DIR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, settings.IMPORT_DIR / stored_as)
    return ImportRun.objects.create(
        organisation=reader.organisation,
        file_name=name[:255],
        stored_as=stored_as,
        digest=_digest(file),
        mapping=mapping_as_toml(mapping),
        options={
            "creates_objectives": creates_objectives,
            "sheet": table.origin.sheet,
            "outline": outline_as_json(table, proposal=proposal),
        },
        at=at,
        by=reader.user,
    )


def read_sheet(run: ImportRun, *, sheet: str, reader: Reader, at: datetime) -> ImportRun:
    """Read another sheet of the same workbook; its columns are suggested anew."""
    _refuse_not_draft(run)
    table = read_file(_stored_path(run), sheet=sheet)
    mapping = suggested(table, reader=reader, on=day_of(at))
    run.mapping = mapping_as_toml(mapping)
    run.options = run.options | {
        "sheet": table.origin.sheet,
        "outline": outline_as_json(table, proposal=mapping),
    }
    run.by, run.at = reader.user, at
    run.save(update_fields=["mapping", "options", "by", "at"])
    return run


def save_mapping(
    run: ImportRun, *, mapping: Mapping, creates_objectives: bool, by: User, at: datetime
) -> ImportRun:
    """Correct how the file is read, before it is applied."""
    _refuse_not_draft(run)
    refuse_counting_twice(mapping)
    run.mapping = mapping_as_toml(mapping)
    run.options = run.options | {"creates_objectives": creates_objectives}
    run.by, run.at, run.state, run.problem = by, at, State.DRAFT, ""
    run.save(update_fields=["mapping", "options", "by", "at", "state", "problem"])
    return run


def read_file(file: Path, *, sheet: str | None = None) -> Table:
    """The table of a file, within the limits of this installation."""
    limits = Limits(bytes=settings.IMPORT_MAX_MEGABYTES * BLOCK)
    with collector_paused():
        return read_table(file, sheet=sheet, limits=limits)


def suggested(table: Table, *, reader: Reader, on: date) -> Mapping:
    """The mapping Cordée would use, each choice with its evidence."""
    return suggested_mapping(
        table, fields=PORTFOLIO_FIELDS, currency=reader.organisation.currency, today=on
    )


def has_priorities(organisation: Organisation) -> bool:
    """Whether objectives are stated: then a file is matched to them, it does not add its own."""
    return Objective.objects.filter(organisation=organisation, weight__isnull=False).exists()


def stored_table(run: ImportRun) -> Table:
    """Read the kept file again, in the sheet that was chosen."""
    return read_file(_stored_path(run), sheet=run.options.get("sheet") or None)


def outline(run: ImportRun) -> Outline:
    """What the draft remembers of the file."""
    return outline_from_json(run.options["outline"])


def read_mapping(run: ImportRun, *, table: Table) -> Mapping:
    """How the columns of the table are read; refused when an amount would count twice."""
    mapping = mapping_from_toml(run.mapping, table=table, fields=PORTFOLIO_FIELDS)
    refuse_counting_twice(mapping)
    return mapping


def refuse_counting_twice(mapping: Mapping) -> None:
    """Two columns cannot state the same spend: one would hide the other."""
    first: dict[object, str] = {}
    for spend in mapping.spend:
        other = first.setdefault(spend_key(spend), spend.column)
        if other is not spend.column or sum(s == spend for s in mapping.spend) > 1:
            raise Refused(
                _(
                    "“%(first)s” and “%(second)s” state the same spend (%(period)s): give one of "
                    "them another year, nature or purpose, or leave it out."
                )
                % {"first": other, "second": spend.column, "period": _period(spend.period)}
            )


def _sheet_of(mapping_text: str) -> str | None:
    try:
        sheet = tomllib.loads(mapping_text).get("sheet")
    except tomllib.TOMLDecodeError as error:
        told = _("The mapping is not valid TOML: %(error)s.") % {"error": error}
        raise MappingRefused(told) from error
    return sheet if isinstance(sheet, str) and sheet else None


def _period(period: object) -> str:
    return _("whole life") if period == WHOLE_LIFE else str(period)


def _stored_path(run: ImportRun) -> Path:
    path: Path = settings.IMPORT_DIR / run.stored_as
    if not path.is_file():
        raise Refused(_("The file of this import is no longer kept: import it again."))
    return path


def _refuse_not_draft(run: ImportRun) -> None:
    if run.state not in CAN_CHANGE:
        raise Refused(_("This import is no longer a draft: start a new one."))


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
