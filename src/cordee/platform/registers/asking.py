"""What an address asks of a register: its words, its filters, its view, its order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import QueryDict

from cordee.platform.access import Reader
from cordee.platform.registers.declared import Asked, Column, Filter, Register, View, Words
from cordee.platform.sorting import ordered


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its options and the one chosen."""

    key: str
    label: Words
    every: Words
    options: tuple[tuple[str, Words], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Asking:
    """An address understood: what it does not offer is left out."""

    register: Register
    reader: Reader
    ground: Any
    figures: Mapping[str, Any]
    searched: str
    choices: tuple[Choice, ...]
    view: View | None
    columns: tuple[Column, ...]
    sorted_by: str
    ordering: tuple[Any, ...]
    is_computed: bool
    """Whether the view or the order reads figures or other tables: no index gives the rows."""

    @property
    def is_narrowed(self) -> bool:
        """Whether a search, a filter or a view hides rows."""
        return bool(self.searched or self.view or any(c.chosen for c in self.choices))

    def again(self, asked: Asked) -> "Asking":
        """The same list asked otherwise: other words, filters and view."""
        return replace(
            self,
            searched=_words(asked),
            choices=tuple(_chosen(choice, asked.get(choice.key, "")) for choice in self.choices),
            view=_view(self.register, asked),
        )

    @property
    def selected(self) -> QuerySet[Any]:
        """The rows of the view, in no order; figures only where the view reads them."""
        if self.view is None:
            return self.matching.order_by()
        return self.figured.filter(self.view.condition).order_by()

    @property
    def bare(self) -> "Asking":
        """The same list without search, filter nor view."""
        choices = tuple(replace(choice, chosen="") for choice in self.choices)
        return replace(self, searched="", choices=choices, view=None)

    @property
    def key(self) -> tuple[Any, ...]:
        """What the rows depend on, beside what was done to the organisation."""
        chosen = tuple(choice.chosen for choice in self.choices)
        view = self.view.key if self.view else ""
        return (
            self.register.space,
            self.register.plural,
            self.reader.units,
            self.searched,
            chosen,
            view,
        )

    @property
    def matching(self) -> QuerySet[Any]:
        """The rows that have the words and the choices, whatever the view."""
        rows = self.register.query(self.reader)
        for word in self.searched.split():
            pairs = product(self.register.search, _spellings(word))
            rows = rows.filter(reduce(or_, (Q(**{f"{f}__icontains": said}) for f, said in pairs)))
        for one, choice in zip(self.register.filters, self.choices, strict=True):
            if choice.chosen:
                rows = rows.filter(one.condition(choice.chosen))
        return rows

    @property
    def figured(self) -> QuerySet[Any]:
        """The same rows with their figures."""
        rows: QuerySet[Any] = self.matching.annotate(**self.figures)
        return rows

    @property
    def every_figured(self) -> QuerySet[Any]:
        """All the rows with their figures, whatever is asked, in no order."""
        rows: QuerySet[Any] = self.register.query(self.reader).order_by().annotate(**self.figures)
        return rows

    @property
    def found(self) -> QuerySet[Any]:
        """The rows of the view, in the order asked for, with their figures."""
        rows = self.figured.filter(self.view.condition) if self.view else self.figured
        return rows.order_by(*self.ordering) if self.ordering else rows


def asked_of(query: QueryDict) -> dict[str, str]:
    """What an address asks for, several columns in one word."""
    asked = query.dict()
    if "columns" in asked:
        asked["columns"] = ",".join(query.getlist("columns"))
    return {key: str(value) for key, value in asked.items()}


def asking(register: Register, *, reader: Reader, asked: Asked, is_offering: bool = True) -> Asking:
    """Without offering, only the options of the filters that the address chose are looked for."""
    ground = register.ground(reader, asked)
    figures = register.figures(ground) if register.figures else {}
    view = _view(register, asked)
    column = _sorting(register.columns, asked.get("sort", ""))
    return Asking(
        register=register,
        reader=reader,
        ground=ground,
        figures=figures,
        searched=_words(asked),
        choices=_choices(register.filters, reader, asked=asked, is_offering=is_offering),
        view=view,
        columns=_shown(register.columns, asked.get("columns", "")),
        sorted_by=asked["sort"] if column else "",
        ordering=_ordering(register.query(reader).model, column, asked=asked["sort"])
        if column
        else register.order,
        is_computed=view is not None or _is_computed(register, column, figures=figures.keys()),
    )


def narrowed(register: Register, *, reader: Reader, asked: Asked) -> QuerySet[Any]:
    """Every row, and only those, that the list shows for this address, page after page."""
    return asking(register, reader=reader, asked=asked).found


def with_figures(register: Register, rows: QuerySet[Any], *, ground: Any) -> QuerySet[Any]:
    return rows.annotate(**register.figures(ground)) if register.figures else rows


def _choices(
    filters: Iterable[Filter], reader: Reader, *, asked: Asked, is_offering: bool
) -> tuple[Choice, ...]:
    """The filters with what the address chose; a value that is not offered chooses nothing."""
    found = []
    for one in filters:
        options = tuple(one.options(reader)) if is_offering or asked.get(one.key) else ()
        offered = Choice(one.key, one.label, one.every, options, "")
        found.append(_chosen(offered, asked.get(one.key, "")))
    return tuple(found)


def _chosen(choice: Choice, wanted: str) -> Choice:
    is_offered = wanted in {value for value, _label in choice.options}
    return replace(choice, chosen=wanted if is_offered else "")


def _words(asked: Asked) -> str:
    return asked.get("q", "").replace("\0", "").strip()


def _view(register: Register, asked: Asked) -> View | None:
    return next((v for v in register.views if v.key == asked.get("view")), None)


def _shown(columns: tuple[Column, ...], asked: str) -> tuple[Column, ...]:
    """The columns asked for, the first one always; all of them when none is named."""
    first, *others = columns
    chosen = tuple(column for column in others if column.key in asked.split(","))
    return (first, *chosen) if chosen else columns


def _spellings(word: str) -> set[str]:
    """SQLite takes é and É for two letters, whatever the search says of capitals."""
    return {word} if word.isascii() else {word.lower(), word.upper(), word.capitalize()}


def _sorting(columns: Iterable[Column], asked: str) -> Column | None:
    return next((c for c in columns if c.sort and c.key == asked.removeprefix("-")), None)


def _is_computed(register: Register, column: Column | None, *, figures: Collection[str]) -> bool:
    if column is None:
        return bool(figures and register.order)
    return any(key in figures or LOOKUP_SEP in key for key in column.sort)


def _ordering(model: type[Model], column: Column, *, asked: str) -> tuple[Any, ...]:
    """One direction for every key, the last one included: an index is read from either end."""
    is_down = asked.startswith("-")
    return tuple(ordered(model, key, is_down=is_down) for key in (*column.sort, "pk"))
