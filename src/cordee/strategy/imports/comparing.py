"""One row of a file against the initiative it is about: which cells differ?"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.importing.fields import plain
from cordee.platform.importing.mapping import Mapping
from cordee.strategy.imports.snapshot import HeldSpend, Known, Snapshot
from cordee.strategy.imports.wanted import SpendKey, Wanted, WantedSpend, spend_key
from cordee.strategy.models import Initiative, SpendLine

Status = Initiative.Status
UNDER_WAY = frozenset({Status.APPROVED.value, Status.RUNNING.value})
SHARE = Decimal("0.0001")
BY_NAME = frozenset({"unit", "business_sponsor", "it_sponsor"})


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that would change."""

    field: str
    before: str
    after: str
    detail: str = ""
    """For a spend: which year, stage, nature and purpose."""


@dataclass(frozen=True, slots=True)
class Detailed:
    """An amount of the file that several lines here share out."""

    column: str
    lines: int


def differences(
    wish: Wanted, known: Known | None, *, held: Snapshot, creates_objectives: bool
) -> Iterator[CellChange]:
    """The cells of a row that differ from what is there; all it says when nothing is there."""
    for name, value in wish.sheet.items():
        before = _held(known, name, held=held) if known else ""
        after = _told(name, value)
        if (plain(before) != plain(after)) if name in BY_NAME else before != after:
            yield CellChange(name, before, after)
    for spend in wish.spend:
        lines = known.spend.get(spend.key, ()) if known else ()
        if not _says_the_same(spend, lines):
            before = "; ".join(_amount(*line[1:]) for line in lines)
            after = _amount(spend.amount, spend.currency, spend.reason)
            yield CellChange("spend", before, after, spend_label(spend.key))
    yield from _objective_cell(wish, known, held=held, creates_objectives=creates_objectives)
    yield from _application_cell(wish, known, held=held)


def starts_by_file(wish: Wanted, known: Known) -> bool:
    """Whether the row would put under way what is not: that takes a decision.

    A state read from the start date alone never replaces the state that somebody gave.
    """
    if "status" not in wish.sheet or known.sheet["status"] == wish.sheet["status"]:
        return False
    if wish.has_inferred_status:
        return True
    return wish.sheet["status"] in UNDER_WAY and known.sheet["status"] not in UNDER_WAY


def linked_objectives(wish: Wanted, *, held: Snapshot, creates_objectives: bool) -> list[str]:
    """The objectives of the row that it will be linked to: leaves, and new ones if allowed."""
    known, leaves = held.names.objectives, held.names.leaves
    return [
        text
        for text in wish.objectives
        if (pk := known.get(plain(text))) in leaves or (pk is None and creates_objectives)
    ]


def detailed_spend(wish: Wanted, known: Known, *, mapping: Mapping) -> Detailed | None:
    """An amount that cannot be written without losing the detail somebody gave by hand."""
    for spend in wish.spend:
        lines = known.spend.get(spend.key, ())
        if len(lines) > 1 and not _says_the_same(spend, lines):
            column = next(c.column for c in mapping.spend if spend_key(c) == spend.key)
            return Detailed(column, len(lines))
    return None


def spend_label(key: SpendKey) -> str:
    """“2027, planned, investment (capex)”."""
    year, stage, nature, purpose = key
    parts = [str(year) if year else _("whole life"), str(SpendLine.Stage(stage).label)]
    if nature != SpendLine.Nature.UNSTATED:
        parts.append(str(SpendLine.Nature(nature).label))
    if purpose != SpendLine.Purpose.UNSTATED:
        parts.append(str(SpendLine.Purpose(purpose).label))
    return ", ".join(part if part.isupper() else part.lower() for part in parts)


def _says_the_same(spend: WantedSpend, lines: "list[HeldSpend] | tuple[()]") -> bool:
    if len(lines) == 1:
        return lines[0][1:] == (spend.amount, spend.currency, spend.reason)
    if not lines or any(line.amount is None for line in lines) or spend.amount is None:
        return False
    total = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    return total == spend.amount and {line.currency for line in lines} == {spend.currency}


def _held(known: Known, name: str, *, held: Snapshot) -> str:
    if name == "unit":
        return held.unit_names.get(known.sheet["unit_id"] or 0, "")
    if name in BY_NAME:
        return held.people_names.get(known.sheet[f"{name}_id"] or 0, "")
    return _told(name, known.sheet[name])


def _objective_cell(
    wish: Wanted, known: Known | None, *, held: Snapshot, creates_objectives: bool
) -> Iterator[CellChange]:
    texts = linked_objectives(wish, held=held, creates_objectives=creates_objectives)
    matched = {held.names.objectives.get(plain(text)) for text in texts}
    if texts and (known is None or set(known.objectives) != matched):
        before = [held.objective_names[pk] for pk in known.objectives] if known else []
        yield CellChange("objective", "; ".join(before), "; ".join(texts))


def _application_cell(wish: Wanted, known: Known | None, *, held: Snapshot) -> Iterator[CellChange]:
    matched = {held.names.applications.get(plain(text)) for text in wish.applications}
    if matched and (known is None or not matched <= known.applications):
        before = [held.application_names[pk] for pk in known.applications] if known else []
        yield CellChange("application", "; ".join(sorted(before)), "; ".join(wish.applications))


def _amount(amount: Decimal | None, currency: str, reason: str) -> str:
    return reason or _("unknown") if amount is None else f"{amount} {currency}"


def _told(name: str, value: Any) -> str:
    if name in ("status", "kind"):
        choices = Initiative.Status if name == "status" else Initiative.Kind
        return str(choices(value).label)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def even_shares(count: int) -> list[Decimal]:
    """Shares of an initiative that serves `count` objectives alike; the first takes the rest.

    >>> even_shares(3)
    [Decimal('0.3334'), Decimal('0.3333'), Decimal('0.3333')]
    """
    if count == 0:
        return []
    share = (Decimal(1) / count).quantize(SHARE, rounding=ROUND_DOWN)
    return [1 - share * (count - 1)] + [share] * (count - 1)
