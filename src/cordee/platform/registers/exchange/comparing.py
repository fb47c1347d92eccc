"""What a file would change, cell by cell: what it said then, what is here now, what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cordee.platform.registers.exchange.fields import Field
from cordee.platform.registers.exchange.reading import Returned, ReturnedRow
from cordee.platform.registers.exchange.saying import Unreadable, said_by
from cordee.platform.registers.exchange.stamps import Stamp

Verdict = Literal["same", "ours", "file", "conflict"]
CellState = Literal["changed", "conflict", "refused"]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs."""

    field: str
    label: str
    base: str | None
    """What it said when the file left; None when nobody remembers."""
    here: str
    file: str
    state: CellState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of the file that differs from what is here."""

    number: int
    pk: int | None
    """None for a new row."""
    name: str
    cells: tuple[CellChange, ...]
    refusal: str = ""
    """Why the whole row is refused."""

    @property
    def is_new(self) -> bool:
        return self.pk is None and not self.refusal

    @property
    def is_refused(self) -> bool:
        return bool(self.refusal) or any(cell.state == "refused" for cell in self.cells)

    @property
    def conflicts(self) -> tuple[CellChange, ...]:
        return tuple(cell for cell in self.cells if cell.state == "conflict")


def merged(*, base: str | None, here: str, file: str) -> Verdict:
    """Who changed a cell since the file left.

    >>> merged(base="A", here="A", file="B"), merged(base="A", here="B", file="A")
    ('file', 'ours')
    >>> merged(base="A", here="B", file="C"), merged(base="A", here="B", file="B")
    ('conflict', 'same')
    """
    if file == here:
        return "same"
    if base is None or here == base:
        return "file"
    return "ours" if file == base else "conflict"


def compared_row(
    row: ReturnedRow,
    *,
    fields: Sequence[Field],
    here: Mapping[str, str],
    base: Mapping[str, str] | None,
    has_moved: bool = False,
    returned: Returned,
) -> tuple[CellChange, ...]:
    """The cells that differ; those that nobody touched in the file are left alone.

    `has_moved`: the row changed here since, and nobody remembers which of its cells.
    """
    found = []
    for field in fields:
        if field.name not in row.cells:
            continue
        then = None if base is None else base.get(field.name)
        change = _compared(row, field, then, here.get(field.name, ""), returned)
        if change and has_moved and change.state == "changed":
            change = replace(change, state="conflict")
        if change:
            found.append(change)
    return tuple(found)


def base_of(stamp: Stamp | None, *, names: Sequence[str]) -> dict[str, str] | None:
    """What the row said when it left, by field."""
    if stamp is None or stamp.base is None or len(stamp.base) != len(names):
        return None
    return dict(zip(names, stamp.base, strict=True))


def _compared(
    row: ReturnedRow, field: Field, base: str | None, here: str, returned: Returned
) -> CellChange | None:
    cell = row.cells[field.name]
    try:
        told = said_by(
            field,
            cell,
            base=here if base is None else base,
            decimal=returned.decimals[field.name],
            is_text=returned.header.is_text,
        )
    except Unreadable as why:
        return CellChange(field.name, field.label, base, here, str(cell), "refused", str(why))
    verdict = merged(base=base, here=here, file=told)
    if verdict in ("same", "ours"):
        return None
    state: CellState = "conflict" if verdict == "conflict" else "changed"
    return CellChange(field.name, field.label, base, here, told, state)
