"""What was typed in a form, in the words of that form: its labels, the names of its choices."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.text import capfirst

from cordee.platform.access import Reader
from cordee.platform.registers import Register, declared_registers

Typed = Sequence[tuple[str, str]]


def in_words(request: HttpRequest, typed: Typed, *, reader: Reader | None) -> tuple[Any, ...]:
    """Each thing typed under its label; `reader` is who may name the rows that it points to."""
    fields = _fields(request, reader=reader)
    labels, is_there = _labels(), reader is not None
    return tuple(
        (_label(name, fields, labels), _said(fields.get(name), value, is_there=is_there))
        for name, value in typed
    )


def _fields(request: HttpRequest, *, reader: Reader | None) -> Mapping[str, forms.Field]:
    """The fields of the form behind this address, where it is that of a register."""
    register = _register(request)
    if register is None or register.form is None:
        return {}
    return register.form(reader=reader).fields if reader else register.form.base_fields


def _register(request: HttpRequest) -> Register | None:
    """The list of which this address writes a row."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    for register in declared_registers():
        space, one = register.space, register.singular
        is_cell = name.startswith(f"{space}:{one}_") and name.endswith("_cell")
        if is_cell or name in (f"{space}:new_{one}", f"{space}:edit_{one}"):
            return register
    return None


def _label(
    name: str, fields: Mapping[str, forms.Field], labels: Mapping[str, frozenset[str]]
) -> str:
    """The label of its form, else the one that every form gives it; its name if they differ."""
    field = fields.get(name)
    if field is not None and field.label:
        return capfirst(str(field.label))
    known = labels.get(name, frozenset())
    return next(iter(known)) if len(known) == 1 else name


def _labels() -> dict[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for form in _forms(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            if field.label:
                found[name].add(capfirst(str(field.label)))
    return {name: frozenset(labels) for name, labels in found.items()}


def _forms(above: type[Any]) -> Iterator[type[Any]]:
    """The forms of Cordée, whatever the room."""
    for form in above.__subclasses__():
        if form.__module__.startswith("cordee."):
            yield form
        yield from _forms(form)


def _said(field: forms.Field | None, value: str, *, is_there: bool) -> str:
    """The name of the choice, or of the row for who is a member there; else what was typed."""
    if isinstance(field, forms.ModelChoiceField):
        is_number = is_there and value.isdecimal() and len(value) < 19
        rows = field.queryset.filter(pk=value) if is_number and field.queryset is not None else ()
        return next((str(row) for row in rows), value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    return value


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(code), label
