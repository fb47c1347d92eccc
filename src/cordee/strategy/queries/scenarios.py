"""Priorities that are only imagined: what the spend would say of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from cordee.platform.access import Reader
from cordee.strategy.models import Scenario
from cordee.strategy.queries.figures import ObjectiveFigure, Picture
from cordee.strategy.queries.picture import picture, scores_under
from cordee.strategy.queries.rows import Basis


@dataclass(frozen=True, slots=True)
class Judged:
    """One leaf objective under the priorities as they are, and under those of a scenario."""

    name: str
    mark: str
    share: float | None
    now: float | None
    then: float | None

    @property
    def gap(self) -> float | None:
        """Share of the spend beyond the priority that the scenario gives."""
        if self.share is None or self.then is None:
            return None
        return self.share - self.then


@dataclass(frozen=True, slots=True)
class Scored:
    """A scenario of the list, and the alignment that its priorities would give."""

    scenario: Scenario
    score: float | None


def scenarios(reader: Reader) -> QuerySet[Scenario]:
    return Scenario.objects.filter(organisation=reader.organisation).order_by("name")


def scored_scenarios(
    reader: Reader, rows: Iterable[Scenario], *, basis: Basis, on: date
) -> tuple[Scored, ...]:
    """Scenarios with the alignment each would give; the spend is read once."""
    found = list(rows)
    scores = scores_under(reader, basis=basis, on=on, points=map(points_of, found))
    return tuple(Scored(one, score) for one, score in zip(found, scores, strict=True))


def picture_under(reader: Reader, *, scenario: Scenario, basis: Basis, on: date) -> Picture:
    """The golden thread as it would be judged with the priorities of the scenario."""
    return picture(reader, basis=basis, on=on, points=points_of(scenario))


def judged(now: Picture, then: Picture) -> tuple[Judged, ...]:
    """The leaf objectives side by side, the highest priority of the scenario first."""
    before: dict[int, ObjectiveFigure] = {figure.pk: figure for figure in now.objectives}
    return tuple(
        Judged(
            figure.name,
            before[figure.pk].mark,
            figure.share,
            before[figure.pk].priority,
            then=figure.priority,
        )
        for figure in then.objectives
    )


def points_of(scenario: Scenario) -> dict[int, Decimal]:
    """The points by objective id."""
    return {int(pk): Decimal(points) for pk, points in scenario.points.items()}
