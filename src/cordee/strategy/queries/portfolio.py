"""The initiatives as their list shows them: state, people, objectives, spend on one basis."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from cordee.platform.access import Reader
from cordee.platform.remembering import Memory, memory_of
from cordee.strategy.models import Initiative, Waiver
from cordee.strategy.queries import reach, rows
from cordee.strategy.queries.bases import among, bases
from cordee.strategy.queries.costs import cost, costs
from cordee.strategy.queries.figures import ObjectiveFigure
from cordee.strategy.queries.rows import Basis
from cordee.strategy.queries.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Ground:
    """What the figures of a list stand on: whose, on which basis, which day."""

    reader: Reader
    written: tuple[Basis, ...]
    """Every basis something is written on."""
    basis: Basis
    on: date
    rates: Mapping[str, Decimal]
    standing: Standing
    memory: Memory

    @property
    def currency(self) -> str:
        return self.standing.currency


@dataclass(frozen=True, slots=True)
class ListedInitiative:
    """One initiative with its figures."""

    initiative: Initiative
    currency: str
    objectives: tuple[ObjectiveFigure, ...]
    """Those it serves, the largest share first."""
    spend: Decimal | None
    """What is known of its spend; None when nothing is, or outside the basis."""
    in_basis: bool
    """Whether it costs something on the basis, known or not."""
    known: bool
    unknown_reason: str


def ground(reader: Reader, *, key: str, on: date) -> Ground:
    """The basis named by `key` when something is written on it, else the organisation's own."""
    memory = memory_of(reader.organisation)
    written = bases(reader, memory=memory)
    basis = among(written, reader=reader, key=key)
    return Ground(
        reader=reader,
        written=tuple(written),
        basis=basis,
        on=on,
        rates=memory.recall(("rates", on), lambda: rows.rates(reader, on=on)),
        standing=standing(reader, basis=basis, on=on, memory=memory),
        memory=memory,
    )


def initiative_costs(ground: Ground) -> dict[str, Any]:
    """What a row of the list carries beside its own columns."""
    return costs(basis=ground.basis, rates=ground.rates)


def costed_initiatives(ground: Ground) -> QuerySet[Initiative]:
    """Every initiative in reach, with its costs."""
    rows: QuerySet[Initiative] = reach.initiatives(ground.reader).annotate(
        **initiative_costs(ground)
    )
    return rows


def waived_initiatives(ground: Ground) -> QuerySet[Initiative]:
    """The same, each with the waiver that lasts longest as `last_waiver`, or None."""
    longest = Waiver.objects.filter(initiative=OuterRef("pk")).order_by("-expires_on", "-pk")
    rows: QuerySet[Initiative] = costed_initiatives(ground).annotate(
        last_waiver=FilteredRelation(
            "waivers", condition=Q(waivers__pk=Subquery(longest.values("pk")[:1]))
        )
    )
    joined = ("unit", "business_sponsor", "it_sponsor", "last_waiver")
    return rows.select_related(*joined)


def listed_initiatives(ground: Ground, costed: Sequence[Any]) -> list[ListedInitiative]:
    """Rows that carry their costs, with what they serve and why a cost is unknown."""
    serves = _objectives_served(ground, among=[row.pk for row in costed])
    reasons = _reasons(ground, among=[row.pk for row in costed if row.doubts])
    return [
        listed_initiative(ground, row, objectives=serves[row.pk], reason=reasons.get(row.pk, ""))
        for row in costed
    ]


def listed_initiative(
    ground: Ground, row: Any, *, objectives: tuple[ObjectiveFigure, ...] = (), reason: str = ""
) -> ListedInitiative:
    return ListedInitiative(
        initiative=row,
        currency=ground.currency,
        objectives=objectives,
        spend=cost(row.net, doubts=row.doubts),
        in_basis=row.doubts is not None or row.silent,
        known=row.doubts == 0,
        unknown_reason=reason,
    )


def _objectives_served(
    ground: Ground, *, among: Collection[int]
) -> Mapping[int, tuple[ObjectiveFigure, ...]]:
    known = {objective.pk: objective for objective in ground.standing.objectives}
    found: dict[int, tuple[ObjectiveFigure, ...]] = defaultdict(tuple)
    links = reach.contributions(ground.reader).select_related(None).filter(initiative__in=among)
    for initiative, objective in links.order_by("-share", "pk").values_list(
        "initiative_id", "objective_id"
    ):
        if initiative is not None and objective in known:
            found[initiative] += (known[objective],)
    return found


def _reasons(ground: Ground, *, among: Collection[int]) -> dict[int, str]:
    found: dict[int, dict[str, None]] = defaultdict(dict)
    if not among:
        return {}
    for line in rows.lines(
        ground.reader, basis=ground.basis, on=ground.on, only=among, known=ground.rates
    ):
        if line.amount is None:
            found[line.source[1]][line.unknown_reason] = None
    return {pk: "; ".join(reasons) for pk, reasons in found.items()}
