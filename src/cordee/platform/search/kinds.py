"""What is indexed: the rows of every register that have a name of their own."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import CharField, Field, ForeignKey, JSONField, Model, TextField

from cordee.platform.registers.declared import Register
from cordee.platform.registers.declaring import declared_registers

ROOM = 64
"""Kinds there can be: a row's number in the index is its own × ROOM + its kind's."""

SEEN_BY_ALL = {"people.Person", "people.Unit"}
"""Whose names any member may read: those of other rows could be out of a perimeter."""


@dataclass(frozen=True, slots=True)
class Named:
    """A row named by an indexed one, whose name finds it too: a sponsor, a unit."""

    field: str
    column: str
    table: str


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one register, as the index sees them."""

    number: int
    register: Register
    model: type[Model]
    name: str
    """The column of the name."""
    texts: tuple[str, ...]
    lists: tuple[str, ...]
    named: tuple[Named, ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> tuple[str, ...]:
        """What, once changed, changes the index."""
        tied = (one.column for one in self.named)
        return (self.name, *self.texts, *self.lists, *tied, "organisation_id")


@cache
def kinds() -> tuple[Kind, ...]:
    """In the order of their tables: a number does not depend on who is declared first."""
    named = [(register, _model(register)) for register in declared_registers()]
    found = [(r, m) for r, m in named if m is not None and _is_text(m, r.search[0])]
    found.sort(key=lambda pair: pair[1]._meta.db_table)
    return tuple(_kind(number, r, m) for number, (r, m) in enumerate(found))


def _model(register: Register) -> type[Model] | None:
    model: type[Model] | None = register.form._meta.model if register.form else None
    return model if model and register.search else None


def _is_text(model: type[Model], name: str) -> bool:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return isinstance(fields.get(name), CharField | TextField)


def _kind(number: int, register: Register, model: type[Model]) -> Kind:
    name = register.search[0]
    others = [field for field in model._meta.concrete_fields if field.name != name]
    written = [field for field in others if not field.generated]
    return Kind(
        number=number,
        register=register,
        model=model,
        name=name,
        texts=tuple(str(f.column) for f in written if _is_free_text(f)),
        lists=tuple(str(f.column) for f in written if isinstance(f, JSONField)),
        named=tuple(Named(f.name, str(f.column), _table(f)) for f in written if _names_a_row(f)),
    )


def _is_free_text(field: Field[Any, Any]) -> bool:
    return isinstance(field, CharField | TextField) and not field.choices


def _names_a_row(field: Field[Any, Any]) -> bool:
    return isinstance(field, ForeignKey) and field.related_model._meta.label in SEEN_BY_ALL


def _table(field: Any) -> str:
    return str(field.related_model._meta.db_table)
