"""The dry run: what an import would create, update, leave or refuse, row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.importing.fields import plain
from cordee.platform.importing.mapping import MappedRow, Mapping, mapped_rows
from cordee.platform.importing.table import Table
from cordee.strategy.imports.batches import collector_paused
from cordee.strategy.imports.comparing import (
    CellChange,
    detailed_spend,
    differences,
    linked_objectives,
    starts_by_file,
)
from cordee.strategy.imports.snapshot import Known, Snapshot, snapshot
from cordee.strategy.imports.wanted import (
    CODE_LENGTH,
    KINDS,
    Wanted,
    code_from_name,
    excessive,
    given_code,
    is_a_total,
    name_of,
    wanted,
)
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

Progress = Callable[[int, int], None]
STEP = 1_000


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that would be created (`known` is None) or updated."""

    wanted: Wanted
    known: Known | None
    cells: tuple[CellChange, ...]
    """What would change; empty for a row to create, which brings all it says."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a row is refused, or what of it is not taken."""

    row: int
    column: str
    reason: str


@dataclass(slots=True)
class Rehearsal:
    """What would happen. Nothing is written by making one."""

    mapping: Mapping
    rows: int
    snapshot: Snapshot
    creates_objectives: bool
    created: list[RowChange] = field(default_factory=list)
    updated: list[RowChange] = field(default_factory=list)
    same: list[Wanted] = field(default_factory=list)
    """Rows that say nothing new."""
    refused: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": len(self.same),
            "refused": len({remark.row for remark in self.refused}),
        }

    @property
    def changes(self) -> list[RowChange]:
        return self.created + self.updated

    @property
    def taken(self) -> list[Wanted]:
        """Every row that is not refused."""
        return [change.wanted for change in self.changes] + self.same

    def linked(self, wish: Wanted) -> list[str]:
        """The objectives of a row that it will be linked to."""
        return linked_objectives(
            wish, held=self.snapshot, creates_objectives=self.creates_objectives
        )

    def cells_of(self, wish: Wanted, known: Known | None) -> Iterator[CellChange]:
        """What a row says that is not there yet."""
        return differences(
            wish, known, held=self.snapshot, creates_objectives=self.creates_objectives
        )

    def refuse(self, row: int, column: str | None, reason: str) -> None:
        self.refused.append(Remark(row, column or "", reason))

    def remark(self, row: int, column: str | None, reason: str) -> None:
        self.remarks.append(Remark(row, column or "", reason))


@dataclass(slots=True)
class _Desk:
    """What reading the rows one after the other needs at hand."""

    reader: Reader
    on: date
    found: Rehearsal
    seen: dict[str, int] = field(default_factory=dict)
    """Key -> the first row that has it."""
    new_codes: set[str] = field(default_factory=set)
    not_understood: set[tuple[str, str]] = field(default_factory=set)

    @property
    def is_keyed_by_name(self) -> bool:
        return self.found.mapping.column_of("code") is None


def rehearsal(
    reader: Reader,
    *,
    table: Table,
    mapping: Mapping,
    on: date,
    creates_objectives: bool,
    progress: Progress | None = None,
) -> Rehearsal:
    """Compare each row with what the reader's organisation holds."""
    with collector_paused():
        held = snapshot(reader.organisation)
        found = Rehearsal(mapping, len(table.rows), held, creates_objectives)
        desk = _Desk(reader, on, found)
        rows = mapped_rows(table, mapping=mapping, fields=PORTFOLIO_FIELDS)
        for done, row in enumerate(rows):
            if progress and done % STEP == 0:
                progress(done, found.rows)
            _take(row, desk=desk)
    return found


def _take(row: MappedRow, *, desk: _Desk) -> None:
    found = desk.found
    if is_a_total(row):
        reason = _("Row %(row)d adds up the others: it is no initiative.") % {"row": row.number}
        found.refuse(row.number, found.mapping.column_of("name"), reason)
    elif row.problems:
        found.refused += [Remark(row.number, p.column, p.reason) for p in row.problems]
    elif too_much := excessive(row, mapping=found.mapping):
        found.refuse(row.number, *too_much)
    elif code := (_key_of_name if desk.is_keyed_by_name else _key_of_code)(row, desk=desk):
        _compare(row, code=code, desk=desk)


def _key_of_code(row: MappedRow, *, desk: _Desk) -> str:
    """The code of the row; empty, and the row refused, when it has none of its own."""
    code = given_code(row)
    return code if _is_alone(code, row, field="code", desk=desk) else ""


def _key_of_name(row: MappedRow, *, desk: _Desk) -> str:
    """Without codes the name is the key: the code of what is so called, else a new one."""
    held, name = desk.found.snapshot, name_of(row)
    key = plain(name)
    if key in held.shared_names:
        reason = _("Row %(row)d: several initiatives here are called “%(name)s”.")
        desk.found.refuse(
            row.number,
            desk.found.mapping.column_of("name"),
            reason % {"row": row.number, "name": name},
        )
        return ""
    if not _is_alone(key, row, field="name", desk=desk):
        return ""
    return held.code_by_name.get(key) or _new_code(name, desk=desk)


def _is_alone(key: str, row: MappedRow, *, field: str, desk: _Desk) -> bool:
    first = desk.seen.setdefault(key, row.number) if key else 0
    if first == row.number:
        return True
    if key:
        reason = _("Row %(row)d has the same key as row %(first)d.")
    else:
        reason = _("Row %(row)d has no key: nothing tells which initiative it is.")
    told = reason % {"row": row.number, "first": first}
    desk.found.refuse(row.number, desk.found.mapping.column_of(field), told)
    return False


def _new_code(name: str, *, desk: _Desk) -> str:
    base = code_from_name(name)
    code, number = base, 2
    while code in desk.found.snapshot.by_code or code in desk.new_codes:
        end = f"-{number}"
        code, number = base[: CODE_LENGTH - len(end)] + end, number + 1
    desk.new_codes.add(code)
    return code


def _compare(row: MappedRow, *, code: str, desk: _Desk) -> None:
    found = desk.found
    wish = wanted(row, mapping=found.mapping, code=code, on=desk.on)
    known = found.snapshot.by_code.get(code)
    if refusal := _refusal(wish, known, desk=desk):
        found.refuse(row.number, *refusal)
        return
    _tell_not_taken(row, wish, known, desk=desk)
    if known is None:
        found.created.append(RowChange(wish, None, ()))
    elif cells := tuple(found.cells_of(wish, known)):
        found.updated.append(RowChange(wish, known, cells))
    else:
        found.same.append(wish)


def _refusal(wish: Wanted, known: Known | None, *, desk: _Desk) -> tuple[str | None, str] | None:
    """Column and reason when the row is not this reader's, or cannot be told apart."""
    mapping = desk.found.mapping
    if desk.reader.units is not None and not _within(wish, known, desk=desk):
        reason = _("Row %(row)d is outside your perimeter.") % {"row": wish.row}
        return mapping.column_of("unit"), reason
    if known and (detailed := detailed_spend(wish, known, mapping=mapping)):
        reason = _(
            "Row %(row)d: the amount of “%(column)s” is detailed here in %(count)d lines that "
            "do not add up to it; correct these lines first."
        )
        told = {"row": wish.row, "column": detailed.column, "count": detailed.lines}
        return detailed.column, reason % told
    return None


def _within(wish: Wanted, known: Known | None, *, desk: _Desk) -> bool:
    units = desk.reader.units or frozenset()
    named = desk.found.snapshot.names.units.get(plain(wish.sheet.get("unit", "")))
    if "unit" in wish.sheet and named not in units:
        return False
    return (known.sheet["unit_id"] if known else named) in units


def _tell_not_taken(row: MappedRow, wish: Wanted, known: Known | None, *, desk: _Desk) -> None:
    """What of the row is left aside: an initiative starts by a decision, not by a file."""
    found, column_of = desk.found, desk.found.mapping.column_of
    if known is not None and starts_by_file(wish, known):
        if not wish.has_inferred_status:
            reason = _("“%(name)s” has no approval: its state is kept.") % {"name": wish.name}
            found.remark(wish.row, column_of("status"), reason)
        del wish.sheet["status"]
    for text in wish.objectives if len(found.linked(wish)) < len(wish.objectives) else ():
        if text not in found.linked(wish):
            found.remark(wish.row, column_of("objective"), _not_linked(text, found=found))
    for name, text in _unknown_choices(row):
        if (name, text) not in desk.not_understood:
            desk.not_understood.add((name, text))
            found.remark(row.number, column_of(name), _not_understood(name, text))


def _not_linked(text: str, *, found: Rehearsal) -> str:
    if plain(text) in found.snapshot.names.objectives:
        reason = _("“%(objective)s” has parts, and a link goes to one of them: not linked.")
    else:
        reason = _("“%(objective)s” is no objective of yours: not linked.")
    return reason % {"objective": text}


def _not_understood(name: str, text: str) -> str:
    if name == "status":
        reason = _(
            "“%(text)s” is no known state: not taken, here and below "
            "(a new initiative is then a candidate)."
        )
    else:
        reason = _(
            "“%(text)s” is no known kind: not taken, here and below "
            "(a new initiative is then a project)."
        )
    return reason % {"text": text}


def _unknown_choices(row: MappedRow) -> Iterator[tuple[str, str]]:
    status, kind = row.values.get("status"), row.values.get("kind")
    if status is not None and status.is_unknown:
        yield "status", status.reason
    if kind is not None and kind.value is not None and plain(str(kind.value)) not in KINDS:
        yield "kind", str(kind.value)
