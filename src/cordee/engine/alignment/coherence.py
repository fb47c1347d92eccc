"""Silo coherence: the spend that contradicts itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cordee.engine.alignment.rows import Amounts, Indices, Mask, amounts, mask, pairs, touched


@dataclass(frozen=True, slots=True)
class Conflict:
    """Spend that contradicts itself, by cause, and the pairs that say so."""

    spend: float
    """Spend of the sources in conflict, each counted once."""
    sources: Mask
    """Per source: it is in conflict."""
    excludes_spend: float
    """Spend of the sources in a broken `excludes`, each counted once."""
    requires_spend: float
    """Spend of the dependents of a broken `requires`, each counted once."""
    duplicates_spend: float
    """Spend of the sources in a broken pair of duplicates, each counted once."""
    broken_excludes: Mask
    """Per pair: both sides are funded."""
    broken_requires: Mask
    """Per pair: the dependent is funded, its prerequisite is neither funded nor satisfied."""
    broken_duplicates: Mask
    """Per pair: both sides are funded."""
    uncertain_excludes: Mask
    """Per pair: broken or not, according to an unknown cost."""
    uncertain_requires: Mask
    """Per pair: broken or not, according to an unknown cost."""
    uncertain_duplicates: Mask
    """Per pair: broken or not, according to an unknown cost."""


@dataclass(frozen=True, slots=True)
class _Funding:
    """What each source receives, for certain or perhaps."""

    sure: Mask
    possible: Mask
    satisfied: Mask


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Which pairs of a cause are broken, which may be, and whom that involves."""

    broken: Mask
    uncertain: Mask
    involved: Mask


def conflicts(
    spend: ArrayLike,
    known: ArrayLike,
    *,
    excludes: ArrayLike,
    requires: ArrayLike,
    duplicates: ArrayLike,
    satisfied: ArrayLike | None = None,
) -> Conflict:
    """Find the spend that contradicts itself, and the pairs that say so.

    `spend` float[S] from 0 up and `known` bool[S]: as `net_spend` gives them.
    `excludes`, `duplicates` int[n, 2]: pairs of sources; both funded is a conflict of both.
    `requires` int[n, 2]: (dependent, prerequisite); funded without its prerequisite, the
    dependent is in conflict. `satisfied` bool[S]: already delivered, counts as funded.
    A source is funded when its known spend is above 0; it may be when its cost is unknown.
    ValueError: a negative or unknown spend, a bad index or length, a source paired with itself.

    >>> found = conflicts([50, 30, 0, 20], [True] * 4,
    ...     excludes=[[0, 1]], requires=[[1, 2]], duplicates=[[0, 2]])
    >>> found.spend, found.excludes_spend, found.requires_spend, found.duplicates_spend
    (80.0, 80.0, 30.0, 0.0)
    """
    amount = amounts(spend)
    funding = _funding(amount, known, satisfied)
    rivals = _both_funded(pairs(excludes, below=amount.size), funding)
    alone = _prerequisite_missing(pairs(requires, below=amount.size), funding)
    twins = _both_funded(pairs(duplicates, below=amount.size), funding)
    return _conflict(amount, rivals, alone, twins)


def _conflict(amount: Amounts, rivals: _Verdict, alone: _Verdict, twins: _Verdict) -> Conflict:
    involved = rivals.involved | alone.involved | twins.involved
    return Conflict(
        spend=float(amount[involved].sum()),
        sources=involved,
        excludes_spend=float(amount[rivals.involved].sum()),
        requires_spend=float(amount[alone.involved].sum()),
        duplicates_spend=float(amount[twins.involved].sum()),
        broken_excludes=rivals.broken,
        broken_requires=alone.broken,
        broken_duplicates=twins.broken,
        uncertain_excludes=rivals.uncertain,
        uncertain_requires=alone.uncertain,
        uncertain_duplicates=twins.uncertain,
    )


def _funding(amount: Amounts, known: ArrayLike, satisfied: ArrayLike | None) -> _Funding:
    certain = mask(known, size=amount.size, name="known")
    nobody = np.zeros(amount.size, dtype=bool)
    done = mask(nobody if satisfied is None else satisfied, size=amount.size, name="satisfied")
    return _Funding(amount > 0, (amount > 0) | ~certain, done)


def _both_funded(sides: Indices, funding: _Funding) -> _Verdict:
    one, other = sides[:, 0], sides[:, 1]
    broken = funding.sure[one] & funding.sure[other]
    uncertain = funding.possible[one] & funding.possible[other] & ~broken
    return _Verdict(broken, uncertain, touched(sides[broken], size=funding.sure.size))


def _prerequisite_missing(sides: Indices, funding: _Funding) -> _Verdict:
    dependent, needed = sides[:, 0], sides[:, 1]
    without = ~(funding.possible | funding.satisfied)[needed]
    perhaps_without = ~(funding.sure | funding.satisfied)[needed]
    broken = funding.sure[dependent] & without
    uncertain = funding.possible[dependent] & perhaps_without & ~broken
    return _Verdict(broken, uncertain, touched(dependent[broken], size=funding.sure.size))
