"""A cell changed in place: its choice is asked, saved at once, and can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.platform.access import Reader, ReaderRequest
from cordee.platform.clashes import written
from cordee.platform.errors import Refused
from cordee.platform.forms import ScopedForm
from cordee.platform.registers.asking import with_figures
from cordee.platform.registers.declared import Column, Edit, Register
from cordee.platform.registers.listing import Cell, cell_of
from cordee.platform.registers.pages import is_saved
from cordee.platform.undoing import undo_change


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one row."""

    register: Register
    column: Column
    edit: Edit
    row: Any

    @property
    def id(self) -> str:
        return f"c{self.row.pk}-{self.column.key}"

    @property
    def sheet_url(self) -> str:
        return self.register.sheet_url(self.row)

    @property
    def url(self) -> str:
        return f"{self.sheet_url}cells/{self.column.key}/"

    @property
    def key(self) -> str:
        return self.register.key_of(self.row)

    @property
    def name(self) -> str:
        return self.register.name(self.row)

    @property
    def elsewhere(self) -> str:
        """The page that changes what one choice cannot say; empty when a choice is enough."""
        return self.edit.elsewhere(self.row) if self.edit.elsewhere else ""


def cell_page(request: ReaderRequest, register: Register, column: Column, row: Any) -> HttpResponse:
    """Ask for the value of one cell, save it, undo it: a fragment in the list, else a page."""
    assert column.edit
    place = Place(register, column, column.edit, row)
    if request.method == "POST" and "undo" in request.POST:
        return _undone(request, place)
    if request.htmx and "shown" in request.GET:
        return _shown(request, place)
    data = request.POST if request.method == "POST" else None
    form = cell_form(place.edit, register, row, reader=request.reader, typed=data)
    save, held = place.edit.save or register.save, row.revision
    if data is not None and not place.elsewhere and is_saved(form, request, save=save):
        revision = form.instance.revision
        return _changed(request, place, revision=revision if revision > held else 0)
    return _asked(request, place, form=form)


def cell_form(
    edit: Edit, register: Register, row: Any, *, reader: Reader, typed: QueryDict | None
) -> ScopedForm:
    """The whole form of the row, where only the fields of the cell differ from what it says."""
    kind = edit.form or register.form
    assert kind
    blank = kind(None, instance=row, reader=reader)
    if typed is None:
        return blank
    data = QueryDict(mutable=True)
    for name, field in blank.fields.items():
        data.setlist(name, written(blank[name], blank.get_initial_for_field(field, name)))
    for name in ("revision", *edit.asked):
        if name in typed:
            data.setlist(name, typed.getlist(name))
    return kind(data, instance=row, reader=reader)


def _asked(request: ReaderRequest, place: Place, *, form: ScopedForm) -> HttpResponse:
    fields = [form[name] for name in place.edit.asked]
    context = {
        "place": place,
        "form": form,
        "fields": fields,
        "controls": [_control(place, field) for field in fields],
        "has_button": form.is_bound or bool(place.edit.reason),
        "refusal": _refusal(form),
        "now": _cell(request.reader, place) if form.conflict else None,
    }
    part = "#asked" if request.htmx else ""
    status = 422 if form.is_bound else 200
    return render(request, f"registers/cell.html{part}", context, status=status)


def _control(place: Place, field: BoundField) -> str:
    """The choice alone; the first one takes the cell's own id, so that the focus follows it."""
    is_first = field.name == place.edit.fields[0]
    id_ = place.id if is_first else f"{place.id}-{field.name}"
    said: dict[str, str | bool] = {"class": "input", "aria-label": str(field.label), "id": id_}
    if field.name == place.edit.reason:
        said |= {"placeholder": str(field.label), "rows": "2"}
    return field.as_widget(attrs=said)


def _refusal(form: ScopedForm) -> str:
    """Why nothing was saved, in a sentence."""
    if form.conflict:
        return str(form.conflict)
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _changed(request: ReaderRequest, place: Place, *, revision: int) -> HttpResponse:
    told = {"name": place.name, "column": place.column.label}
    sentence = _("“%(name)s”: “%(column)s” is changed.") % told
    if not revision:
        sentence = _("“%(name)s” is as before.") % told
    return _answer(request, place, told={"sentence": sentence, "revision": revision})


def _undone(request: ReaderRequest, place: Place) -> HttpResponse:
    edit, revision = place.edit, request.POST["undo"]
    told: dict[str, Any] = {"sentence": _("“%(name)s” is as before.") % {"name": place.name}}
    try:
        undo_change(
            place.row,
            revision=int(revision) if revision.isdecimal() else 0,
            names=edit.journalled or edit.asked,
            give_back=edit.give_back,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        told = {"sentence": str(refusal), "is_refused": True}
    return _answer(request, place, told=told)


def _answer(request: ReaderRequest, place: Place, *, told: Mapping[str, Any]) -> HttpResponse:
    """The cell as the list shows it, with a notice; without HTMX, the list and a message.

    The list is told, so that its counts and totals follow.
    """
    if request.htmx:
        shown = _shown(request, place, told=told)
        shown["HX-Trigger"] = "row-changed"
        return shown
    say = messages.error if told.get("is_refused") else messages.success
    say(request, told["sentence"])
    return redirect(place.register.list_url)


def _shown(
    request: ReaderRequest, place: Place, *, told: Mapping[str, Any] | None = None
) -> HttpResponse:
    context = {
        "place": place,
        "cell": _cell(request.reader, place),
        "told": told,
        "is_undone": "undo" in request.POST,
    }
    return render(request, "registers/cell.html#shown", context)


def _cell(reader: Reader, place: Place) -> Cell:
    register = place.register
    ground = register.ground(reader, {})
    row = with_figures(register, register.query(reader), ground=ground).get(pk=place.row.pk)
    told = register.rows(ground, [row])[0] if register.rows else row
    return cell_of(register, place.column, told, reader=reader)
