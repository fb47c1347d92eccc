"""One initiative: what it costs, what it serves and what ties it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cordee.strategy.models import Dependency, DuplicateVerdict, Initiative, SpendLine
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import Duplicate
from cordee.strategy.queries.lifecycle import states_after
from cordee.strategy.queries.neighbours import broken_dependencies, is_compared, possible_duplicates
from cordee.strategy.queries.portfolio import (
    Ground,
    ListedInitiative,
    costed_initiatives,
    listed_initiative,
)
from cordee.strategy.queries.rows import unknown_part
from cordee.strategy.queries.threads import CENT


@dataclass(frozen=True, slots=True)
class Served:
    """An objective this initiative serves, by which share of it, for how much."""

    pk: int
    name: str
    hue: str
    priority: float | None
    share: Decimal
    spend: Decimal | None


@dataclass(frozen=True, slots=True)
class Spent:
    """One spend line, as written."""

    pk: int
    fiscal_year: int | None
    stage: str
    nature: str
    purpose: str
    amount: Decimal | None
    currency: str
    unknown_reason: str


@dataclass(frozen=True, slots=True)
class SpentTotal:
    """The lines of one year, stage and currency added up, and how many are unknown."""

    fiscal_year: int | None
    stage: str
    currency: str
    amount: Decimal
    unknown: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Another initiative that this one needs, excludes, or resembles."""

    code: str
    name: str
    relation: str
    is_broken: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that lets the initiative run without approval, and until when."""

    kind: str
    expires_on: date
    days_left: int
    reason: str


@dataclass(frozen=True, slots=True)
class InitiativeSheet:
    """Everything the page of an initiative shows."""

    initiative: Initiative
    currency: str
    figure: ListedInitiative | None
    """Its figures on the basis; None when nothing is expected of it there."""
    serves: tuple[Served, ...]
    unserved_share: Decimal
    spent: tuple[Spent, ...]
    totals: tuple[SpentTotal, ...]
    applications: tuple[tuple[int, str], ...]
    ties: tuple[Tie, ...]
    duplicates: tuple[Tie, ...]
    is_compared: bool
    """Whether its resemblances are looked for here: not in a portfolio too large for a page."""
    next_states: tuple[Initiative.Status, ...]
    waiver: Waived | None
    counts_as_unapproved: bool

    @property
    def is_told(self) -> bool:
        """Whether its cost is known, at least in part."""
        return self.figure is not None and self.figure.spend is not None


def initiative_sheet(initiative: Any, *, ground: Ground) -> InitiativeSheet:
    """The page of one initiative that carries its costs and its waiver, on this ground."""
    lines = _lines(initiative, ground=ground)
    figure = _figure(initiative, lines, ground=ground)
    serves = _serves(initiative, figure=figure, ground=ground)
    waiver = _waiver(initiative, on=ground.on)
    is_let_run = waiver is not None and waiver.days_left >= 0
    spent = tuple(_spent(line) for line in lines)
    ties = _dependencies(initiative, ground=ground)
    pairs = _resemblances(initiative, ground=ground)
    known = _neighbours(initiative, ties=ties, pairs=pairs, ground=ground)
    return InitiativeSheet(
        initiative=initiative,
        currency=ground.currency,
        figure=figure,
        serves=serves,
        unserved_share=Decimal(1) - sum((s.share for s in serves), Decimal(0)),
        spent=spent,
        totals=_totals(spent),
        applications=tuple(initiative.applications.order_by("sort_name").values_list("pk", "name")),
        ties=_ties(initiative, ties, known=known, ground=ground),
        duplicates=_duplicates(initiative, pairs, known=known),
        is_compared=is_compared(ground),
        next_states=states_after(initiative.status, is_let_run=is_let_run),
        waiver=waiver,
        counts_as_unapproved=initiative.status
        in (Initiative.Status.APPROVED, Initiative.Status.RUNNING, Initiative.Status.PAUSED),
    )


def _lines(initiative: Initiative, *, ground: Ground) -> list[SpendLine]:
    rows = reach.spend_lines(ground.reader).filter(initiative=initiative).select_related(None)
    return list(rows.order_by("-fiscal_year", "stage", "pk"))


def _figure(
    initiative: Any, lines: Iterable[SpendLine], *, ground: Ground
) -> ListedInitiative | None:
    basis = ground.basis
    on_basis = (x for x in lines if (x.fiscal_year, x.stage) == (basis.fiscal_year, basis.stage))
    reasons = (unknown_part(x.amount, x.currency, x.unknown_reason, ground.rates) for x in on_basis)
    reason = "; ".join(dict.fromkeys(said for said in reasons if said is not None))
    figure = listed_initiative(ground, initiative, reason=reason)
    return figure if figure.in_basis else None


def _serves(
    initiative: Initiative, *, figure: ListedInitiative | None, ground: Ground
) -> tuple[Served, ...]:
    known = {objective.pk: objective for objective in ground.standing.objectives}
    whole = figure.spend if figure else None
    links = reach.contributions(ground.reader).filter(initiative=initiative)
    return tuple(
        Served(
            pk=link.objective_id,
            name=link.objective.name,
            hue=known[link.objective_id].mark if link.objective_id in known else "law",
            priority=known[link.objective_id].priority if link.objective_id in known else None,
            share=link.share,
            spend=None if whole is None else (whole * link.share).quantize(CENT),
        )
        for link in links.order_by("-share", "pk")
    )


def _spent(line: SpendLine) -> Spent:
    return Spent(
        pk=line.pk,
        fiscal_year=line.fiscal_year,
        stage=str(SpendLine.Stage(line.stage).label),
        nature=str(SpendLine.Nature(line.nature).label),
        purpose=str(SpendLine.Purpose(line.purpose).label),
        amount=line.amount,
        currency=line.currency,
        unknown_reason=line.unknown_reason,
    )


def _totals(spent: Iterable[Spent]) -> tuple[SpentTotal, ...]:
    """What was planned and what was paid, or two currencies, are never added together."""
    groups: dict[tuple[int | None, str, str], list[Spent]] = defaultdict(list)
    for line in spent:
        groups[line.fiscal_year, line.stage, line.currency].append(line)
    return tuple(
        SpentTotal(
            *key,
            amount=sum((s.amount for s in lines if s.amount is not None), Decimal(0)),
            unknown=sum(s.amount is None for s in lines),
        )
        for key, lines in groups.items()
    )


def _neighbours(
    initiative: Any, *, ties: Sequence[Dependency], pairs: Iterable[Duplicate], ground: Ground
) -> dict[int, Any]:
    """The initiatives it is tied to or resembles, and itself, with their costs."""
    tied = {pk for tie in ties for pk in (tie.source_id, tie.target_id)}
    among = tied.union(*((pair.first, pair.second) for pair in pairs)) - {initiative.pk}
    rows = costed_initiatives(ground).select_related(None)
    found = {row.pk: row for row in rows.filter(pk__in=among)} if among else {}
    return {initiative.pk: initiative, **found}


def _dependencies(initiative: Initiative, *, ground: Ground) -> list[Dependency]:
    mine = reach.initiatives(ground.reader).order_by().values("pk")
    rows = Dependency.objects.filter(Q(source=initiative) | Q(target=initiative))
    return list(rows.filter(source__in=mine, target__in=mine).order_by("kind", "pk"))


def _resemblances(initiative: Initiative, *, ground: Ground) -> list[Duplicate]:
    return [d for d in possible_duplicates(ground) if initiative.pk in (d.first, d.second)]


def _ties(
    initiative: Initiative,
    found: Sequence[Dependency],
    *,
    known: Mapping[int, Any],
    ground: Ground,
) -> tuple[Tie, ...]:
    tied = {pk for tie in found for pk in (tie.source_id, tie.target_id)}
    broken = broken_dependencies(ground, found, among=[known[pk] for pk in tied])
    return tuple(_tie(row, initiative, known=known, is_broken=row.pk in broken) for row in found)


def _tie(
    row: Dependency, initiative: Initiative, *, known: Mapping[int, Any], is_broken: bool
) -> Tie:
    is_source = row.source_id == initiative.pk
    other = known[row.target_id if is_source else row.source_id]
    relation = {
        (Dependency.Kind.REQUIRES, True): _("It requires"),
        (Dependency.Kind.REQUIRES, False): _("It is required by"),
    }.get((Dependency.Kind(row.kind), is_source), _("It excludes"))
    return Tie(other.code, other.name, relation, is_broken)


def _duplicates(
    initiative: Initiative, pairs: Iterable[Duplicate], *, known: Mapping[int, Any]
) -> tuple[Tie, ...]:
    verdicts = {v.value: str(v.label) for v in DuplicateVerdict.Verdict}
    others = {d: d.second if d.first == initiative.pk else d.first for d in pairs}
    return tuple(
        Tie(
            code=known[pk].code,
            name=known[pk].name,
            relation=verdicts.get(pair.verdict, _("To be judged")),
            is_broken=pair.verdict != DuplicateVerdict.Verdict.DISTINCT,
            note=", ".join(pair.shared),
        )
        for pair, pk in others.items()
        if pk in known
    )


def _waiver(initiative: Any, *, on: date) -> Waived | None:
    # Django gives no such name where the join finds nothing.
    last = getattr(initiative, "last_waiver", None)
    if last is None:
        return None
    left = (last.expires_on - on).days
    return Waived(str(last.get_kind_display()), last.expires_on, left, last.reason)
