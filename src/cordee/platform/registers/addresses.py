"""The addresses of a register and the pages behind them: its list, and those of its rows."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, View, allowed
from cordee.platform.registers.cells import cell_page
from cordee.platform.registers.declared import Column, Register
from cordee.platform.registers.exchange.arrivals import (
    apply_returned,
    bring_back_page,
    returned_page,
    undo_returned,
)
from cordee.platform.registers.exchange.departures import export_page
from cordee.platform.registers.pages import (
    form_page,
    list_page,
    read_or_write,
    removal_page,
    sheet_page,
)
from cordee.platform.registers.several import change_page, changed_page


def register_addresses(register: Register, **own: View) -> list[URLPattern]:
    """`units/`, `units/new/`, `units/<pk>/`…, with the names that the register declares.

    A page of its own replaces one of them: list=, new=, sheet=, edit= or remove=.
    """
    start = register.path or register.plural
    row = f"{start}/<{'int' if register.key == 'pk' else 'str'}:{register.key}>"
    one = register.singular
    places = {
        "list": (f"{start}/", register.plural),
        "export": (f"exports/{start}/", f"export_{register.plural}"),
    }
    if register.has_pages:
        places |= {
            "new": (f"{start}/new/", f"new_{one}"),
            "sheet": (f"{row}/", one),
            "edit": (f"{row}/edit/", f"edit_{one}"),
            "remove": (f"{row}/remove/", f"remove_{one}"),
        }
    if register.can_come_back:
        places |= _return_places(register, f"imports/{start}")
    assert own.keys() <= places.keys(), f"“{register.plural}” has no such page: {own.keys()}"
    views = _views(register) | _return_views(register) | own
    pages = [path(route, views[page], name=name) for page, (route, name) in places.items()]
    return [*pages, *_cells(register, row=row), *_several(register, start=start)]


def _several(register: Register, *, start: str) -> list[URLPattern]:
    """`initiatives/several/change/` and what came of it, where cells are changed in place."""
    if not any(column.edit for column in register.columns):
        return []

    @allowed(register.may_edit)
    @read_or_write
    def change(request: ReaderRequest) -> HttpResponse:
        return change_page(request, register)

    @allowed(register.may_edit)
    @read_or_write
    def changed(request: ReaderRequest, pk: int) -> HttpResponse:
        return changed_page(request, register, pk)

    return [
        path(f"{start}/several/change/", change, name=f"change_{register.plural}"),
        path(f"{start}/several/<int:pk>/", changed, name=f"{register.plural}_changed"),
    ]


def _cells(register: Register, *, row: str) -> list[URLPattern]:
    """`initiatives/<code>/cells/state/`…: one address for each column changed in place."""
    columns = [column for column in register.columns if column.edit]
    return [
        path(f"{row}/cells/{c.key}/", _cell(register, c), name=f"{register.singular}_{c.key}_cell")
        for c in columns
    ]


def _cell(register: Register, column: Column) -> View:
    assert column.edit

    @allowed(column.edit.may_edit or register.may_edit)
    @read_or_write
    def cell(request: ReaderRequest, **key: Any) -> HttpResponse:
        return cell_page(request, register, column, _row(request, register, key))

    return cell


def _return_places(register: Register, start: str) -> dict[str, tuple[str, str]]:
    """Where an export of this register comes back."""
    return {
        "bring_back": (f"{start}/", f"bring_back_{register.plural}"),
        "returned": (f"{start}/<int:pk>/", f"returned_{register.plural}"),
        "apply_returned": (f"{start}/<int:pk>/apply/", f"apply_{register.plural}"),
        "undo_returned": (f"{start}/<int:pk>/undo/", f"undo_{register.plural}"),
    }


def _return_views(register: Register) -> dict[str, View]:
    @allowed(register.may_edit)
    @read_or_write
    def bring_back(request: ReaderRequest) -> HttpResponse:
        return bring_back_page(request, register)

    @allowed(register.may_edit)
    @require_GET
    def returned(request: ReaderRequest, pk: int) -> HttpResponse:
        return returned_page(request, register, pk)

    @allowed(register.may_edit)
    @require_POST
    def apply(request: ReaderRequest, pk: int) -> HttpResponse:
        return apply_returned(request, register, pk)

    @allowed(register.may_edit)
    @require_POST
    def undo(request: ReaderRequest, pk: int) -> HttpResponse:
        return undo_returned(request, register, pk)

    return {
        "bring_back": bring_back,
        "returned": returned,
        "apply_returned": apply,
        "undo_returned": undo,
    }


def _views(register: Register) -> dict[str, View]:
    @allowed(register.may_read)
    @require_GET
    def rows(request: ReaderRequest) -> HttpResponse:
        return list_page(request, register)

    @allowed(register.may_read)
    @require_GET
    def sheet(request: ReaderRequest, **key: Any) -> HttpResponse:
        return sheet_page(request, register, key)

    @allowed(register.may_read)
    @require_GET
    def export(request: ReaderRequest) -> HttpResponseBase:
        return export_page(request, register)

    @allowed(register.may_edit)
    @read_or_write
    def new(request: ReaderRequest) -> HttpResponse:
        return form_page(request, register)

    @allowed(register.may_edit)
    @read_or_write
    def edit(request: ReaderRequest, **key: Any) -> HttpResponse:
        return form_page(request, register, _row(request, register, key))

    @allowed(register.may_edit)
    @read_or_write
    def remove(request: ReaderRequest, **key: Any) -> HttpResponse:
        return removal_page(request, register, _row(request, register, key))

    return {
        "list": rows,
        "export": export,
        "new": new,
        "sheet": sheet,
        "edit": edit,
        "remove": remove,
    }


def _row(request: ReaderRequest, register: Register, key: dict[str, Any]) -> Any:
    return get_object_or_404(register.query(request.reader), **key)
