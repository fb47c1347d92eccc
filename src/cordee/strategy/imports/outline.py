"""What was read from a file, kept with its draft so that its pages need not read it again."""

from dataclasses import asdict, dataclass
from typing import Any

from cordee.platform.importing.mapping import Mapping
from cordee.platform.importing.table import Column, Origin, Table
from cordee.platform.importing.values import as_text

SAMPLES, SAMPLE_LENGTH = 3, 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The column Cordée proposed for a field, and why."""

    column: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """How a file was read: its table without its rows, and the mapping first suggested."""

    table: Table
    rows: int
    samples: dict[str, tuple[str, ...]]
    """Column -> its first distinct values, shortened."""
    suggested: dict[str, Suggestion]
    """Field, or "spend:" and a column -> the suggestion."""


def outline_as_json(table: Table, *, proposal: Mapping) -> dict[str, Any]:
    """What a draft keeps of its table."""
    return {
        "origin": asdict(table.origin),
        "decimal": table.decimal,
        "header_row": table.header_row,
        "blank_rows": table.blank_rows,
        "rows": len(table.rows),
        "columns": [asdict(column) for column in table.columns],
        "samples": {column.name: _samples(table, column) for column in table.columns},
        "suggested": {
            **{s.field: [s.column, list(s.evidence)] for s in proposal.served},
            **{f"spend:{s.column}": [s.column, list(s.evidence)] for s in proposal.spend},
        },
    }


def outline_from_json(told: dict[str, Any]) -> Outline:
    origin = told["origin"] | {"sheets": tuple(told["origin"]["sheets"])}
    return Outline(
        Table(
            origin=Origin(**origin),
            decimal=told["decimal"],
            header_row=told["header_row"],
            columns=tuple(Column(**column) for column in told["columns"]),
            rows=[],
            blank_rows=told["blank_rows"],
        ),
        told["rows"],
        {name: tuple(values) for name, values in told["samples"].items()},
        {
            field: Suggestion(column, tuple(evidence))
            for field, (column, evidence) in told["suggested"].items()
        },
    )


def _samples(table: Table, column: Column) -> list[str]:
    found: dict[str, None] = {}
    for cell in table.sample(column):
        if cell is not None:
            text = as_text(cell)
            found[text if len(text) <= SAMPLE_LENGTH else f"{text[: SAMPLE_LENGTH - 1]}…"] = None
        if len(found) == SAMPLES:
            break
    return list(found)
