"""Many rows of a list changed at once: what is chosen, the one value for all, what came of it."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cordee.platform.access import OPENED_FOR, Reader, ReaderRequest
from cordee.platform.bulk import change_many, changed_rows, may_undo, undo_many
from cordee.platform.errors import Refused
from cordee.platform.forms import ScopedForm
from cordee.platform.models import BulkChange, User
from cordee.platform.registers.asking import narrowed
from cordee.platform.registers.declared import Edit, Register
from cordee.platform.registers.listing import bulk_choices
from cordee.platform.undoing import give_back

PREFIX = "to"
"""Before the name of the value: a filter of the list may have the same."""
MOST = 2_000
"""Rows changed at once: they take a few seconds, while the page waits."""


@dataclass(frozen=True)
class Chosen:
    """The rows that the address names, and the field to change on them."""

    register: Register
    reader: Reader
    asked: QueryDict

    @cached_property
    def rows(self) -> list[Any]:
        """Those ticked, or all that match the filter; one more than allowed when there are more."""
        if "every" in self.asked:
            asked = {key: str(self.asked[key]) for key in self.asked}
            found = narrowed(self.register, reader=self.reader, asked=asked)
        else:
            ticked = [int(pk) for pk in self.asked.getlist("row") if pk.isdecimal()]
            found = self.register.query(self.reader).filter(pk__in=ticked)
        return list(found[: MOST + 1])

    @cached_property
    def edit(self) -> Edit | None:
        found = (e for e, f in _fields(self.register, self.reader) if f == self.field)
        return next(found, None)

    @property
    def field(self) -> str:
        return self.asked.get("field", "")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends again: everything but the value itself."""
        typed = (self.field, *(self.edit.asked if self.edit else ()))
        own = {"csrfmiddlewaretoken", OPENED_FOR, *(f"{PREFIX}-{name}" for name in typed)}
        return [(k, v) for k, values in self.asked.lists() for v in values if k not in own]


def change_page(request: ReaderRequest, register: Register) -> HttpResponse:
    """Ask for the value that the chosen rows take, then have their service write it on each."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = Chosen(register, request.reader, asked)
    form = bulk_form(chosen)
    if form and request.method == "POST" and is_answered(form, chosen.field):
        bulk = changed_together(chosen, form, at=timezone.now())
        return redirect(register.several_url(bulk))
    context = {
        "register": register,
        "chosen": chosen,
        "field": form[chosen.field] if form else None,
        "reason": form[chosen.edit.reason] if form and chosen.edit and chosen.edit.reason else None,
        "most": MOST,
    }
    return render(request, "registers/several.html", context)


def changed_page(request: ReaderRequest, register: Register, pk: int) -> HttpResponse:
    """What became of the rows, and the way to take it all back."""
    bulk, at = get_object_or_404(bulk_changes(register, request.reader), pk=pk), timezone.now()
    if request.method == "POST":
        try:
            undone_together(bulk, register=register, reader=request.reader, at=at)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(register.several_url(bulk))
    labels = dict(bulk_choices(register, request.reader))
    context = {
        "register": register,
        "bulk": bulk,
        "label": labels.get(bulk.field, bulk.field),
        "untold": bulk.refused - len(bulk.refusals),
        "may_undo": may_undo(bulk, by=request.user, at=at),
    }
    return render(request, "registers/several_done.html", context)


def bulk_changes(register: Register, reader: Reader) -> QuerySet[BulkChange]:
    """What was changed at once in this list; in a perimeter, by oneself only."""
    found = BulkChange.objects.filter(organisation=reader.organisation, register=register.label)
    return found if reader.units is None else found.filter(by=reader.user)


def bulk_form(chosen: Chosen) -> ScopedForm | None:
    """The form of the first row: the field offers what every row may take.

    None when there is nothing to change, or too much at once."""
    if chosen.edit is None or not 0 < len(chosen.rows) <= MOST:
        return None
    kind = chosen.edit.form or chosen.register.form
    assert kind
    data = chosen.asked if f"{PREFIX}-{chosen.field}" in chosen.asked else None
    first = copy(chosen.rows[0])  # a form writes what it reads on its row
    form = kind(data, instance=first, reader=chosen.reader, prefix=PREFIX)
    field: Any = form.fields[chosen.field]
    if chosen.edit.many:
        field.choices = [("", "—"), *chosen.edit.many()]
    for name in (chosen.field, chosen.edit.reason):
        form.initial.pop(name, None)
    return form


def is_answered(form: ScopedForm, field: str) -> bool:
    """Whether the one value asked is there and offered; the other fields are not asked."""
    return form.is_bound and field not in form.errors and field in form.cleaned_data


def changed_together(chosen: Chosen, form: ScopedForm, *, at: datetime) -> BulkChange:
    """Write the value that the form was given on every chosen row."""
    by = chosen.reader.user
    return change_many(
        chosen.rows,
        change=_change(chosen, form, by=by, at=at),
        register=chosen.register.label,
        field=chosen.field,
        reason=_reason(chosen, form),
        organisation=chosen.reader.organisation,
        by=by,
        at=at,
    )


def undone_together(
    bulk: BulkChange, *, register: Register, reader: Reader, at: datetime
) -> BulkChange:
    """Give every row back what it said, by the service that gives this field back."""
    found = next((e for e, f in _fields(register, reader) if f == bulk.field), None)
    return undo_many(
        bulk,
        rows=register.query(reader).in_bulk(changed_rows(bulk)),
        give_back=found.give_back if found else give_back,
        by=reader.user,
        at=at,
    )


def _fields(register: Register, reader: Reader) -> list[tuple[Edit, str]]:
    return [(edit, field) for edit in register.edits(reader) for field in edit.fields]


def _reason(chosen: Chosen, form: ScopedForm) -> str:
    """Why the rows change, where their cell asks it; empty when nobody said."""
    assert chosen.edit
    return str(form.cleaned_data.get(chosen.edit.reason) or "")


def _change(chosen: Chosen, form: ScopedForm, *, by: User, at: datetime) -> Callable[[Any], None]:
    """What writes the value on one row, by the service of its cell."""
    edit, register, field = chosen.edit, chosen.register, chosen.field
    assert edit and register.save
    save, written = register.save, {field: form.cleaned_data[field]}
    if reason := _reason(chosen, form):
        written[edit.reason] = reason

    def change(row: Any) -> None:
        if edit.elsewhere and edit.elsewhere(row):
            told = _("“%(name)s”: one choice cannot say it all, change it on its own page.")
            raise Refused(told % {"name": register.name(row)})
        if edit.save:
            edit.save(row, **form.links(), by=by, at=at)
        else:
            for name, value in written.items():
                setattr(row, name, value)
            save(row, by=by, at=at)

    return change
