"""What moved between two portfolios: added, removed, states, costs, dates, priorities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cordee.strategy.models import Initiative
from cordee.strategy.queries.freezing import (
    Frozen,
    FrozenFigures,
    FrozenInitiative,
    FrozenObjective,
    FrozenSource,
)
from cordee.strategy.queries.rows import Basis


@dataclass(frozen=True, slots=True)
class SpendDrift:
    """The cost of an initiative or an application that is in both; None is an unknown."""

    kind: str
    code: str
    name: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class DateDrift:
    """A start or an end that moved; None when no day is written."""

    code: str
    name: str
    field: str
    before: date | None
    after: date | None

    @property
    def days(self) -> int | None:
        """How much later, in days."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class StateDrift:
    """An initiative that passed to another state."""

    code: str
    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        before, after = Initiative.Status(self.before), Initiative.Status(self.after)
        return f"{before.label} → {after.label}"


@dataclass(frozen=True, slots=True)
class PriorityDrift:
    """An objective whose priority moved; None where it does not exist or has no priority."""

    code: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one total of known spend to the other; the steps add up exactly."""

    before: Decimal
    entered: Decimal
    """Known spend of what is only in the later portfolio."""
    left: Decimal
    """Known spend of what is only in the earlier one."""
    moved: Decimal
    """Difference of what is known in both."""
    became_known: Decimal
    became_unknown: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two portfolios on one basis, initiative by initiative, matched by code."""

    since: date
    on: date
    currency: str
    basis: Basis
    before: FrozenFigures | None
    """Figures of the earlier portfolio; None when nothing was written on this basis."""
    after: FrozenFigures | None
    added: tuple[FrozenInitiative, ...]
    removed: tuple[FrozenInitiative, ...]
    states: tuple[StateDrift, ...]
    spend: tuple[SpendDrift, ...]
    """Widest first; those with an unknown side last."""
    dates: tuple[DateDrift, ...]
    priorities: tuple[PriorityDrift, ...]
    bridge: Bridge | None
    """None when a side has no figure, or when their currencies differ."""

    @property
    def later(self) -> tuple[DateDrift, ...]:
        """Ends that moved to a later day."""
        return tuple(d for d in self.dates if d.field == "end" and (d.days or 0) > 0)

    @property
    def is_still(self) -> bool:
        """Whether nothing moved at all."""
        moved = (self.added, self.removed, self.states, self.spend, self.dates, self.priorities)
        return not any(moved)


def comparison(
    before: Frozen, after: Frozen, *, basis: Basis, was: Basis | None = None
) -> Comparison:
    """What moved from one portfolio to the other, its spend read on one basis.

    `was` is the basis of the earlier one when it is another: two files, each on its own.
    """
    then = {i.code: i for i in before.initiatives}
    now = {i.code: i for i in after.initiatives}
    both = [(then[code], now[code]) for code in now if code in then]
    old, new = before.on_basis(was or basis), after.on_basis(basis)
    is_comparable = old is not None and new is not None and before.currency == after.currency
    return Comparison(
        since=before.on,
        on=after.on,
        currency=after.currency,
        basis=basis,
        before=old,
        after=new,
        added=tuple(i for code, i in now.items() if code not in then),
        removed=tuple(i for code, i in then.items() if code not in now),
        states=tuple(_states(both)),
        spend=_spend(old, new) if old and new and is_comparable else (),
        dates=tuple(_dates(both)),
        priorities=tuple(_priorities(old, new)) if old and new else (),
        bridge=_bridge(old, new) if old and new and is_comparable else None,
    )


Both = Iterable[tuple[FrozenInitiative, FrozenInitiative]]


def _states(both: Both) -> Iterator[StateDrift]:
    for then, now in both:
        if then.status != now.status:
            yield StateDrift(now.code, now.name, then.status, now.status)


def _dates(both: Both) -> Iterator[DateDrift]:
    for then, now in both:
        if then.start != now.start:
            yield DateDrift(now.code, now.name, "start", then.start, now.start)
        if then.end != now.end:
            yield DateDrift(now.code, now.name, "end", then.end, now.end)


def _spend(old: FrozenFigures, new: FrozenFigures) -> tuple[SpendDrift, ...]:
    then = {source.key: source for source in old.sources}
    drifts = [
        SpendDrift(s.kind, s.code, s.name, then[s.key].spend, s.spend)
        for s in new.sources
        if s.key in then and then[s.key].spend != s.spend
    ]
    return tuple(sorted(drifts, key=_width, reverse=True))


def _width(drift: SpendDrift) -> Decimal:
    """How far it moved; an unknown side comes after every known one."""
    return Decimal(-1) if drift.difference is None else abs(drift.difference)


def _priorities(old: FrozenFigures, new: FrozenFigures) -> Iterator[PriorityDrift]:
    then = {o.code: o for o in old.objectives}
    now = {o.code: o for o in new.objectives}
    for code in dict.fromkeys([*now, *then]):
        told: FrozenObjective = now.get(code) or then[code]
        before = then[code].priority if code in then else None
        after = now[code].priority if code in now else None
        if before != after:
            yield PriorityDrift(code, told.name, before, after)


def _bridge(old: FrozenFigures, new: FrozenFigures) -> Bridge:
    then = {source.key: source for source in old.sources}
    now = {source.key: source for source in new.sources}
    both = [(then[key].spend, now[key].spend) for key in now if key in then]
    return Bridge(
        before=_known(old.sources),
        entered=_known(s for key, s in now.items() if key not in then),
        left=_known(s for key, s in then.items() if key not in now),
        moved=_sum(b - a for a, b in both if a is not None and b is not None),
        became_known=_sum(b for a, b in both if a is None and b is not None),
        became_unknown=_sum(a for a, b in both if a is not None and b is None),
        after=_known(new.sources),
    )


def _known(sources: Iterable[FrozenSource]) -> Decimal:
    return _sum(s.spend for s in sources if s.spend is not None)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
