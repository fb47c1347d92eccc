"""The job of `cordee align`, step by step, on a database that lives in memory."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.people.queries import reader_of
from cordee.people.services import found_organisation
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.importing.headers import header_match
from cordee.platform.importing.mapping import Mapping
from cordee.platform.importing.mapping_files import (
    mapping_as_toml,
    mapping_from_toml,
    sheet_named_in,
)
from cordee.platform.importing.quoting import quoted
from cordee.platform.importing.reading import read_table
from cordee.platform.importing.table import Table
from cordee.platform.models import User
from cordee.reports.documents import save_board_pack
from cordee.reports.template_files import template_at
from cordee.reports.words import Moved
from cordee.strategy import imports
from cordee.strategy.imports.rehearsal import Progress, Rehearsal
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS
from cordee.strategy.queries import Picture, chosen_basis, picture
from cordee.strategy.queries.comparison import Comparison, comparison
from cordee.strategy.queries.freezing import Frozen, frozen_of

NAME = next(field for field in PORTFOLIO_FIELDS if field.required)
COLUMNS_TOLD = 12


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for."""

    file: Path
    mapping: Path | None
    strategy: Path | None
    since: Path | None
    out: Path | None
    sheet: str
    language: str
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One file, brought in."""

    reader: Reader
    table: Table
    mapping: Mapping
    rehearsal: Rehearsal
    picture: Picture


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found, and the documents written."""

    portfolio: Portfolio
    changes: Comparison | None
    since: str
    """Name of the older file; empty when there is none."""
    outputs: tuple[Path, ...]


def suggestion(job: Job) -> str:
    """The mapping that would be used, as TOML, each choice under its evidence."""
    table = _table(job.file, job=job)
    reader = _desk(job.file.stem, job=job, at=timezone.now())
    if job.mapping is None:
        return mapping_as_toml(imports.suggested(table, reader=reader, on=timezone.localdate()))
    return mapping_as_toml(_mapping(table, reader=reader, job=job))


def outcome(job: Job, *, progress: Progress | None) -> Outcome:
    """Bring the file in, draw the picture, compare, write the documents."""
    at = timezone.now()
    template = template_at(job.template) if job.template else b""
    current = _portfolio(job.file, job=job, at=at, progress=progress)
    moved = None
    if job.since:
        older = _portfolio(job.since, job=job, at=at, progress=None)
        moved = comparison(
            _frozen(older),
            _frozen(current),
            basis=current.picture.basis,
            was=older.picture.basis,
        )
    outputs: tuple[Path, ...] = ()
    if job.out:
        outputs = tuple(
            save_board_pack(
                current.reader,
                basis=current.picture.basis,
                on=day_of(at),
                language=job.language,
                folder=job.out,
                template=template,
                moved=Moved(job.since.name, moved.since, moved) if job.since and moved else None,
            )
        )
    return Outcome(current, moved, job.since.name if job.since else "", outputs)


def _frozen(portfolio: Portfolio) -> Frozen:
    drawn = portfolio.picture
    return frozen_of(portfolio.reader, pictures=[drawn], on=drawn.on)


def _portfolio(file: Path, *, job: Job, at: datetime, progress: Progress | None) -> Portfolio:
    table = _table(file, job=job)
    reader = _desk(file.stem, job=job, at=at)
    strategy = imports.read_strategy(job.strategy) if job.strategy else None
    if strategy:
        imports.apply_strategy(strategy, organisation=reader.organisation, by=reader.user, at=at)
    mapping = _mapping(table, reader=reader, job=job)
    run = imports.draft_import(
        reader,
        file=file,
        name=file.name,
        at=at,
        table=table,
        mapping=mapping,
        creates_objectives=strategy is None,
    )
    found = imports.apply_import(run, reader=reader, at=at, table=table, progress=progress)
    if strategy:
        imports.apply_links(strategy, organisation=reader.organisation, by=reader.user, at=at)
    reader.organisation.refresh_from_db()
    drawn = picture(reader, basis=chosen_basis(reader), on=day_of(at))
    return Portfolio(reader, table, mapping, found, drawn)


def _desk(name: str, *, job: Job, at: datetime) -> Reader:
    """An organisation for this file, and the reader who works on it."""
    user, _new = User.objects.get_or_create(username="command-line")
    organisation = found_organisation(name.replace("_", " "), by=user, at=at, language=job.language)
    reader = reader_of(user, organisation_id=organisation.pk)
    if reader is None:
        raise LookupError("the founder of an organisation is its reader")
    return reader


def _table(file: Path, *, job: Job) -> Table:
    if not file.is_file():
        raise Refused(_("%(file)s is not a file.") % {"file": file})
    named = sheet_named_in(_mapping_text(job)) if job.mapping and file == job.file else None
    return read_table(file, sheet=job.sheet or named)


def _mapping(table: Table, *, reader: Reader, job: Job) -> Mapping:
    """The mapping given; for an older file whose columns differ, the one it suggests."""
    suggested = imports.suggested(table, reader=reader, on=timezone.localdate())
    if job.mapping is None:
        return _named(suggested, table=table)
    try:
        return mapping_from_toml(_mapping_text(job), table=table, fields=PORTFOLIO_FIELDS)
    except Refused:
        if job.since and table.origin.file == job.since.name:
            return suggested
        raise


def _named(suggested: Mapping, *, table: Table) -> Mapping:
    """Refused when no header names the initiatives: nobody is there to correct a guess."""
    column = suggested.column_of(NAME.name)
    if column and header_match(table.column(column).original, field=NAME):
        return suggested
    raise Refused(
        _(
            "“%(file)s”: no column names the initiatives. Looked for: %(headers)s… Its columns: "
            "%(columns)s. Say which one names them in the file given to --mapping: "
            "[columns], then name = “…”; --suggest-mapping prints one to start from."
        )
        % {
            "file": table.origin.file,
            "headers": quoted((*NAME.synonyms[:4], *NAME.synonyms[-4:])),
            "columns": quoted(each.name for each in table.columns[:COLUMNS_TOLD]),
        }
    )


def _mapping_text(job: Job) -> str:
    path = job.mapping or Path()
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("%(file)s cannot be read.") % {"file": path}) from error
