"""Two people on one row: field by field, what one typed beside what the other saved meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Manager, Model
from django.forms.models import model_to_dict
from django.utils.translation import get_language

from cordee.platform.errors import Change, Conflict
from cordee.platform.typography import day_text, number_text

MINE, THEIRS = "mine", "theirs"
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both have a value for, and which of the two the form proposes to keep."""

    name: str
    """How the choice is named in the form."""
    label: str
    mine: str
    theirs: str
    who: str
    at: datetime | None
    kept: str

    @property
    def keeps_mine(self) -> bool:
        return self.kept == MINE


def clashes(form: Any, conflict: Conflict) -> tuple[Clash, ...]:
    """The fields whose typed value is not the one the row has now.

    What only the other one changed is theirs; what both changed stays as it was typed, until its
    author chooses. What nobody else touched is no clash.
    """
    told = {change.field: change for change in conflict.changes}
    now = model_to_dict(conflict.row)
    return tuple(
        _clash(form, conflict.row, name, change=told.get(name))
        for name in form.cleaned_data
        if name in now
        and (name in told or not conflict.is_told)
        and form.fields[name].has_changed(now[name], form[name].data)
    )


def choice_name(field: str) -> str:
    """How the form calls the choice between mine and theirs."""
    return f"keep_{field}"


def written(bound: forms.BoundField, value: Any) -> Any:
    """A value of the row as its field would send it."""
    prepared = bound.field.prepare_value(value)
    if isinstance(prepared, list | tuple):
        return [str(one) for one in prepared]
    return ["" if prepared is None else str(prepared)]


def labelled(row: Model, field: str) -> str:
    """The name of a field, as a reader knows it."""
    return str(getattr(row._meta.get_field(field), "verbose_name", field))


def _clash(form: Any, row: Model, name: str, *, change: Change | None) -> Clash:
    field = form.fields[name]
    untouched = change is not None and not field.has_changed(
        _read(row, name, change.before), form[name].data
    )
    return Clash(
        name=choice_name(name),
        label=str(form[name].label),
        mine=_text(field, form.cleaned_data[name]),
        theirs=_text(field, getattr(row, name)),
        who=change.who if change else "",
        at=change.at if change else None,
        kept=THEIRS if untouched else MINE,
    )


def _read(row: Model, name: str, value: Any) -> Any:
    """A value of the journal as the row would hold it."""
    try:
        return row._meta.get_field(name).to_python(value)  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        return value


def _text(field: forms.Field, value: Any) -> str:
    """A value in words."""
    language = get_language() or settings.LANGUAGE_CODE
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, date):
        return day_text(value, language=language)
    if isinstance(value, Decimal):
        return number_text(value, language=language)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(one) for one in value) or NOTHING
    if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
        value = _label(field, value)
    return NOTHING if value is None or value == "" else str(value)


def _label(field: forms.ChoiceField, value: Any) -> Any:
    offered: Any = field.choices
    return dict(offered).get(value, value)
