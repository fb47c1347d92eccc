"""The columns and filters that most lists have, made from a field of their rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from cordee.platform.access import Reader
from cordee.platform.registers.declared import Column, Edit, Filter, Kind, Link, Words
from cordee.platform.remembering import memory_of

NONE = "none"
"""What an address asks of a filter to find the rows that name nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Makes the columns of a list: each shows the field of its rows that is called like its key."""

    of: str = ""
    """Where the stored row stands in what the columns read; empty when they read it itself."""
    by: tuple[str, ...] = ("name",)
    """What puts in order the rows that are equal in a column."""

    def name(self, label: Words) -> Column:
        return self.text("name", label, sort=("name",))

    def code(self) -> Column:
        return self.text("code", gettext_lazy("Code"), sort=("code",), narrow=False)

    def text(
        self, key: str, label: Words, *, sort: tuple[str, ...] = (), narrow: bool = True
    ) -> Column:
        return Column(key=key, label=label, value=self.read(key), sort=sort, narrow=narrow)

    def choice(self, key: str, label: Words, **more: Any) -> Column:
        """A field with choices, in words."""
        stored = attrgetter(self.of) if self.of else _itself

        def shown(row: Any) -> str:
            held = stored(row)
            value = getattr(held, key)
            return str(_words_of(held._meta.get_field(key)).get(value, value or ""))

        return self.shown(key, label, shown, **more)

    def day(self, key: str, label: Words, **more: Any) -> Column:
        return self.shown(key, label, self.read(key), kind="day", **more)

    def link(self, key: str, label: Words, to: Callable[[Any], Link], **more: Any) -> Column:
        """Another row that this one names: its own name, and where it opens."""
        named = self.read(key)

        def shown(row: Any) -> Link:
            return to(named(row)) if named(row) else Link("")

        return self.shown(key, label, shown, kind="link", sort=f"{key}__name", **more)

    def number(self, key: str, label: Words, *, figure: str, narrow: bool = True) -> Column:
        """A figure of the register, by the name of its annotation."""
        return Column(
            key=key,
            label=label,
            value=attrgetter(figure),
            kind="number",
            sort=(figure,),
            narrow=narrow,
        )

    def shown(
        self,
        key: str,
        label: Words,
        value: Callable[[Any], Any],
        *,
        kind: Kind = "text",
        sort: str = "",
        narrow: bool = True,
        is_edited: bool = False,
    ) -> Column:
        """A column that sorts by its field, then by what puts equal rows in order."""
        return Column(
            key=key,
            label=label,
            value=value,
            kind=kind,
            sort=(sort or key, *self.by),
            narrow=narrow,
            edit=Edit(fields=(key,)) if is_edited else None,
        )

    def read(self, path: str) -> Callable[[Any], Any]:
        """What reads a field of the stored row."""
        return attrgetter(f"{self.of}.{path}" if self.of else path)


def _itself(row: Any) -> Any:
    return row


@cache
def _words_of(field: Any) -> dict[Any, Words]:
    """The choices of a field, read once: `get_…_display` makes them anew for each row."""
    return dict(field.flatchoices)


def choice_filter(
    key: str, label: Words, every: Words, choices: Iterable[tuple[str, Words]]
) -> Filter:
    """The rows whose field `key` is one of these choices."""
    return Filter(
        key=key,
        label=label,
        every=every,
        options=lambda _reader: choices,
        condition=lambda value: Q(**{key: value}),
    )


def row_filter(
    key: str,
    label: Words,
    every: Words,
    rows: Callable[[Reader], Any],
    *,
    path: str = "",
    nothing: Words = "",
) -> Filter:
    """The rows that name one of these in their field `key`, or none of them, called `nothing`."""

    def options(reader: Reader) -> list[tuple[str, Words]]:
        def read() -> list[tuple[str, Words]]:
            return [(str(pk), name) for pk, name in rows(reader).values_list("pk", "name")]

        named = memory_of(reader.organisation).recall(("options", rows, reader.units), read)
        return [(NONE, nothing), *named] if nothing else named

    def condition(value: str) -> Q:
        return Q(**{path or key: None if value == NONE else value})

    return Filter(key=key, label=label, every=every, options=options, condition=condition)
