"""One field changed on many rows at once by programs, and taken back."""

from datetime import datetime
from typing import Annotated, Any

from django import forms
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.params import P, PathEx
from pydantic import BaseModel, Field

from cordee.api.errors import FieldsRefused
from cordee.api.paging import Number
from cordee.api.registers import register_at
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.access import Reader
from cordee.platform.bulk import may_undo
from cordee.platform.forms import ScopedForm
from cordee.platform.models import BulkChange
from cordee.platform.registers import Register
from cordee.platform.registers.exchange.answering import Names
from cordee.platform.registers.several import (
    MOST,
    PREFIX,
    Chosen,
    bulk_changes,
    bulk_form,
    changed_together,
    is_answered,
    undone_together,
)

several = Router(tags=["many rows at once"])
Name = PathEx[str, P(min_length=1, max_length=60, description="As in its address: initiatives.")]
Keys = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]],
    Field(min_length=1, max_length=MOST, description="The keys of the rows, as in I-01."),
]


class NewChange(BaseModel):
    """The one value that all these rows take."""

    rows: Keys
    field: str = Field(min_length=1, max_length=40, description="One that the list changes.")
    to: str = Field(max_length=200, description="As a row says it: a state, a code, a name.")
    reason: str = Field("", max_length=2_000)


class ChangeTold(BaseModel):
    """What became of the rows."""

    id: int
    field: str
    at: datetime
    changed: int
    refused: int
    refusals: list[str] = Field(description="Why, row by row; the first ones.")
    undone_at: datetime | None
    may_undo: bool


@several.post("/several/{listed}/", response={201: ChangeTold})
def change_several(request: HttpRequest, body: NewChange, listed: Name) -> Any:
    """Change one field on many rows, each by its own service; a refused one stays as it was."""
    register = _register(request, listed)
    reader = let_in(register.may_edit, request)
    chosen = _chosen(register, reader, body)
    form = bulk_form(chosen)
    if form is None:
        raise FieldsRefused({"field": _unknown(body.field)})
    chosen.asked[f"{PREFIX}-{body.field}"] = _value(form, body)
    if chosen.edit and chosen.edit.reason:
        chosen.asked[f"{PREFIX}-{chosen.edit.reason}"] = body.reason
    form = bulk_form(chosen)
    assert form
    if not is_answered(form, body.field):
        raise FieldsRefused({"to": " ".join(map(str, form.errors[body.field]))})
    made = changed_together(chosen, form, at=timezone.now())
    return Status(201, _told(made, reader=reader))


@several.get("/several/{listed}/{bulk}/", response={200: ChangeTold})
def read_change(request: HttpRequest, listed: Name, bulk: Number) -> ChangeTold:
    """What became of the rows."""
    register = _register(request, listed)
    reader = let_in(register.may_edit, request)
    return _told(get_object_or_404(bulk_changes(register, reader), pk=bulk), reader=reader)


@several.post("/several/{listed}/{bulk}/undo/", response={200: ChangeTold})
def undo_change(request: HttpRequest, listed: Name, bulk: Number) -> ChangeTold:
    """Give every row back what it said; one changed again since stays as it is."""
    register = _register(request, listed)
    reader = let_in(register.may_edit, request)
    held = get_object_or_404(bulk_changes(register, reader), pk=bulk)
    done = undone_together(held, register=register, reader=reader, at=timezone.now())
    return _told(done, reader=reader)


def _register(request: HttpRequest, listed: str) -> Register:
    """A list whose rows are changed in place."""
    register = register_at(listed, reader=reader_of(request))
    if not any(column.edit for column in register.columns):
        raise Http404
    return register


def _chosen(register: Register, reader: Reader, body: NewChange) -> Chosen:
    """The rows of these keys, all in reach."""
    keys = list(dict.fromkeys(body.rows))
    is_number = register.key == "pk"
    sound = [key for key in keys if not is_number or (key.isdecimal() and len(key) < 19)]
    rows = register.query(reader).filter(**{f"{register.key}__in": sound})
    found = {str(key): pk for key, pk in rows.order_by().values_list(register.key, "pk")}
    if missing := [key for key in keys if key not in found]:
        raise FieldsRefused({"rows": _unknown(", ".join(missing[:5]))})
    asked = QueryDict(mutable=True)
    asked.setlist("row", [str(found[key]) for key in keys])
    asked["field"] = body.field
    return Chosen(register, reader, asked)


def _value(form: ScopedForm, body: NewChange) -> str:
    """What the page would post: the number of a row that is named, else the word itself."""
    field = form.fields[body.field]
    if not isinstance(field, forms.ModelChoiceField) or not body.to:
        return body.to
    number = Names().number(body.field, field, body.to)
    if number is None:
        raise FieldsRefused({"to": _unknown(body.to)})
    return str(number)


def _unknown(name: str) -> str:
    return _("“%(name)s” is not known here.") % {"name": name}


def _told(bulk: BulkChange, *, reader: Reader) -> ChangeTold:
    return ChangeTold(
        id=bulk.pk,
        field=bulk.field,
        at=bulk.at,
        changed=bulk.changed,
        refused=bulk.refused,
        refusals=list(bulk.refusals),
        undone_at=bulk.undone_at,
        may_undo=may_undo(bulk, by=reader.user, at=timezone.now()),
    )
