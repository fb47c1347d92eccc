"""Which initiative serves which objective: a page of the grid of contributions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from cordee.platform.access import Reader
from cordee.strategy.models import Contribution, Initiative, Objective
from cordee.strategy.queries import reach

GRID_SIZE = 50


@dataclass(frozen=True, slots=True)
class GridRow:
    """An initiative and the share of it that serves each objective."""

    initiative: Initiative
    shares: dict[int, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.shares.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Grid:
    """One page of initiatives against every objective that has no parts."""

    objectives: tuple[Objective, ...]
    rows: tuple[GridRow, ...]
    page: Page[Any]
    orphans: int
    """Initiatives that serve nothing yet, on every page."""


def contribution_grid(reader: Reader, *, searched: str = "", page: str = "") -> Grid:
    """The initiatives that serve nothing first, then by code."""
    linked = Contribution.objects.filter(initiative=OuterRef("pk"))
    rows = reach.initiatives(reader).annotate(is_linked=Exists(linked))
    orphans = rows.filter(is_linked=False).count()
    for word in searched.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    listed = Paginator(rows.order_by("is_linked", "sort_code", "pk"), GRID_SIZE).get_page(page)
    return Grid(
        objectives=leaf_objectives(reader),
        rows=grid_rows(list(listed.object_list)),
        page=listed,
        orphans=orphans,
    )


def grid_rows(initiatives: list[Initiative]) -> tuple[GridRow, ...]:
    """The shares of these initiatives as they are stored."""
    shares: dict[int, dict[int, Decimal]] = {initiative.pk: {} for initiative in initiatives}
    links = Contribution.objects.filter(initiative__in=initiatives)
    for initiative, objective, share in links.values_list("initiative_id", "objective_id", "share"):
        if initiative is not None:
            shares[initiative][objective] = share
    return tuple(GridRow(initiative, shares[initiative.pk]) for initiative in initiatives)


def leaf_objectives(reader: Reader) -> tuple[Objective, ...]:
    """The objectives that receive contributions: those without parts."""
    return tuple(reach.objectives(reader).filter(children__isnull=True))
