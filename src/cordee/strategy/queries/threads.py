"""The golden thread on rows already read: what reaches each objective, in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from cordee.engine.alignment import (
    NO_PARENT,
    Alignment,
    NetSpend,
    aligned,
    leaf_priorities,
    leaves,
)
from cordee.platform.access import Reader
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import ObjectiveFigure

CENT = Decimal("0.01")
HUES = 5
ObjectiveRow = tuple[int, str, str, int | None, Decimal | None]
"""(id, code, name, parent, weight)"""
Linked = tuple[int, int, Decimal]
"""(place of the source, place of the objective, share)"""


@dataclass(frozen=True, slots=True)
class Columns:
    """Many links column by column: a tuple for each would take ten times the room."""

    source: NDArray[np.int64]
    objective: NDArray[np.int64]
    share: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Thread:
    """The alignment of the sources with the objectives, and what it was measured against."""

    alignment: Alignment
    priority: NDArray[np.float64]
    leaf: NDArray[np.bool_]


def objective_rows(reader: Reader) -> list[ObjectiveRow]:
    rows = reach.objectives(reader).select_related(None)
    return list(rows.values_list("pk", "code", "name", "parent_id", "weight"))


def thread(
    net: NetSpend, *, objectives: Sequence[ObjectiveRow], links: Sequence[Linked] | Columns
) -> Thread:
    place = {row[0]: n for n, row in enumerate(objectives)}
    parent = [NO_PARENT if row[3] is None else place[row[3]] for row in objectives]
    weight = [np.nan if row[4] is None else float(row[4]) for row in objectives]
    priority, leaf = leaf_priorities(weight, parent=parent), leaves(parent)
    columns = links if isinstance(links, Columns) else _columns(links)
    alignment = aligned(
        net.amount,
        net.known,
        contribution_source=columns.source,
        contribution_objective=columns.objective,
        share=columns.share,
        priority=priority,
        leaf=leaf,
    )
    return Thread(alignment, priority, leaf)


def _columns(links: Sequence[Linked]) -> Columns:
    return Columns(
        np.array([link[0] for link in links], dtype=np.int64),
        np.array([link[1] for link in links], dtype=np.int64),
        np.array([link[2] for link in links], dtype=np.float64),
    )


def objective_figures(
    objectives: Sequence[ObjectiveRow], *, found: Thread
) -> tuple[ObjectiveFigure, ...]:
    """The leaves, the highest priority first; the first five have a hue of their own."""
    told, priority = found.alignment, found.priority
    by_rank = sorted(
        (n for n in range(len(objectives)) if found.leaf[n]),
        key=lambda n: (-np.nan_to_num(priority[n]), -told.by_objective[n], objectives[n][1]),
    )
    return tuple(
        ObjectiveFigure(
            pk=objectives[n][0],
            code=objectives[n][1],
            name=objectives[n][2],
            mark=f"o{rank}" if rank <= HUES else "other",
            priority=number(priority[n]),
            spend=money(told.by_objective[n]),
            share=number(told.share[n]),
            initiatives=int(told.initiatives[n]),
            state="unserved" if told.unserved[n] else "unknown" if told.unknown[n] else "served",
        )
        for rank, n in enumerate(by_rank, start=1)
    )


def money(amount: float) -> Decimal:
    return Decimal(repr(float(amount))).quantize(CENT)


def number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
