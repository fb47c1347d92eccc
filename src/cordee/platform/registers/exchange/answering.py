"""A row of a file, as its form would have received it from the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.forms import AmountField, ScopedForm
from cordee.platform.registers.exchange.fields import Field, natural_name
from cordee.platform.registers.exchange.saying import several

Choice = forms.ModelChoiceField[Any]


class Names:
    """The rows that fields name, by what files call them; looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Any] = {}

    def forget(self) -> None:
        """Rows were written: a name that was unknown may be known now."""
        self._found = {known: pk for known, pk in self._found.items() if pk is not None}

    def number(self, name: str, field: Choice, said: str) -> Any:
        """The number of the row that this text names; None when no row is offered by that name."""
        if (name, said) not in self._found:
            self._found[name, said] = _number(field, said)
        return self._found[name, said]


def answers(
    form: ScopedForm, *, fields: Iterable[Field], said: Mapping[str, str], names: Names
) -> tuple[QueryDict, dict[str, str]]:
    """What the form receives, and the cells that name nothing, with the reason."""
    data, wrong = QueryDict(mutable=True), dict[str, str]()
    for field in fields:
        asked = form.fields.get(field.name)
        if asked is None:
            continue
        if field.name not in said:
            data.setlist(field.name, _initial(form, field.name, asked))
            continue
        values, unknown = _values(field, asked, said[field.name], names)
        if not values and field.kind == "choice":
            values = _initial(form, field.name, asked)
        data.setlist(field.name, values)
        if unknown:
            wrong[field.name] = _("“%(name)s” is not known here.") % {"name": unknown}
    if "revision" in form.fields:
        data["revision"] = str(form.instance.revision)
    return data, wrong


def _values(field: Field, asked: forms.Field, said: str, names: Names) -> tuple[list[str], str]:
    """The values as a page posts them, and the first name that nothing bears."""
    if not said:
        return [], ""
    if field.kind == "row" and isinstance(asked, forms.ModelChoiceField):
        pk = names.number(field.name, asked, said)
        return ([], said) if pk is None else ([str(pk)], "")
    if field.kind == "rows" and isinstance(asked, forms.ModelChoiceField):
        return _several(field.name, asked, said, names)
    if isinstance(asked, AmountField) and (get_language() or "").startswith("fr"):
        return [said.replace(".", ",")], ""
    if field.kind == "yes":
        return (["on"] if said == "1" else []), ""
    return [said], ""


def _several(name: str, asked: Choice, said: str, names: Names) -> tuple[list[str], str]:
    whole = names.number(name, asked, said)
    if whole is not None:  # one name that holds a comma
        return [str(whole)], ""
    found = {one: names.number(name, asked, one) for one in several(said)}
    unknown = next((one for one, pk in found.items() if pk is None), "")
    return [str(pk) for pk in found.values() if pk is not None], unknown


def _number(field: Choice, said: str) -> Any:
    assert field.queryset is not None
    offered = field.queryset.order_by().select_related(None)
    key = natural_name(offered.model) or "pk"
    found = _only(offered, key, said)
    return _only(offered, "name", said) if found is None and _has_name(offered.model) else found


def _only(offered: Any, key: str, said: str) -> Any:
    try:
        numbers = offered.filter(**{key: said}).values_list("pk", flat=True)[:2]
        return numbers[0] if len(numbers) == 1 else None
    except ValueError:  # a word where a number names the row
        return None


def _has_name(model: type[Model]) -> bool:
    return any(field.name == "name" for field in model._meta.concrete_fields)


def _initial(form: ScopedForm, name: str, asked: forms.Field) -> list[str]:
    """What the page would show before anything is typed."""
    value = form.get_initial_for_field(asked, name)
    if value is None or value == "":
        return []
    value = asked.prepare_value(value)
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
