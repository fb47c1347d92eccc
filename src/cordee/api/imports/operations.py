"""Files brought in by programs: given, read, looked at cell by cell, applied, taken back."""

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Status, UploadedFile
from pydantic import BaseModel, Field

from cordee.api.errors import FieldsRefused, Problem
from cordee.api.etags import Claim, etag_from, refuse_stale
from cordee.api.imports.differences import (
    RowTold,
    Seen,
    of_export,
    of_portfolio,
    register_of,
)
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.ways_in import let_in
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping_files import mapping_from_toml
from cordee.platform.importing.uploads import on_disk
from cordee.platform.models import ImportRun
from cordee.platform.registers.exchange.returning import bring_back, received_run, undo_bring_back
from cordee.strategy import imports as services
from cordee.strategy import rules
from cordee.strategy.imports.runs import import_runs
from cordee.strategy.imports.work import begun, cancel_work, check_begun, situation
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

imports = Router(tags=["imports"])


class Proposal(BaseModel):
    """The column that Cordée proposes for a field, and why."""

    field: str
    column: str
    evidence: list[str]


class Reading(BaseModel):
    """How the columns of a portfolio from elsewhere are read."""

    columns: list[str]
    sheets: list[str]
    sheet: str
    rows: int
    proposals: list[Proposal]
    mapping: str = Field(description="In force: TOML, as `cordee align --suggest-mapping` writes.")
    creates_objectives: bool


class ImportTold(BaseModel):
    """One import: where it stands, how it is read, what it would do or did."""

    id: int
    file: str
    register_name: str | None = Field(description="Null for a portfolio from elsewhere.")
    state: str
    is_busy: bool = Field(description="The worker has it: ask again in a while.")
    at: datetime
    problem: str
    counts: dict[str, int]
    reading: Reading | None
    seen: Seen | None = Field(description="What it would do; null once applied, or not known yet.")


class ImportLine(BaseModel):
    """One import of the list."""

    id: int
    file: str
    register_name: str | None
    state: str
    at: datetime
    counts: dict[str, int]


class NewReading(BaseModel):
    """What is sent changes how the file is read."""

    mapping: str | None = Field(None, max_length=200_000)
    sheet: str | None = Field(None, min_length=1, max_length=200)
    creates_objectives: bool | None = None


class Settled(BaseModel):
    """How the cells that changed on both sides are settled, and what was looked at."""

    conflicts: Literal["refuse", "here", "file"] = "refuse"
    mark: str | None = Field(
        None, max_length=64, description="That of `seen`: refused when something changed since."
    )


@imports.get("/imports/", response={200: Page[ImportLine]})
def list_imports(request: HttpRequest, page: Place = 1, per_page: Size = 50) -> Page[ImportLine]:
    """The imports, the latest first."""
    rows = import_runs(let_in(rules.may_import, request))
    return page_of(rows, lambda run: ImportLine(**_line(run)), page=page, size=per_page)


@imports.post("/imports/", response={201: ImportTold})
def give_file(
    request: HttpRequest,
    response: HttpResponse,
    file: File[UploadedFile],
    mapping: Form[str] = "",
) -> Any:
    """Give a file: an export edited since, or a portfolio; nothing is written before `apply`."""
    reader, at = let_in(rules.may_import, request), timezone.now()
    with on_disk(file) as path:
        run = received_run(path, reader=reader, at=at) or services.receive_file(
            reader, file=path, mapping_text=mapping, at=at
        )
    if not run.register:
        check_begun(run, reader=reader, at=at)
    return Status(201, _told(_held(reader, run.pk), reader=reader, response=response))


@imports.get("/imports/{run}/", response={200: ImportTold})
def read_import(request: HttpRequest, response: HttpResponse, run: Number) -> ImportTold:
    """One import, with what it would do while it is a draft, and its ETag."""
    reader = let_in(rules.may_import, request)
    return _told(_held(reader, run), reader=reader, response=response)


@imports.get("/imports/{run}/differences/", response={200: Page[RowTold], 409: Problem})
def read_differences(
    request: HttpRequest, run: Number, page: Place = 1, per_page: Size = 50
) -> Page[RowTold]:
    """The rows that it would create or change, cell by cell."""
    reader = let_in(rules.may_import, request)
    seen = _seen(_held(reader, run), reader=reader)
    return page_of(seen[1] if seen else [], lambda row: row, page=page, size=per_page)


@imports.patch("/imports/{run}/reading/", response={200: ImportTold})
def change_reading(
    request: HttpRequest,
    response: HttpResponse,
    body: NewReading,
    run: Number,
    read: Claim = "",
) -> ImportTold:
    """Correct how a portfolio is read, or read another sheet; then it is checked again."""
    reader, at = let_in(rules.may_import, request), timezone.now()
    held = _claimed(reader, run, read=read, register="")
    if body.sheet is not None:
        _check_sheet(held, body.sheet)
        held = services.read_sheet(held, sheet=body.sheet, reader=reader, at=at)
    table = services.outline(held).table
    text = held.mapping if body.mapping is None else body.mapping
    creates = body.creates_objectives
    held = services.save_mapping(
        held,
        mapping=mapping_from_toml(text, table=table, fields=PORTFOLIO_FIELDS),
        creates_objectives=held.options["creates_objectives"] if creates is None else creates,
        by=reader.user,
        at=at,
    )
    check_begun(held, reader=reader, at=at)
    return _told(_held(reader, run), reader=reader, response=response)


@imports.post("/imports/{run}/apply/", response={200: ImportTold})
def apply_import(
    request: HttpRequest,
    response: HttpResponse,
    body: Settled,
    run: Number,
    read: Claim = "",
) -> ImportTold:
    """Write what the file says: one transaction; a long one is left to the worker."""
    reader, at = let_in(rules.may_import, request), timezone.now()
    held = _claimed(reader, run, read=read)
    if held.register:
        _bring_back(held, body, reader=reader, at=at)
    else:
        begun(held, what="apply", reader=reader, at=at)
    return _told(_held(reader, run), reader=reader, response=response)


@imports.post("/imports/{run}/undo/", response={200: ImportTold})
def undo_import(
    request: HttpRequest, response: HttpResponse, run: Number, read: Claim = ""
) -> ImportTold:
    """Give back what was there before."""
    reader, at = let_in(rules.may_import, request), timezone.now()
    held = _claimed(reader, run, read=read)
    if held.register:
        undo_bring_back(held, register=register_of(held), reader=reader, at=at)
    else:
        begun(held, what="undo", reader=reader, at=at)
    return _told(_held(reader, run), reader=reader, response=response)


@imports.post("/imports/{run}/cancel/", response={200: ImportTold})
def cancel_import(
    request: HttpRequest, response: HttpResponse, run: Number, read: Claim = ""
) -> ImportTold:
    """Stop long work that is asked for or under way."""
    reader = let_in(rules.may_import, request)
    cancel_work(_claimed(reader, run, read=read, register=""))
    return _told(_held(reader, run), reader=reader, response=response)


def _held(reader: Reader, pk: int) -> ImportRun:
    return get_object_or_404(import_runs(reader), pk=pk)


def _claimed(reader: Reader, pk: int, *, read: str, **kind: str) -> ImportRun:
    """The import, when the program has read where it stands."""
    held: ImportRun = get_object_or_404(import_runs(reader), pk=pk, **kind)
    refuse_stale(_etag(held), read=read)
    return held


def _etag(run: ImportRun) -> str:
    """Of where it stands and of how it is read."""
    return etag_from(f"{run.pk}-{run.state}-{run.options}-{run.counts}-{run.mapping}")


def _check_sheet(run: ImportRun, sheet: str) -> None:
    if sheet not in services.outline(run).table.origin.sheets:
        raise FieldsRefused({"sheet": _("“%(name)s” is not known here.") % {"name": sheet}})


def _bring_back(run: ImportRun, body: Settled, *, reader: Reader, at: datetime) -> None:
    """An edited export: conflicts are refused unless the program says who wins."""
    register = register_of(run)
    found = of_export(run, reader=reader, at=at)
    chosen = found.settled(body.conflicts)
    mark = body.mark or found.seen.mark
    bring_back(run, register=register, reader=reader, at=at, chosen=chosen, seen=mark)


def _line(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "file": Path(run.file_name).name,
        "register_name": run.register or None,
        "state": run.state,
        "at": run.at,
        "counts": run.counts,
    }


def _told(run: ImportRun, *, reader: Reader, response: HttpResponse) -> ImportTold:
    response["ETag"] = _etag(run)
    found = situation(run) if not run.register else None
    problem = run.problem
    try:
        seen = _seen(run, reader=reader)
    except Refused as refusal:
        seen, problem = None, problem or str(refusal)
    return ImportTold(
        **_line(run),
        is_busy=bool(found and found.is_busy),
        problem=problem,
        reading=None if run.register else _reading(run),
        seen=seen[0] if seen else None,
    )


def _seen(run: ImportRun, *, reader: Reader) -> tuple[Seen, list[RowTold]] | None:
    """What a draft would do; None when it is over, or when the worker has not looked yet."""
    at = timezone.now()
    if not run.register:
        return of_portfolio(run, reader=reader, at=at)
    if run.state != ImportRun.State.DRAFT:
        return None
    found = of_export(run, reader=reader, at=at)
    return found.seen, found.rows


def _reading(run: ImportRun) -> Reading:
    outline = services.outline(run)
    return Reading(
        columns=[column.name for column in outline.table.columns],
        sheets=list(outline.table.origin.sheets),
        sheet=run.options["sheet"] or "",
        rows=outline.rows,
        proposals=[
            Proposal(field=field, column=one.column, evidence=list(one.evidence))
            for field, one in outline.suggested.items()
        ],
        mapping=run.mapping,
        creates_objectives=run.options["creates_objectives"],
    )
