"""What each objective weighs and receives, parts added up into the whole."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cordee.platform.access import Reader
from cordee.strategy.models import Objective
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import ObjectiveFigure
from cordee.strategy.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class Weighed:
    """An objective of any level: its priority, what it receives, who serves it."""

    objective: Objective
    priority: float | None
    """Share of the whole priority; None when none is stated for it or a part of it."""
    spend: Decimal
    share: float | None
    initiatives: int
    parts: int
    hue: str


@dataclass(frozen=True, slots=True)
class Allotment:
    """The objectives of one level, among which 100 points are shared."""

    parent: Objective | None
    parts: tuple[Weighed, ...]

    @property
    def points(self) -> Decimal:
        return sum((w.objective.weight or Decimal(0) for w in self.parts), Decimal(0))

    @property
    def is_stated(self) -> bool:
        return any(w.objective.weight is not None for w in self.parts)


def weighed_objectives(reader: Reader, *, standing: Standing) -> dict[int, Weighed]:
    """Every objective by its id, with the figures of its leaves added up."""
    objectives = list(reach.objectives(reader))
    parents = {o.pk: o.parent_id for o in objectives}
    leaves = {figure.pk: figure for figure in standing.objectives}
    under: dict[int, list[ObjectiveFigure]] = defaultdict(list)
    for pk, figure in leaves.items():
        for above in _with_parents(pk, parents=parents):
            under[above].append(figure)
    parts: dict[int, int] = defaultdict(int)
    for parent in filter(None, parents.values()):
        parts[parent] += 1
    return {
        o.pk: _weighed(o, under[o.pk], initiatives=standing.serving.get(o.pk, 0), parts=parts[o.pk])
        for o in objectives
    }


def allotment(reader: Reader, *, parent: Objective | None, standing: Standing) -> Allotment:
    """The top-level objectives, or the parts of one, in the order of their codes."""
    found = weighed_objectives(reader, standing=standing)
    wanted = parent.pk if parent else None
    parts = tuple(w for w in found.values() if w.objective.parent_id == wanted)
    return Allotment(parent, parts)


def _weighed(
    objective: Objective, leaves: Iterable[ObjectiveFigure], *, initiatives: int, parts: int
) -> Weighed:
    listed = list(leaves)
    priorities = [leaf.priority for leaf in listed]
    shares = [leaf.share for leaf in listed]
    return Weighed(
        objective=objective,
        priority=_sum_if_known(priorities),
        spend=sum((leaf.spend for leaf in listed), Decimal(0)),
        share=_sum_if_known(shares),
        initiatives=initiatives,
        parts=parts,
        hue=listed[0].mark if len(listed) == 1 and listed[0].pk == objective.pk else "law",
    )


def _sum_if_known(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def _with_parents(pk: int, *, parents: dict[int, int | None]) -> list[int]:
    found: list[int] = []
    node: int | None = pk
    while node is not None and node not in found:
        found.append(node)
        node = parents.get(node)
    return found
