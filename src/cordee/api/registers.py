"""The operations of a register: read its rows, page after page; write, change and remove one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status
from ninja.params import P, PathEx
from pydantic import BaseModel, Field, create_model

from cordee.api.errors import RowRefused
from cordee.api.etags import Claim, Known, etag_of, refuse_stale
from cordee.api.paging import MOST, Page, Row
from cordee.api.records import (
    Written,
    figure_tellers,
    record,
    record_schema,
    said,
    tellers,
    written_schema,
)
from cordee.api.ways_in import let_in
from cordee.platform.access import Reader
from cordee.platform.registers import Register, declared_registers, paged_rows, with_figures
from cordee.platform.registers.exchange.applying import written_rows
from cordee.platform.registers.exchange.comparing import CellChange, RowChange
from cordee.platform.registers.exchange.fields import Travelling, travelling

Key = PathEx[str, P(min_length=1, max_length=100)]


class Wanted(BaseModel):
    """What every list may be asked for."""

    q: str = Field("", max_length=200, description="Words that the rows contain.")
    view: str = Field("", max_length=60, description="One of the views of the list.")
    sort: str = Field("", max_length=60, description="A column; - before it for the other way.")
    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=MOST)


def address_of(register: Register) -> str:
    """The first part of the addresses of a list."""
    return (register.path or register.plural).replace("_", "-")


def register_at(address: str, *, reader: Reader) -> Register:
    """The list of this address, if the reader may see it."""
    found = next((one for one in declared_registers() if address_of(one) == address), None)
    if found is None or not found.may_read(reader):
        raise Http404
    return found


def page_asked(
    register: Register,
    rows: QuerySet[Any],
    told: Callable[[Any], Row],
    *,
    reader: Reader,
    asked: Wanted,
) -> Page[Row]:
    """One page of what is asked of a list whose rows are told in words of their own."""
    wanted = {name: str(value) for name, value in asked.model_dump().items() if value != ""}
    size = asked.per_page
    found = paged_rows(register, reader=reader, asked=wanted, size=size, is_offering=False)
    held = rows.in_bulk(found.pks)
    return Page[Row](
        count=found.page.paginator.count,
        page=found.page.number,
        pages=found.page.paginator.num_pages,
        rows=[told(held[pk]) for pk in found.pks if pk in held],
    )


def register_router(register: Register) -> Router:
    """What a program does with a register: the addresses of its pages, under the API's."""
    router, model = Router(tags=[str(register.plural)]), record_schema(register)
    told = register.plural.replace("_", "-")
    _add_reading(router, register, model=model, told=told)
    if register.save:
        _add_writing(router, register, model=model, told=told)
        _add_changing(router, register, model=model, told=told)
    if register.remove:
        _add_removal(router, register, told=told)
    return router


def _add_reading(router: Router, register: Register, *, model: Any, told: str) -> None:
    wanted = _wanted(register)

    @router.get(
        "/",
        response={200: Page[model]},
        summary=f"List {told}",
        operation_id=f"list_{register.plural}",
    )
    def rows(request: HttpRequest, asked: Query[wanted]) -> Any:  # type: ignore[valid-type]
        return _page(register, reader=let_in(register.may_read, request), asked=asked)

    @router.get(
        "/{key}/",
        response={200: model, 304: None},
        summary=f"Read one of {told}",
        operation_id=f"read_{register.singular}",
    )
    def row(
        request: HttpRequest,
        response: HttpResponse,
        key: Key,
        known: Known = "",
    ) -> Any:
        reader = let_in(register.may_read, request)
        held = _held(register, reader=reader, key=key)
        if known == etag_of(held):
            return Status(304, None)
        return Status(200, _told(register, held, reader=reader, response=response))


def _add_writing(router: Router, register: Register, *, model: Any, told: str) -> None:
    new = written_schema(register, is_new=True)

    @router.post(
        "/",
        response={201: model},
        summary=f"Write a new one of {told}",
        operation_id=f"write_{register.singular}",
    )
    def write(request: HttpRequest, response: HttpResponse, body: new) -> Any:  # type: ignore[valid-type]
        reader = let_in(register.may_edit, request)
        kept = _saved(register, reader=reader, body=body, held=None)
        held = _held_again(register, kept, reader=reader)
        return Status(201, _told(register, held, reader=reader, response=response))


def _add_changing(router: Router, register: Register, *, model: Any, told: str) -> None:
    changed = written_schema(register, is_new=False)

    @router.patch(
        "/{key}/",
        response={200: model},
        summary=f"Change one of {told}",
        operation_id=f"change_{register.singular}",
    )
    def change(
        request: HttpRequest,
        response: HttpResponse,
        body: changed,  # type: ignore[valid-type]
        key: Key,
        read: Claim = "",
    ) -> Any:
        reader = let_in(register.may_edit, request)
        held = _claimed(register, reader=reader, key=key, read=read)
        kept = _saved(register, reader=reader, body=body, held=held)
        return _told(
            register, _held_again(register, kept, reader=reader), reader=reader, response=response
        )


def _add_removal(router: Router, register: Register, *, told: str) -> None:
    @router.delete(
        "/{key}/",
        response={204: None},
        summary=f"Remove one of {told}",
        operation_id=f"remove_{register.singular}",
    )
    def remove(request: HttpRequest, key: Key, read: Claim = "") -> Any:
        reader = let_in(register.may_edit, request)
        held = _claimed(register, reader=reader, key=key, read=read)
        assert register.remove
        register.remove(held, by=reader.user, at=timezone.now())
        return Status(204, None)


def _wanted(register: Register) -> type[Wanted]:
    """The filters of the list, beside what every list may be asked for."""
    filters = {
        one.key: (str, Field("", max_length=100, description=str(one.label)))
        for one in register.filters
    }
    made: type[Wanted] = create_model(f"Wanted{register.plural}", __base__=Wanted, **filters)  # type: ignore[call-overload]
    return made


def _page(register: Register, *, reader: Reader, asked: Any) -> dict[str, Any]:
    told = {name: str(value) for name, value in asked.model_dump().items() if value != ""}
    size = asked.per_page
    found = paged_rows(register, reader=reader, asked=told, size=size, is_offering=False)
    travels = travelling(register, reader=reader, is_worded=False)
    wanted = found.wanted
    plain = wanted.every_figured.filter(pk__in=found.pks).select_related(
        None
    )  # links are read by their keys
    rows = {row.pk: row for row in travels.rows(plain)}
    held = [rows[pk] for pk in found.pks if pk in rows]
    shown = _figured(register, held, ground=wanted.ground)
    told_by, figures = tellers(travels.fields), figure_tellers(travels.fields)
    return {
        "count": found.page.paginator.count,
        "page": found.page.number,
        "pages": found.page.paginator.num_pages,
        "rows": [
            record(row, register=register, told=told_by, figures=figures, shown=one)
            for row, one in zip(held, shown, strict=True)
        ],
    }


def _figured(register: Register, rows: Sequence[Any], *, ground: Any) -> Sequence[Any]:
    """What the figures of these rows read."""
    shown = register.figure_rows or register.rows
    return shown(ground, rows) if shown else rows


def _held(register: Register, *, reader: Reader, key: str) -> Any:
    """The row of this key, in reach, with all that its JSON says."""
    if register.key == "pk" and not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    travels = travelling(register, reader=reader, is_worded=False)
    rows = with_figures(register, register.query(reader), ground=register.ground(reader, {}))
    held = travels.rows(rows.filter(**{register.key: key})).first()
    if held is None:
        raise Http404
    return held


def _held_again(register: Register, kept: Any, *, reader: Reader) -> Any:
    return _held(register, reader=reader, key=str(getattr(kept, register.key)))


def _claimed(register: Register, *, reader: Reader, key: str, read: str) -> Any:
    """The row, when the program has read it as it stands: nobody's change is written over."""
    held = _held(register, reader=reader, key=key)
    refuse_stale(etag_of(held), read=read)
    return held


def _saved(register: Register, *, reader: Reader, body: Written, held: Any) -> Any:
    """Through the form, the rule and the service of the register, as a file of one row would."""
    texts = said(body.model_dump(exclude_unset=True))
    cells = tuple(CellChange(name, name, None, "", text, "changed") for name, text in texts.items())
    row = RowChange(1, None if held is None else held.pk, "", cells)
    written = written_rows((row,), register=register, reader=reader, chosen=(), at=timezone.now())
    for refused in written.refused:
        raise RowRefused(refused)
    return (*written.created, *written.changed, held)[0]


def _told(
    register: Register, held: Any, *, reader: Reader, response: HttpResponse
) -> dict[str, Any]:
    travels: Travelling = travelling(register, reader=reader, is_worded=False)
    (shown,) = _figured(register, [held], ground=register.ground(reader, {}))
    response["ETag"] = etag_of(held)
    return record(
        held,
        register=register,
        told=tellers(travels.fields),
        figures=figure_tellers(travels.fields),
        shown=shown,
    )
