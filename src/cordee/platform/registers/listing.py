"""One page of a register, as the address asks for it: searched, filtered, sorted, paged."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.registers.asking import Asking, Choice, asking
from cordee.platform.registers.declared import FIGURES, Asked, Column, Register, Total, Words
from cordee.platform.registers.tabs import Tab, kept_query, saved_tabs
from cordee.platform.remembering import Memory, memory_of

PAGE_SIZE = 50
INDENT = "\u2003"
"""An em space per level: a tree needs no style of its own."""
KEPT = ("basis", "view", "sort")
Basis = tuple[str, date]
"""What figures depend on beside the rows: the basis asked for, and today's exchange rates."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and how to write it."""

    kind: str
    value: Any
    label: Words
    narrow: bool
    edits: str = ""
    """The column it changes in place; empty when it only shows."""

    @property
    def is_figure(self) -> bool:
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its name, which is the link, then its other cells."""

    pk: int
    key: str
    """How an address names it, after that of the list."""
    url: str
    indent: str
    name: Cell
    cells: tuple[Cell, ...]

    @property
    def can_be_ticked(self) -> bool:
        """Whether it can be changed together with others."""
        return any(cell.edits for cell in self.cells)


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
class Counts:
    """How many rows there are, in all and in each view, and what they add up to."""

    rows: int
    by_view: Mapping[str, int]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of a list receives."""

    register: Register
    ground: Any
    headings: tuple[Heading, ...]
    choices: tuple[Choice, ...]
    searched: str
    sorted_by: str
    page: Page[Any]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    everything: Counts
    """What the whole list holds, where it has views; else what is listed."""
    is_narrowed: bool
    """Whether a search or a filter hides rows."""
    tabs: tuple[Tab, ...]
    offered: tuple[tuple[str, Words, bool], ...]
    """Columns that may be shown or not: key, label, whether it is shown."""
    to_save: str
    """The query string that a new saved view would keep; empty when there is nothing to keep."""
    kept: tuple[tuple[str, str], ...]
    """What the address already asks for and a new search must not forget."""

    bulk: tuple[tuple[str, str], ...]
    """The fields that can be changed on many rows at once, with their names."""

    @property
    def is_bare(self) -> bool:
        """Whether the register holds nothing at all."""
        return not self.page.paginator.count and not self.is_narrowed


@dataclass(frozen=True, slots=True)
class PagedRows:
    """One page of a register: the ids of its rows in their order, and what they stand among."""

    wanted: Asking
    page: Page[Any]
    pks: list[int]
    counts: Counts
    depths: Mapping[int, int]
    memory: Memory
    basis: Basis


def listing(register: Register, *, reader: Reader, asked: Asked) -> Listing:
    """The page of the register that the address asks for."""
    found = paged_rows(register, reader=reader, asked=asked, size=PAGE_SIZE)
    wanted, page, counts = found.wanted, found.page, found.counts
    owned = _rows(found)
    shown = register.rows(wanted.ground, owned) if register.rows else owned
    return Listing(
        register=register,
        ground=wanted.ground,
        headings=tuple(_heading(c, sorted_by=wanted.sorted_by) for c in wanted.columns),
        choices=wanted.choices,
        searched=wanted.searched,
        sorted_by=wanted.sorted_by,
        page=page,
        lines=_lines(found, owned, shown),
        totals=counts.totals,
        everything=_counts(wanted.bare, memory=found.memory, basis=found.basis)
        if register.views and wanted.is_narrowed
        else counts,
        is_narrowed=wanted.is_narrowed,
        tabs=_tabs(wanted, counts, saved=saved_tabs(wanted, asked, memory=found.memory)),
        offered=tuple((c.key, c.label, c in wanted.columns) for c in register.columns[1:]),
        to_save=kept_query(register, asked),
        kept=tuple((name, asked[name]) for name in KEPT if asked.get(name)),
        bulk=bulk_choices(register, reader),
    )


def paged_rows(
    register: Register, *, reader: Reader, asked: Asked, size: int, is_offering: bool = True
) -> PagedRows:
    """One page of the register, without the furniture of the list."""
    wanted = asking(register, reader=reader, asked=asked, is_offering=is_offering)
    # a ground that remembers has read already where the journal stands
    memory = getattr(wanted.ground, "memory", None) or memory_of(reader.organisation)
    basis = (asked.get("basis", ""), timezone.localdate())
    counts = _counts(wanted, memory=memory, basis=basis)
    rows, depths = _ordered(wanted, memory=memory, basis=basis)
    pages = Paginator(rows, size)
    pages.count = counts.by_view[wanted.view.key] if wanted.view else counts.rows
    page = pages.get_page(asked.get("page"))
    return PagedRows(wanted, page, list(page.object_list), counts, depths, memory, basis)


def _counts(wanted: Asking, *, memory: Memory, basis: Basis) -> Counts:
    """Counting plain rows is cheap; figures and totals are remembered."""
    register = wanted.register
    if register.views or register.totals:
        return memory.recall(("counts", basis, wanted.key), lambda: _counted(wanted))
    return Counts(wanted.matching.order_by().count(), {}, ())


def _counted(wanted: Asking) -> Counts:
    register, rows = wanted.register, wanted.figured.order_by()
    by_view = {v.key: Count("pk", filter=v.condition) for v in register.views}
    found = rows.aggregate(**{"": Count("pk")}, **by_view)
    totals = register.totals(wanted.ground, wanted.found) if register.totals else ()
    return Counts(found.pop(""), found, totals)


def _ordered(
    wanted: Asking, *, memory: Memory, basis: Basis
) -> tuple[Sequence[int] | QuerySet[Any], dict[int, int]]:
    """Ids of every row to list, in their order, and how deep each one stands in a tree.

    Those that an index gives in order are left to the database, page by page; an order or a view
    made of figures, or of names that stand in another table, is computed once, then remembered.
    """
    register = wanted.register
    if register.is_tree and not wanted.is_narrowed and not wanted.sorted_by:
        return planted(wanted.matching)
    if wanted.is_computed:
        pks = memory.recall(
            ("order", basis, wanted.key, wanted.sorted_by), lambda: _pks(wanted.found)
        )
        return pks, {}
    plain = wanted.matching
    plain = plain.order_by(*wanted.ordering) if wanted.ordering else plain
    return plain.values_list("pk", flat=True), {}


def _pks(rows: QuerySet[Any]) -> Sequence[int]:
    """Read row after row: a list of a hundred thousand numbers would never give its room back."""
    return array("q", rows.values_list("pk", flat=True).iterator(chunk_size=2_000))


def _rows(found: PagedRows) -> list[Any]:
    """The rows of the page with their figures, in the order of their ids.

    Their question is put together once, as long as nothing changes: it is longer than its answer.
    """
    register, reader = found.wanted.register, found.wanted.reader
    key = ("rows", found.basis, register.space, register.plural, reader.units)
    question = found.memory.recall(key, lambda: _question(found.wanted))
    rows = {row.pk: row for row in question.filter(pk__in=found.pks)}
    return [rows[pk] for pk in found.pks if pk in rows]


def _question(wanted: Asking) -> QuerySet[Any]:
    """Any rows of the list with their figures, and what the list reads of them."""
    rows = wanted.every_figured
    return rows.only(*wanted.register.read) if wanted.register.read else rows


def _tabs(wanted: Asking, counts: Counts, *, saved: tuple[Tab, ...]) -> tuple[Tab, ...]:
    """The views with their counts, the whole list first."""
    views = wanted.register.views
    if not (views or saved):
        return ()
    is_own = any(tab.current for tab in saved)
    every = Tab("", _("All"), counts.rows, wanted.view is None and not is_own)
    declared = (
        Tab(
            v.key,
            str(v.label),
            counts.by_view[v.key],
            v == wanted.view and not is_own,
            v.is_problem,
        )
        for v in views
    )
    return (every, *declared, *saved)


def bulk_choices(register: Register, reader: Reader) -> tuple[tuple[str, str], ...]:
    """The fields this reader may change on many rows, with the names their form gives them."""
    forms = [(edit.form or register.form, edit) for edit in register.edits(reader)]
    return tuple(
        (field, str(form.base_fields[field].label))
        for form, edit in forms
        if form
        for field in edit.fields
    )


def cell_of(register: Register, column: Column, told: Any, *, reader: Reader) -> Cell:
    """One cell as this reader sees it, with what lets them change it in place."""
    return _cell(column, told, edits=_edits(register, column, reader=reader))


def _edits(register: Register, column: Column, *, reader: Reader) -> str:
    return column.key if register.may_change(column, reader) else ""


def _cell(column: Column, told: Any, *, edits: str) -> Cell:
    return Cell(column.kind, column.value(told), column.label, column.narrow, edits)


def _lines(found: PagedRows, owned: Sequence[Any], shown: Sequence[Any]) -> tuple[Line, ...]:
    """What may be changed is the same for every row: it is asked once for each column."""
    wanted = found.wanted
    columns = [(c, _edits(wanted.register, c, reader=wanted.reader)) for c in wanted.columns]
    return tuple(
        _line(wanted.register, row, columns, told=told, depth=found.depths.get(row.pk, 0))
        for row, told in zip(owned, shown, strict=True)
    )


def _line(
    register: Register, row: Any, columns: list[tuple[Column, str]], *, told: Any, depth: int
) -> Line:
    name, *others = (_cell(column, told, edits=edits) for column, edits in columns)
    key, url, indent = register.key_of(row), register.sheet_url(row), INDENT * 2 * depth
    return Line(row.pk, key, url, indent, name, tuple(others))


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


def planted(rows: QuerySet[Any]) -> tuple[list[int], dict[int, int]]:
    """The ids with each one under its parent, and how deep each stands."""
    listed = list(rows.values_list("pk", "parent_id"))
    known = {pk for pk, _parent in listed}
    under: dict[int | None, list[int]] = {}
    for pk, parent in listed:
        under.setdefault(parent if parent in known else None, []).append(pk)
    found: list[int] = []
    depths: dict[int, int] = {}
    waiting = [(pk, 0) for pk in reversed(under.get(None, []))]
    while waiting:
        pk, depth = waiting.pop()
        found.append(pk)
        depths[pk] = depth
        waiting.extend((child, depth + 1) for child in reversed(under.get(pk, [])))
    return found, depths
