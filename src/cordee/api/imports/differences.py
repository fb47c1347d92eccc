"""What a file would do, told to a program: how many rows, and each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import ngettext
from pydantic import BaseModel, Field

from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import ImportRun
from cordee.platform.registers import Register, declared_register
from cordee.platform.registers.exchange.comparing import RowChange
from cordee.platform.registers.exchange.returning import looked_at
from cordee.strategy.imports.check import Check, RowDifference
from cordee.strategy.imports.labels import label_of
from cordee.strategy.imports.work import standing_check


class CellTold(BaseModel):
    """One cell that differs."""

    field: str
    label: str
    before: str
    after: str
    state: str = Field(description="changed, conflict (changed on both sides) or refused.")
    reason: str = ""


class RowTold(BaseModel):
    """One row that would be created or changed."""

    row: int
    name: str
    is_new: bool
    refusal: str = ""
    cells: list[CellTold]


class Refusal(BaseModel):
    """Why a row, or a cell of it, is not taken."""

    row: int
    column: str
    reason: str


class Seen(BaseModel):
    """What the file would do."""

    created: int
    updated: int
    unchanged: int
    conflicts: int = Field(description="Cells that changed here and in the file.")
    missing: int = Field(description="Rows of the export that the file no longer has: they stay.")
    refused: list[Refusal] = Field(description="The first 200.")
    refused_rows: int
    remarks: list[Refusal] = Field(description="Cells not taken of rows that are; the first 200.")
    mark: str = Field(description="Moves when what would be written moves; send it to `apply`.")


TOLD = 200


@dataclass(frozen=True, slots=True)
class Export:
    """An edited export, looked at."""

    seen: Seen
    rows: list[RowTold]
    conflicts: tuple[tuple[int, str], ...]

    def settled(self, who: str) -> tuple[tuple[int, str], ...]:
        """The cells where the file wins; refused when nobody said who does."""
        if who == "refuse" and self.conflicts:
            count = len(self.conflicts)
            told = ngettext(
                "%(count)d cell changed here and in the file: say who wins in “conflicts”.",
                "%(count)d cells changed here and in the file: say who wins in “conflicts”.",
                count,
            )
            raise Refused(told % {"count": count})
        return self.conflicts if who == "file" else ()


def register_of(run: ImportRun) -> Register:
    """The list that an edited export goes back to."""
    space, _colon, plural = run.register.partition(":")
    register = declared_register(space, plural)
    if register is None:
        raise Http404
    return register


def of_export(run: ImportRun, *, reader: Reader, at: datetime) -> Export:
    """What an edited export would change, each row tried and taken back."""
    found, mark = looked_at(run, register=register_of(run), reader=reader, at=at)
    seen = Seen(
        created=found.created,
        updated=found.changed,
        unchanged=found.unchanged,
        conflicts=found.conflicts,
        missing=found.missing,
        refused=_refusals(found.changes)[:TOLD],
        refused_rows=found.refused,
        remarks=[],
        mark=mark,
    )
    conflicts = tuple((row.number, c.field) for row in found.changes for c in row.conflicts)
    return Export(seen, [_row(change) for change in found.changes], conflicts)


def of_portfolio(
    run: ImportRun, *, reader: Reader, at: datetime
) -> tuple[Seen, list[RowTold]] | None:
    """What a portfolio would do, when its check stands."""
    if run.state in (ImportRun.State.APPLIED, ImportRun.State.UNDONE):
        return None
    check, _holds, problem = standing_check(run, reader=reader, at=at)
    if problem:
        raise Refused(problem)
    if check is None:
        return None
    return _checked(check), [_difference(one) for one in check.differences]


def _checked(check: Check) -> Seen:
    return Seen(
        created=check.counts["created"],
        updated=check.counts["updated"],
        unchanged=check.counts["unchanged"],
        conflicts=0,
        missing=0,
        refused=[
            Refusal(row=one.row, column=one.column, reason=one.reason)
            for one in check.refused[:TOLD]
        ],
        refused_rows=check.counts["refused"],
        remarks=[
            Refusal(row=one.row, column=one.column, reason=one.reason)
            for one in check.remarks[:TOLD]
        ],
        mark="",
    )


def _refusals(changes: Sequence[RowChange]) -> list[Refusal]:
    found = []
    for row in changes:
        if row.refusal:
            found.append(Refusal(row=row.number, column="", reason=row.refusal))
        found += [
            Refusal(row=row.number, column=cell.label, reason=cell.reason)
            for cell in row.cells
            if cell.state == "refused"
        ]
    return found


def _row(change: RowChange) -> RowTold:
    return RowTold(
        row=change.number,
        name=change.name,
        is_new=change.pk is None,
        refusal=change.refusal,
        cells=[
            CellTold(
                field=cell.field,
                label=cell.label,
                before=cell.here,
                after=cell.file,
                state=cell.state,
                reason=cell.reason,
            )
            for cell in change.cells
        ],
    )


def _difference(one: RowDifference) -> RowTold:
    return RowTold(
        row=one.row,
        name=one.name,
        is_new=one.is_new,
        cells=[
            CellTold(
                field=cell.field,
                label=label_of(cell.field, cell.detail),
                before=cell.before,
                after=cell.after,
                state="changed",
            )
            for cell in one.cells
        ],
    )
