"""The dry run: what an import would create, update, leave or refuse, row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.importing.fields import plain
from cordee.platform.importing.mapping import MappedRow, Mapping, mapped_rows
from cordee.platform.importing.table import Table
from cordee.strategy.imports.snapshot import Known, Snapshot, snapshot
from cordee.strategy.imports.wanted import Wanted, WantedSpend, code_of, wanted
from cordee.strategy.models import Initiative
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

Progress = Callable[[int, int], None]
SHARE = Decimal("0.0001")
STEP = 1_000


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that would change."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that would be created (`known` is None) or updated."""

    wanted: Wanted
    known: Known | None
    cells: tuple[CellChange, ...]


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
    unchanged: int = 0
    refused: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "created": len(self.created),
            "updated": len(self.updated),
            "unchanged": self.unchanged,
            "refused": len({remark.row for remark in self.refused}),
        }

    @property
    def changes(self) -> list[RowChange]:
        return self.created + self.updated


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
    held = snapshot(reader.organisation)
    found = Rehearsal(mapping, len(table.rows), held, creates_objectives)
    rows = mapped_rows(table, mapping=mapping, fields=PORTFOLIO_FIELDS)
    for done, row in enumerate(_unique(rows, found=found), start=1):
        _compare(row, reader=reader, found=found, on=on)
        if progress and done % STEP == 0:
            progress(done, found.rows)
    return found


def _unique(rows: Iterator[MappedRow], *, found: Rehearsal) -> Iterator[tuple[str, MappedRow]]:
    """The rows that can be taken, each with the code it is known by."""
    by_name = found.mapping.column_of("code") is None
    key_column = found.mapping.column_of("name" if by_name else "code") or ""
    seen: dict[str, int] = {}
    for row in rows:
        if row.problems:
            found.refused += [Remark(row.number, p.column, p.reason) for p in row.problems]
            continue
        name = plain(str(row.values["name"].value))
        code = (by_name and found.snapshot.code_by_name.get(name)) or code_of(row)
        if not code:
            reason = _("Row %(row)d has no key: nothing tells which initiative it is.")
            found.refused.append(Remark(row.number, key_column, reason % {"row": row.number}))
        elif (first := seen.setdefault(code, row.number)) != row.number:
            reason = _("Row %(row)d has the same key as row %(first)d.")
            told = reason % {"row": row.number, "first": first}
            found.refused.append(Remark(row.number, key_column, told))
        else:
            yield code, row


def _compare(keyed: tuple[str, MappedRow], *, reader: Reader, found: Rehearsal, on: date) -> None:
    code, row = keyed
    wish = wanted(row, mapping=found.mapping, code=code, on=on)
    known = found.snapshot.by_code.get(code)
    if reader.units is not None and not _within(wish, known, reader=reader, found=found):
        reason = _("Row %(row)d is outside your perimeter.") % {"row": row.number}
        found.refused.append(Remark(row.number, found.mapping.column_of("unit") or "", reason))
        return
    _refuse_to_jump(wish, known, found=found)
    cells = tuple(_cells(wish, known, found=found))
    if known is None:
        found.created.append(RowChange(wish, None, cells))
    elif cells:
        found.updated.append(RowChange(wish, known, cells))
    else:
        found.unchanged += 1


def _within(wish: Wanted, known: Known | None, *, reader: Reader, found: Rehearsal) -> bool:
    units = reader.units or frozenset()
    named = found.snapshot.names.units.get(plain(wish.sheet.get("unit", "")))
    held = known.sheet["unit_id"] if known else named
    return held in units and (named is None or named in units)


def _refuse_to_jump(wish: Wanted, known: Known | None, *, found: Rehearsal) -> None:
    """An initiative already here starts by a decision, not by a file: its state is kept."""
    started = (Initiative.Status.RUNNING, Initiative.Status.APPROVED)
    if known is None or wish.sheet.get("status") not in started:
        return
    if known.sheet["status"] in (Initiative.Status.IDEA, Initiative.Status.CANDIDATE):
        del wish.sheet["status"]
        column = found.mapping.column_of("status") or found.mapping.column_of("start") or ""
        reason = _("“%(name)s” has no approval: its state is kept.") % {"name": wish.name}
        found.remarks.append(Remark(wish.row, column, reason))


def _cells(wish: Wanted, known: Known | None, *, found: Rehearsal) -> Iterator[CellChange]:
    for name, value in wish.sheet.items():
        before = _held(known, name, found=found) if known else ""
        after = _told(value)
        if (plain(before) != plain(after)) if name in _BY_NAME else before != after:
            yield CellChange(name, before, after)
    for spend in wish.spend:
        held = known.spend.get(spend.key) if known else None
        if held is None or held[1:] != (spend.amount, spend.currency, spend.reason):
            yield CellChange("spend", _amount(held), _amount((0, *_said(spend))))
    if wish.objectives:
        yield from _objective_cell(wish, known, found=found)
    if wish.applications:
        yield from _application_cell(wish, known, found=found)


_BY_NAME = frozenset({"unit", "business_sponsor", "it_sponsor"})


def _held(known: Known, name: str, *, found: Rehearsal) -> str:
    if name == "unit":
        return found.snapshot.unit_names.get(known.sheet["unit_id"] or 0, "")
    if name in ("business_sponsor", "it_sponsor"):
        return found.snapshot.people_names.get(known.sheet[f"{name}_id"] or 0, "")
    return _told(known.sheet[name])


def _objective_cell(wish: Wanted, known: Known | None, *, found: Rehearsal) -> Iterator[CellChange]:
    names = found.snapshot.names.objectives
    matched = {names.get(plain(text)) for text in wish.objectives}
    if not found.creates_objectives:
        for text in wish.objectives:
            if names.get(plain(text)) not in found.snapshot.names.leaves:
                reason = _("“%(objective)s” is no objective of yours: not linked.")
                column = found.mapping.column_of("objective") or ""
                told = reason % {"objective": text}
                found.remarks.append(Remark(wish.row, column, told))
        matched &= found.snapshot.names.leaves
        if not matched:
            return
    if known is None or set(known.objectives) != matched:
        held = known.objectives if known else {}
        before = "; ".join(found.snapshot.objective_names[pk] for pk in held)
        yield CellChange("objective", before, "; ".join(wish.objectives))


def _application_cell(
    wish: Wanted, known: Known | None, *, found: Rehearsal
) -> Iterator[CellChange]:
    names = found.snapshot.names.applications
    matched = {names.get(plain(text)) for text in wish.applications}
    if known is None or not matched <= known.applications:
        yield CellChange("application", "", "; ".join(wish.applications))


def even_shares(count: int) -> list[Decimal]:
    """Shares of an initiative that serves `count` objectives alike; the first takes the rest."""
    share = (Decimal(1) / count).quantize(SHARE, rounding=ROUND_DOWN)
    return [1 - share * (count - 1)] + [share] * (count - 1)


def _said(spend: WantedSpend) -> tuple[Decimal | None, str, str]:
    return spend.amount, spend.currency, spend.reason


def _amount(held: tuple[int, Decimal | None, str, str] | None) -> str:
    if held is None:
        return ""
    _pk, amount, currency, reason = held
    return reason or _("unknown") if amount is None else f"{amount} {currency}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
