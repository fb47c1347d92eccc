"""The thread itself: spend flows to leaf objectives by contribution shares."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cordee.engine.alignment.rows import (
    Amounts,
    Indices,
    Mask,
    amounts,
    fraction,
    indices,
    mask,
    total_by,
    touched,
)

TOLERANCE = 1e-9
"""Shares and priorities are fractions rounded by floats: what is below this is rounding."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where the spend goes, against where the priorities say it should go."""

    total: float
    """Known spend of all sources."""
    by_objective: Amounts
    """Per objective: the spend that reaches it."""
    initiatives: Indices
    """Per objective: how many sources contribute to it, funded or not."""
    orphan: float
    """Spend that reaches no objective."""
    orphan_sources: Mask
    """Per source: it contributes to nothing at all."""
    share: Amounts
    """Per objective: its part of the total (nan without spend)."""
    orphan_share: float
    """Orphan part of the total (nan without spend)."""
    score: float
    """1 when shares equal priorities, 0 when nothing is in common; nan when not computable."""
    unserved: Mask
    """Per objective: a leaf that no funded source serves, for certain."""
    unknown: Mask
    """Per objective: a leaf served by no known spend, but by a source whose cost is unknown."""
    concentration: float
    """Herfindahl-Hirschman index of the spend that reaches objectives (nan without any)."""


@dataclass(frozen=True, slots=True)
class _Flow:
    """The contributions that carry something, and what they carry from."""

    source: Indices
    objective: Indices
    part: Amounts
    spend: Amounts
    known: Mask


def aligned(
    spend: ArrayLike,
    known: ArrayLike,
    *,
    contribution_source: ArrayLike,
    contribution_objective: ArrayLike,
    share: ArrayLike,
    priority: ArrayLike,
    leaf: ArrayLike,
) -> Alignment:
    """Let the spend flow to the leaf objectives by contribution shares, and compare.

    `spend` float[S] from 0 up and `known` bool[S]: as `net_spend` gives them.
    `contribution_source`, `contribution_objective` int[C] and `share` float[C]: what part of
    a source serves an objective; what a source does not contribute is orphan.
    `priority` float[O] and `leaf` bool[O]: as `leaf_priorities` and `leaves` give them.
    ValueError: a negative or unknown spend, a share outside [0, 1], shares of one source above
    1, an objective that is not a leaf, priorities that do not sum to 1, a bad index or length.

    >>> picture = aligned([60, 40], [True, True], contribution_source=[0], share=[1],
    ...     contribution_objective=[0], priority=[0.7, 0.3], leaf=[True, True])
    >>> picture.by_objective.tolist(), picture.orphan, round(picture.score, 9)
    ([60.0, 0.0], 40.0, 0.6)
    >>> picture.unserved.tolist()
    [False, True]
    """
    amount = amounts(spend)
    certain = mask(known, size=amount.size, name="known")
    part = np.asarray(share, dtype=float).ravel()
    target = np.asarray(priority, dtype=float).ravel()
    ends = mask(leaf, size=target.size, name="leaf")
    source = indices(contribution_source, size=part.size, below=amount.size, name="source")
    objective = indices(contribution_objective, size=part.size, below=target.size, name="objective")
    _refuse_inner_objectives(objective, priority=target, leaf=ends)
    rest = _uncontributed(part, source=source, sources=amount.size)
    carries = part > 0
    flow = _Flow(source[carries], objective[carries], part[carries], amount, certain)
    return _picture(flow, orphan=float((amount * rest).sum()), priority=target, leaf=ends)


def _refuse_inner_objectives(objective: Indices, *, priority: Amounts, leaf: Mask) -> None:
    if not leaf[objective].all():
        raise ValueError("a contribution goes to an objective that is not a leaf")
    if priority.size == 0 or np.isnan(priority).any():
        return
    if (priority < 0).any() or abs(priority.sum() - 1) > TOLERANCE:
        raise ValueError("priorities are not negative and sum to 1, or are nan when not stated")
    if (priority[~leaf] > 0).any():
        raise ValueError("an objective that is not a leaf has a priority of its own")


def _uncontributed(part: Amounts, *, source: Indices, sources: int) -> Amounts:
    """Per source: 1 less its shares."""
    if not ((part >= 0) & (part <= 1 + TOLERANCE)).all():
        raise ValueError("a contribution share is not between 0 and 1")
    rest = 1 - total_by(source, part, size=sources)
    if (rest < -TOLERANCE).any():
        worst = int(rest.argmin())
        raise ValueError(f"the shares of source {worst} sum to {1 - rest[worst]:.10g}, above 1")
    return np.where(rest > TOLERANCE, rest, 0.0)


def _picture(flow: _Flow, *, orphan: float, priority: Amounts, leaf: Mask) -> Alignment:
    size = leaf.size
    given = flow.spend[flow.source]
    total = float(flow.spend.sum())
    carried = total_by(flow.objective, given * flow.part, size=size)
    shares = carried / total if total > 0 else np.full(size, np.nan)
    orphan_share = fraction(orphan, total)
    served = touched(flow.objective[given > 0], size=size)
    doubtful = touched(flow.objective[~flow.known[flow.source]], size=size)
    return Alignment(
        total=total,
        by_objective=carried,
        initiatives=_sources_by_objective(flow, objectives=size),
        orphan=orphan,
        orphan_sources=~touched(flow.source, size=flow.spend.size),
        share=shares,
        orphan_share=orphan_share,
        score=_score(shares, orphan_share=orphan_share, priority=priority),
        unserved=leaf & ~served & ~doubtful,
        unknown=leaf & ~served & doubtful,
        concentration=_herfindahl(carried),
    )


def _sources_by_objective(flow: _Flow, *, objectives: int) -> Indices:
    """Two contributions of one source to one objective count one source."""
    met = np.sort(flow.source * objectives + flow.objective)
    first = np.diff(met, prepend=-1) > 0
    return np.bincount(met[first] % max(objectives, 1), minlength=objectives)


def _score(share: Amounts, *, orphan_share: float, priority: Amounts) -> float:
    if priority.size == 0:
        return float("nan")
    distance = (np.abs(share - priority).sum() + orphan_share) / 2
    return float(np.clip(1 - distance, 0.0, 1.0))


def _herfindahl(spend: Amounts) -> float:
    whole = float(spend.sum())
    return float(((spend / whole) ** 2).sum()) if whole > 0 else float("nan")
