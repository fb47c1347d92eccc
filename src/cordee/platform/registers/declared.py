"""What a register declares once: its rows, columns, filters, addresses and words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import RFC3986_SUBDELIMS

from cordee.platform.access import Reader, Rule, any_member
from cordee.platform.forms import ScopedForm
from cordee.platform.models import Entry, Owned
from cordee.platform.undoing import give_back

Words = str | Promise
Asked = Mapping[str, str]
"""What the address asks for: its query string, the last value of each key."""
Kind = Literal[
    "text",
    "link",
    "number",
    "money",
    "share",
    "day",
    "tag",
    "state",
    "person",
    "objectives",
    "sponsors",
]
KEPT_IN_URL = RFC3986_SUBDELIMS + "/~:@"
"""Signs that an address keeps as they are, as Django writes it."""
FIGURES: frozenset[str] = frozenset({"number", "money", "share"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as a list shows it: None when it is unknown, a floor when it has a reason."""

    amount: Decimal | None
    currency: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in one or two words; the tone is good, watch, bad or empty."""

    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a life, by its code, which chooses icon and tone."""

    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class Link:
    """The name of a row and where it opens."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """A person and the strand they stand on: biz, it or empty."""

    name: str
    strand: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An objective's name with its hue."""

    name: str
    hue: str


@dataclass(frozen=True, slots=True)
class Sponsors:
    """The two people who carry an initiative; empty when nobody is named."""

    business: str
    it: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a cell lets people change in place, as the form of its register would."""

    fields: tuple[str, ...]
    """The fields of the form that the cell asks."""
    reason: str = ""
    """The field of the form that says why, where one may or must: the cell asks it too."""
    form: type[ScopedForm] | None = None
    """The form, where it is not the one of the register."""
    save: Callable[..., Any] | None = None
    """The service that saves, where it is not the one of the register."""
    give_back: Callable[..., Any] = give_back
    """The service that takes a change back: give_back(row, detail=, by=, at=)."""
    journalled: tuple[str, ...] = ()
    """Under which names the journal keeps the change; those asked when empty."""
    many: Callable[[], Iterable[tuple[str, Words]]] | None = None
    """What is offered for many rows at once, where each row offers its own."""
    may_edit: Rule | None = None
    """Who may, where it is not whoever may edit the register."""
    elsewhere: Callable[[Any], str] | None = None
    """The page that changes a row for which one choice does not say it all."""

    @property
    def asked(self) -> tuple[str, ...]:
        """What the cell asks: why, then its fields, as a choice is saved at once."""
        return (self.reason, *self.fields) if self.reason else self.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its key in the address, its label, what it shows of a row."""

    key: str
    label: Words
    value: Callable[[Any], Any]
    kind: Kind = "text"
    sort: tuple[str, ...] = ()
    narrow: bool = True
    """Whether a phone shows it too."""
    edit: Edit | None = None
    """How its cells are changed in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice above the list."""

    key: str
    label: Words
    every: Words
    options: Callable[[Reader], Iterable[tuple[str, Words]]]
    condition: Callable[[str], Q]


@dataclass(frozen=True, slots=True)
class View:
    """Rows that belong together, with their number on a tab above the list."""

    key: str
    label: Words
    condition: Q
    """On the columns of the model and on the figures of the register."""
    is_problem: bool = False
    """Whether it asks for something to be done: its number is red."""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one currency over what is listed, and how many amounts are unknown."""

    amount: Decimal
    currency: str
    unknown: int


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list says before it has a first row."""

    icon: str
    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Related:
    """Rows that stand beside a row, on its sheet."""

    title: str
    lines: tuple[tuple[Link, str], ...]
    nothing: str
    more: Link | None = None
    """What adds a line, for whom may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A list of rows of one kind, with its pages."""

    space: str
    """Space of its addresses: people, landscape, strategy."""
    plural: str
    """Name of the list's address."""
    singular: str
    """Name of the sheet's address."""
    title: Words
    new: Words
    """What the button that adds a row says."""
    counted: Callable[[int], str]
    """The number of rows in a sentence: it is the heading of the list."""
    query: Callable[[Reader], QuerySet[Any]]
    columns: tuple[Column, ...]
    search: tuple[str, ...]
    empty: Empty
    may_edit: Rule
    may_read: Rule = any_member
    filters: tuple[Filter, ...] = ()
    form: type[ScopedForm] | None = None
    """What people write of a row; without it the rows have no sheet, form nor removal."""
    save: Callable[..., Any] | None = None
    """The service that keeps a row: save(row, **form.links(), by=, at=)."""
    remove: Callable[..., None] | None = None
    """The service that removes a row: remove(row, by=, at=)."""
    initial: Callable[[Reader, Asked], dict[str, Any]] | None = None
    """What the form of a new row starts with."""
    written_by: type[ScopedForm] | None = None
    """What a file writes of a row, where the rows have no form of their own."""
    is_in_portfolio: bool = False
    """Whether the import of a portfolio brings rows of it."""
    path: str = ""
    """First part of its addresses; the name of the list when empty."""
    key: str = "pk"
    is_tree: bool = False
    ground: Callable[[Reader, Asked], Any] = lambda reader, _asked: reader
    """What figures, rows and totals stand on, asked once for a page: the reader, or a basis."""
    figures: Callable[[Any], Mapping[str, Any]] | None = None
    """Annotations of the rows, from the ground: columns, sorts and views may read them."""
    order: tuple[Any, ...] = ()
    """The order of the list when the address asks for none; that of the query when empty."""
    views: tuple[View, ...] = ()
    read: tuple[str, ...] = ()
    """The fields that a page of the list reads of its rows, and no other; all when empty."""
    rows: Callable[[Any, Sequence[Any]], Sequence[Any]] | None = None
    """Turns the rows of one page into what the columns read, on this ground."""
    figure_rows: Callable[[Any, Sequence[Any]], Sequence[Any]] | None = None
    """The same for the figures alone, when they read less than all the columns do."""
    facts: tuple[str | Column, ...] = ()
    """What the sheet shows: columns by their keys, or what it alone tells; columns when empty."""
    deeds: Mapping[str, Words] = field(default_factory=dict)
    """What the history of a row says, by action, of deeds that change none of its fields."""
    lines: Callable[[Any, int], list[Entry]] | None = None
    """The latest lines of the journal about a row, where another row's lines tell of it."""
    name: Callable[[Any], str] = str
    """What a row is called in a heading, a question, a message."""
    finding: Callable[[Any], str] | None = None
    """What the heading of the sheet states of what the columns read; the name when None."""
    related: Callable[[Reader, Any], tuple[Related, ...]] | None = None
    totals: Callable[[Any, QuerySet[Any]], tuple[Total, ...]] | None = None

    @property
    def told(self) -> tuple[Column, ...]:
        """What the sheet shows of a row."""
        named = {column.key: column for column in self.columns}
        return tuple(named[o] if isinstance(o, str) else o for o in self.facts) or self.columns

    @property
    def has_pages(self) -> bool:
        """Whether its rows have a sheet, a form and a removal of their own."""
        return self.form is not None

    @property
    def file_form(self) -> type[ScopedForm] | None:
        return self.form or self.written_by

    @property
    def can_come_back(self) -> bool:
        """Whether a file may write its rows, and be undone: form, services, organisation."""
        model = self.file_form._meta.model if self.file_form else None
        return bool(self.save and self.remove and model and issubclass(model, Owned))

    @property
    def label(self) -> str:
        return f"{self.space}:{self.plural}"

    @property
    def change_url(self) -> str:
        return reverse(f"{self.space}:change_{self.plural}")

    def several_url(self, bulk: Any) -> str:
        return reverse(f"{self.space}:{self.plural}_changed", args=[bulk.pk])

    def edits(self, reader: Reader) -> list[Edit]:
        """What this reader changes in place, column after column."""
        return [c.edit for c in self.columns if c.edit and self.may_change(c, reader)]

    def may_change(self, column: Column, reader: Reader) -> bool:
        """Whether this reader changes the cells of this column in place."""
        return column.edit is not None and (column.edit.may_edit or self.may_edit)(reader)

    @property
    def list_url(self) -> str:
        return reverse(f"{self.space}:{self.plural}")

    @property
    def export_url(self) -> str:
        return reverse(f"{self.space}:export_{self.plural}")

    @property
    def bring_back_url(self) -> str:
        """Where an edited export is given; empty when files do not write here."""
        return reverse(f"{self.space}:bring_back_{self.plural}") if self.can_come_back else ""

    @property
    def new_url(self) -> str:
        return reverse(f"{self.space}:new_{self.singular}") if self.has_pages else ""

    def key_of(self, row: Any) -> str:
        """The last part of the address of a row, below that of the list."""
        return quote(str(getattr(row, self.key)), safe="")

    def sheet_url(self, row: Any) -> str:
        return self._url(self.singular, row)

    def edit_url(self, row: Any) -> str:
        return self._url(f"edit_{self.singular}", row)

    def remove_url(self, row: Any) -> str:
        return self._url(f"remove_{self.singular}", row)

    def _url(self, name: str, row: Any) -> str:
        if not self.has_pages:
            return ""
        before, after = _around(f"{self.space}:{name}", self.key == "pk")
        return f"{before}{quote(str(getattr(row, self.key)), safe=KEPT_IN_URL)}{after}"


@cache
def _around(name: str, is_number: bool) -> tuple[str, str]:
    """What stands before and after the key in an address: a list writes it fifty times."""
    key = str(10**15) if is_number else "key-of-a-row"
    before, after = reverse(name, args=[key]).split(key)
    return before, after
