"""The names of the rows that a row names, as one reader may read them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import CharField, Model, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.models import User
from cordee.platform.registers.declared import Register
from cordee.platform.registers.declaring import declared_registers

FULL_NAME = Trim(Concat("first_name", Value(" "), "last_name"))
Keys = Mapping[type[Model], set[int]]


def readable_names(reader: Reader, keys: Keys) -> dict[type[Model], dict[int, str]]:
    """Two questions at most, however many rows and models: their names, then what of the others.

    A row out of reach is told from one that is gone, and neither says its name.
    """
    found = _read(_in_reach(reader, model, wanted) for model, wanted in keys.items())
    left = {m: wanted - found.get(_label(m), {}).keys() for m, wanted in keys.items()}
    hidden = _read(_hidden(reader, model, wanted) for model, wanted in left.items() if wanted)
    return {
        model: {
            key: found.get(_label(model), {}).get(key)
            or (_("outside your perimeter") if key in hidden.get(_label(model), {}) else "")
            or _("removed since")
            for key in wanted
        }
        for model, wanted in keys.items()
    }


def _read(questions: Any) -> dict[str, dict[int, str]]:
    """All that these questions find, asked at once: by label of the model, then by key."""
    first, *others = [one for one in questions if one is not None] or [None]
    found: dict[str, dict[int, str]] = {}
    for label, key, name in first.union(*others, all=True) if first is not None else ():
        found.setdefault(label, {})[key] = name
    return found


def _in_reach(reader: Reader, model: type[Model], wanted: set[int]) -> Any:
    """What this reader finds in the list of these rows."""
    rows = _rows(reader, model)
    return None if rows is None else _asked(rows, model, wanted, name=_name_field(model))


def _rows(reader: Reader, model: type[Model]) -> QuerySet[Any] | None:
    if model is User:
        return User.objects.filter(memberships__organisation=reader.organisation)
    register = _register_of(model)
    if register is None or not register.may_read(reader):
        return None
    return register.query(reader)


def _hidden(reader: Reader, model: type[Model], wanted: set[int]) -> Any:
    """Those of the organisation that this reader does not find; accounts belong to none."""
    if model is User:
        return None
    rows = model._default_manager.filter(organisation=reader.organisation)
    return _asked(rows, model, wanted, name="")


def _asked(rows: QuerySet[Any], model: type[Model], wanted: set[int], *, name: Any) -> Any:
    """Label, key and name of the rows wanted; an empty name where it is not to be told."""
    said = Value(_label(model), output_field=CharField())
    plain = rows.order_by().filter(pk__in=wanted)
    return plain.values_list(said, "pk", name or Value("", output_field=CharField()))


@cache
def _register_of(model: type[Model]) -> Register | None:
    """The list whose rows are of this model."""
    forms = ((r, r.file_form) for r in declared_registers())
    return next((r for r, form in forms if form and form._meta.model is model), None)


def _name_field(model: type[Model]) -> Any:
    """What a row is known by: its name, or what it states."""
    if model is User:
        return Coalesce(NullIf(FULL_NAME, Value("")), "email", output_field=CharField())
    names = {field.name for field in model._meta.concrete_fields}
    return "name" if "name" in names else "statement"


def _label(model: type[Model]) -> str:
    return str(model._meta.label_lower)
