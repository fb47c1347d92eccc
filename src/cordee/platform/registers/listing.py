"""One page of a register, as the address asks for it: searched, filtered, sorted, paged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from cordee.platform.access import Reader
from cordee.platform.registers.declared import (
    FIGURES,
    Asked,
    Column,
    Filter,
    Register,
    Total,
    Words,
)

PAGE_SIZE = 50
INDENT = "\u2003"
"""An em space per level: a tree needs no style of its own."""
KEPT = ("basis", "view", "sort")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and how to write it."""

    kind: str
    value: Any
    label: Words
    narrow: bool

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name, which is the link, then its other cells."""

    url: str
    indent: str
    name: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; `sort` is what its link asks for, empty when it does not sort."""

    label: Words
    is_figure: bool
    sort: str
    direction: str
    """ascending, descending, or empty when the list is not sorted by it."""
    narrow: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its options and the one chosen."""

    key: str
    label: Words
    every: Words
    options: tuple[tuple[str, Words], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view and how many rows it holds."""

    key: str
    label: str
    count: int
    current: bool
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of a list receives."""

    register: Register
    headings: tuple[Heading, ...]
    choices: tuple[Choice, ...]
    searched: str
    sorted_by: str
    page: Page[Any]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    is_narrowed: bool
    """Whether a search or a filter hides rows."""
    tabs: tuple[Tab, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    """What the address already asks for and a new search must not forget."""

    @property
    def is_bare(self) -> bool:
        """Whether the register holds nothing at all."""
        return not self.page.paginator.count and not self.is_narrowed


def listing(register: Register, *, reader: Reader, asked: Asked) -> Listing:
    """The page of the register that the address asks for."""
    searched, chosen = words(asked), choices(register.filters, reader, asked=asked)
    found = _narrowed(register, register.query(reader), searched=searched, chosen=chosen)
    sorted_by, ordering = _ordering(register.columns, asked.get("sort", ""))
    is_narrowed = bool(searched or any(choice.chosen for choice in chosen))
    rows: Sequence[Any] | QuerySet[Any] = found.order_by(*ordering) if ordering else found
    depths: dict[int, int] = {}
    if register.is_tree and not is_narrowed and not ordering:
        rows, depths = _planted(found)
    page = Paginator(rows, PAGE_SIZE).get_page(asked.get("page"))
    told = list(page.object_list)
    shown = register.rows(reader, told) if register.rows else told
    return Listing(
        register=register,
        headings=headings(register.columns, sorted_by=sorted_by),
        choices=chosen,
        searched=searched,
        sorted_by=sorted_by,
        page=page,
        lines=tuple(
            line(
                register.columns, row, url=register.sheet_url(owned), depth=depths.get(owned.pk, 0)
            )
            for owned, row in zip(told, shown, strict=True)
        ),
        totals=register.totals(found) if register.totals else (),
        is_narrowed=is_narrowed,
        kept=kept(asked),
    )


def narrowed(register: Register, *, reader: Reader, asked: Asked) -> QuerySet[Any]:
    """Every row, and only those, that the list shows for this address, page after page."""
    chosen = choices(register.filters, reader, asked=asked)
    found = _narrowed(register, register.query(reader), searched=words(asked), chosen=chosen)
    _sorted_by, ordering = _ordering(register.columns, asked.get("sort", ""))
    return found.order_by(*ordering) if ordering else found


def words(asked: Asked) -> str:
    """What is searched for."""
    return asked.get("q", "").replace("\0", "").strip()


def kept(asked: Asked) -> tuple[tuple[str, str], ...]:
    return tuple((key, asked[key]) for key in KEPT if asked.get(key))


def line(columns: Sequence[Column], row: Any, *, url: str, depth: int = 0) -> Line:
    name, *others = (Cell(c.kind, c.value(row), c.label, c.narrow) for c in columns)
    return Line(url, INDENT * 2 * depth, name, tuple(others))


def headings(columns: Iterable[Column], *, sorted_by: str) -> tuple[Heading, ...]:
    return tuple(_heading(column, sorted_by=sorted_by) for column in columns)


def choices(filters: Iterable[Filter], reader: Reader, *, asked: Asked) -> tuple[Choice, ...]:
    """The filters with what the address chose; a value that is not offered chooses nothing."""
    found = []
    for one in filters:
        options = tuple(one.options(reader))
        wanted = asked.get(one.key, "")
        chosen = wanted if wanted in {value for value, _label in options} else ""
        found.append(Choice(one.key, one.label, one.every, options, chosen))
    return tuple(found)


def _narrowed(
    register: Register, rows: QuerySet[Any], *, searched: str, chosen: tuple[Choice, ...]
) -> QuerySet[Any]:
    for word in searched.split():
        pairs = product(register.search, _spellings(word))
        rows = rows.filter(reduce(or_, (Q(**{f"{f}__icontains": said}) for f, said in pairs)))
    for one, choice in zip(register.filters, chosen, strict=True):
        if choice.chosen:
            rows = rows.filter(one.condition(choice.chosen))
    return rows


def _spellings(word: str) -> set[str]:
    """SQLite takes é and É for two letters, whatever the search says of capitals."""
    return {word} if word.isascii() else {word.lower(), word.upper(), word.capitalize()}


def _ordering(columns: Iterable[Column], asked: str) -> tuple[str, tuple[str, ...]]:
    column = next((c for c in columns if c.sort and c.key == asked.lstrip("-")), None)
    if column is None:
        return "", ()
    if not asked.startswith("-"):
        return asked, (*column.sort, "pk")
    return asked, (*(f"-{field}" for field in column.sort), "pk")


def _heading(column: Column, *, sorted_by: str) -> Heading:
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(sorted_by, "")
    first = f"-{column.key}" if column.kind in FIGURES else column.key
    other = column.key if first.startswith("-") else f"-{column.key}"
    wanted = other if sorted_by == first else first
    return Heading(
        column.label,
        column.kind in FIGURES,
        wanted if column.sort else "",
        direction,
        column.narrow,
    )


def _planted(rows: QuerySet[Any]) -> tuple[list[Any], dict[int, int]]:
    """The rows with each one under its parent, and how deep each stands."""
    listed = list(rows)
    known = {row.pk for row in listed}
    under: dict[int | None, list[Any]] = {}
    for row in listed:
        under.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[Any] = []
    depths: dict[int, int] = {}
    waiting = [(row, 0) for row in reversed(under.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        found.append(row)
        depths[row.pk] = depth
        waiting.extend((child, depth + 1) for child in reversed(under.get(row.pk, [])))
    return found, depths
