"""What a board pack is made of, whatever the file it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from cordee.platform.typography import UNKNOWN
from cordee.strategy.queries import Picture
from cordee.strategy.queries.comparison import Comparison

UNWRITABLE = ("Cc", "Cs")
"""Control characters and halves of characters: a document cannot hold them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share of the page, against the others."""

    label: str
    width: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows already written for the reader."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the summary, with the sentence that reads it."""

    key: str
    label: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """One page or slide: a finding, then one chart, table, set of figures or list of sentences."""

    key: str
    title: str
    lede: str = ""
    figures: tuple[KeyFigure, ...] = ()
    has_chart: bool = False
    table: Table | None = None
    sentences: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    method: str = ""
    is_appendix: bool = False
    below: tuple["Section", ...] = ()
    """Short tables and sentences that stand on the same slide, each under its own finding."""


@dataclass(frozen=True, slots=True)
class BoardPack:
    """The dossier of one organisation, on one basis, one day, in one language."""

    organisation: str
    title: str
    on: date
    day: str
    basis: str
    coverage: str
    source: str
    """Date, basis and coverage: the line under every figure."""
    journal_head: str
    frozen: str
    """Name of the edition the pack is of; empty when it is of today."""
    edition: str
    """Name and day of what the pack is compared with; empty when there is nothing."""
    moved: Comparison | None
    """What changed since then; None when there is nothing to compare with."""
    language: str
    picture: Picture
    sections: tuple[Section, ...]
    findings: Mapping[str, str]
    """What each part states, those that have no page of their own included."""

    @property
    def is_empty(self) -> bool:
        return not self.picture.sources


def without_silent_columns(table: Table) -> Table:
    """The table less the columns that say nothing of any row; the total keeps its name."""
    said = [
        place
        for place in range(len(table.columns))
        if any(row[place] not in ("", UNKNOWN) for row in table.rows)
    ]
    total = tuple(table.total[place] for place in said) if table.total else ()
    if total and said[0] != 0:
        total = (table.total[0], *total[1:])
    return Table(
        tuple(table.columns[place] for place in said),
        tuple(tuple(row[place] for place in said) for row in table.rows),
        total,
    )


def without_blank_columns(table: Table) -> Table:
    """One part of a long table, less the columns that no row of this part fills."""
    kept = [
        place
        for place in range(len(table.columns))
        if not table.rows or any(row[place] for row in (*table.rows, table.total) if row)
    ]
    return Table(
        tuple(table.columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        tuple(table.total[place] for place in kept) if table.total else (),
    )


def writable(text: str) -> str:
    """The text without what no document can hold; line ends become spaces."""
    kept = (" " if category(letter) in UNWRITABLE else letter for letter in text)
    return " ".join("".join(kept).split(" ")).strip()
