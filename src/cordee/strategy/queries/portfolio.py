"""The initiatives as their list shows them: state, people, objectives, spend on one basis."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from cordee.platform.access import Reader
from cordee.strategy.models import Initiative
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import ObjectiveFigure, Picture, SourceFigure


@dataclass(frozen=True, slots=True)
class ListedInitiative:
    """One initiative with its figures."""

    pk: int
    code: str
    name: str
    status: str
    unit_id: int | None
    unit: str
    business_sponsor: str
    it_sponsor: str
    objectives: tuple[ObjectiveFigure, ...]
    spend: Decimal | None
    """What is known of its spend; None when nothing is, or outside the basis."""
    in_basis: bool
    """Whether it costs something on the basis, known or not."""
    known: bool
    unknown_reason: str
    is_orphan: bool
    """Whether money goes to it, or may go, while it serves nothing."""

    @property
    def is_funded(self) -> bool:
        return bool(self.spend and self.spend > 0)

    @property
    def is_unknown(self) -> bool:
        return self.in_basis and not self.known

    @property
    def is_candidate(self) -> bool:
        return self.status in (Initiative.Status.IDEA, Initiative.Status.CANDIDATE)


def listed_initiatives(reader: Reader, *, picture: Picture) -> tuple[ListedInitiative, ...]:
    """Every initiative in reach: those that cost and serve nothing first, the largest on top."""
    figures = {s.pk: s for s in picture.initiatives}
    serves = _objectives_served(reader, picture=picture)
    rows = reach.initiatives(reader).values_list(
        *("pk", "code", "name", "status", "unit_id", "unit__name"),
        *("business_sponsor__name", "it_sponsor__name"),
    )
    listed = [
        _listed(row, figure=figures.get(row[0]), objectives=serves.get(row[0], ())) for row in rows
    ]
    return tuple(sorted(listed, key=lambda i: (not i.is_orphan, -(i.spend or 0), i.name)))


def _objectives_served(
    reader: Reader, *, picture: Picture
) -> dict[int, tuple[ObjectiveFigure, ...]]:
    """The objectives of each initiative, the largest share first."""
    known = {objective.pk: objective for objective in picture.objectives}
    found: dict[int, list[ObjectiveFigure]] = defaultdict(list)
    links = reach.contributions(reader).select_related(None).filter(initiative__isnull=False)
    for initiative, objective in links.order_by("-share", "pk").values_list(
        "initiative_id", "objective_id"
    ):
        if initiative is not None and objective in known:
            found[initiative].append(known[objective])
    return {initiative: tuple(objectives) for initiative, objectives in found.items()}


def _listed(
    row: tuple,  # type: ignore[type-arg]
    *,
    figure: SourceFigure | None,
    objectives: tuple[ObjectiveFigure, ...],
) -> ListedInitiative:
    pk, code, name, status, unit_id, unit, business, it = row
    told = figure is not None and (figure.known or figure.spend > 0)
    return ListedInitiative(
        pk=pk,
        code=code,
        name=name,
        status=status,
        unit_id=unit_id,
        unit=unit or "",
        business_sponsor=business or "",
        it_sponsor=it or "",
        objectives=objectives,
        spend=figure.spend if figure and told else None,
        in_basis=figure is not None,
        known=figure is not None and figure.known,
        unknown_reason=figure.unknown_reason if figure else "",
        is_orphan=figure is not None and figure.is_orphan,
    )
