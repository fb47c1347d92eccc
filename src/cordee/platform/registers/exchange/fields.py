"""What of a register travels: the fields that its form writes, then figures to read only."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django import forms
from django.db.models import F, Model, Prefetch, QuerySet, UniqueConstraint
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.forms import WordsField
from cordee.platform.registers.declared import FIGURES, Column, Register
from cordee.platform.registers.exchange.texts import settled

FieldKind = Literal[
    "text", "number", "whole", "day", "choice", "row", "rows", "words", "yes", "key", "figure"
]
JOINED, SPLIT = ", ", (",", ";", "\n")
KEY, FIGURE = "key:", "figure:"
"""How the names begin of what a file says and nobody writes."""
LINK = "_exported_"
"""How the rows name what their links say."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export."""

    name: str
    label: str
    kind: FieldKind
    read: Callable[[Any], str]
    """What a row says, as a canonical text: empty when it says nothing."""
    choices: Mapping[str, str]
    """Of a choice: code → label."""
    note: str = ""
    """What the reader should know: a unit, what may be written."""

    @property
    def is_writable(self) -> bool:
        return self.kind not in ("key", "figure")


@dataclass(frozen=True, slots=True)
class Travelling:
    """The columns of a register's export, and the rows that they read."""

    fields: tuple[Field, ...]
    natural: str
    """The field whose value names a row; empty when only its number does."""
    rows: Callable[[QuerySet[Any]], QuerySet[Any]]
    """The same rows, with all that the fields read."""

    @property
    def written(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_writable)


def travelling(register: Register, *, reader: Reader, is_worded: bool = True) -> Travelling:
    """How this register travels, in the language of the moment; a program needs no words."""
    model = register.query(reader).model
    if not register.can_come_back:
        columns = tuple(map(_figure, register.columns))
        return Travelling((_key(model, ""), *columns), "", lambda rows: rows)
    assert register.file_form
    form = register.file_form(reader=reader)
    made = _field if is_worded else _wordless
    fields = [made(name, field, model) for name, field in _asked(form)]
    taken, natural = {field.name for field in fields}, natural_name(model)
    key = [] if natural in taken else [_key(model, natural)]
    taken |= {field.name.removeprefix(KEY) for field in key}
    figures = [_figure(c) for c in register.columns if c.kind in FIGURES and c.key not in taken]
    told = _distinct([*key, *fields, *figures])
    return Travelling(told, natural, lambda rows: _with_links(rows, form, model))


def natural_name(model: type[Model]) -> str:
    """The field that, alone, names a row of an organisation; empty when there is none."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and len(constraint.fields) == 2:
            first, second = constraint.fields
            if first == "organisation":
                return second
    return ""


def joined(keys: list[str]) -> str:
    """Several names in one cell; one a line when a comma would cut one of them."""
    has_mark = any(mark in key for key in keys for mark in SPLIT)
    return ("\n" if has_mark else JOINED).join(sorted(keys))


def plain_number(value: Any) -> str:
    """
    >>> plain_number(Decimal("12000.50")), plain_number(Decimal("0.00")), plain_number(None)
    ('12000.5', '0', '')
    """
    if value is None:
        return ""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return f"{exact.normalize():f}" if exact else "0"


def _asked(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.fields.items():
        if not isinstance(field.widget, forms.HiddenInput):
            yield name, field


def _field(name: str, field: forms.Field, model: type[Model]) -> Field:
    label = str(field.label or name.replace("_", " "))
    kind = kind_of(field)
    choices = {}
    if kind == "choice":
        choices = {str(code): str(told) for code, told in field.choices if code != ""}  # type: ignore[attr-defined]
        whole = getattr(model._meta.get_field(name), "flatchoices", None)
        choices = {str(code): str(told) for code, told in whole} if whole else choices
    return Field(name, label, kind, _reading(name, kind), choices, _note(kind, field))


def _wordless(name: str, field: forms.Field, model: type[Model]) -> Field:
    kind = kind_of(field)
    return Field(name, name, kind, _reading(name, kind), {})


def _note(kind: FieldKind, field: forms.Field) -> str:
    told = {
        "row": _("Its code or its name, as Cordée knows it."),
        "rows": _("Their codes or their names, separated by commas."),
    }.get(kind, "")
    return " ".join(part for part in (told, str(field.help_text)) if part)


def kind_of(field: forms.Field) -> FieldKind:
    kinds: tuple[tuple[type[forms.Field], FieldKind], ...] = (
        (forms.ModelMultipleChoiceField, "rows"),
        (forms.ModelChoiceField, "row"),
        (forms.ChoiceField, "choice"),
        (WordsField, "words"),
        (forms.DecimalField, "number"),
        (forms.IntegerField, "whole"),
        (forms.DateField, "day"),
        (forms.BooleanField, "yes"),
    )
    return next((kind for cls, kind in kinds if isinstance(field, cls)), "text")


def _reading(name: str, kind: FieldKind) -> Callable[[Any], str]:
    readings: dict[str, Callable[[Any], str]] = {
        "number": lambda row: plain_number(getattr(row, name)),
        "whole": lambda row: plain_number(getattr(row, name)),
        "day": lambda row: getattr(row, name).isoformat() if getattr(row, name) else "",
        "row": lambda row: _said(getattr(row, f"{LINK}{name}")),
        "rows": lambda row: joined([named(one) for one in getattr(row, f"{LINK}{name}")]),
        "words": lambda row: JOINED.join(settled(str(word)) for word in getattr(row, name)),
        "yes": lambda row: "1" if getattr(row, name) else "0",
    }
    return readings.get(kind, lambda row: _said(getattr(row, name)))


def _with_links(rows: QuerySet[Any], form: forms.BaseForm, model: type[Model]) -> QuerySet[Any]:
    """One query more for each field that names several rows; none for one that names one."""
    for name, field in _asked(form):
        if isinstance(field, forms.ModelMultipleChoiceField):
            offered = _offered(field).select_related(None)
            rows = rows.prefetch_related(Prefetch(name, offered, to_attr=f"{LINK}{name}"))
        elif isinstance(field, forms.ModelChoiceField):
            target = natural_name(_offered(field).model) or "pk"
            rows = rows.annotate(**{f"{LINK}{name}": F(f"{name}__{target}")})
    return rows


def _offered(field: forms.ModelChoiceField[Any]) -> QuerySet[Any]:
    assert field.queryset is not None
    return field.queryset


def named(row: Model) -> str:
    return _said(getattr(row, natural_name(type(row)) or "pk"))


def _key(model: type[Model], natural: str) -> Field:
    if natural:
        label = str(capfirst(model._meta.get_field(natural).verbose_name))  # type: ignore[union-attr]
        return Field(f"{KEY}{natural}", label, "key", _reading(natural, "text"), {})
    return Field(f"{KEY}pk", _("Number in Cordée"), "key", lambda row: str(row.pk), {})


def _figure(column: Column) -> Field:
    label = _("%(label)s (read only)") % {"label": column.label}
    return Field(f"{FIGURE}{column.key}", label, "figure", lambda row: _told(column.value(row)), {})


def _told(value: Any) -> str:
    """What a column shows, as a text: unknown is empty, never zero."""
    for name in ("amount", "label", "text", "name"):
        if hasattr(value, name):
            return _told(getattr(value, name))
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        return plain_number(value)
    return "" if value is None else settled(str(value))


def _said(value: Any) -> str:
    return "" if value is None else settled(str(value))


def _distinct(fields: list[Field]) -> tuple[Field, ...]:
    """Two columns never have the same label: the second one says its name."""
    seen: set[str] = set()
    told = []
    for field in fields:
        label = f"{field.label} ({field.name})" if field.label in seen else field.label
        seen.add(label)
        told.append(Field(field.name, label, field.kind, field.read, field.choices, field.note))
    return tuple(told)
