"""Priorities of leaf objectives, from weights given among siblings."""

import numpy as np
from numpy.typing import ArrayLike

from cordee.engine.alignment.rows import Amounts, Indices, Mask, indices, integers, total_by

NO_PARENT = -1


def leaves(parent: ArrayLike) -> Mask:
    """Say which objectives have no objective below them.

    `parent` int[O]: the index of the objective above, NO_PARENT for a root.
    ValueError: an index outside the objectives.

    >>> leaves([-1, 0, 0, -1]).tolist()
    [False, True, True, True]
    """
    above = _parents(parent, size=integers(parent).size)
    leaf = np.ones(above.size, dtype=bool)
    leaf[above[above != NO_PARENT]] = False
    return leaf


def leaf_priorities(weight: ArrayLike, *, parent: ArrayLike) -> Amounts:
    """Turn weights into priorities: siblings share their parent's priority by weight.

    `weight` float[O]: any unit, compared between siblings only; nan is not stated.
    `parent` int[O]: the index of the objective above, NO_PARENT for a root.
    Returns float[O]: the priorities of the leaves, whose sum is 1, and 0 elsewhere. All nan
    when a group of siblings lacks a weight or weighs 0: the priorities are then not stated.
    ValueError: a negative or infinite weight, an index outside the objectives, a circle.

    >>> leaf_priorities([3, 2, 1, 1], parent=[-1, 0, 0, -1]).tolist()
    [0.0, 0.5, 0.25, 0.25]
    >>> leaf_priorities([3, float("nan")], parent=[-1, -1]).tolist()
    [nan, nan]
    """
    weights = np.asarray(weight, dtype=float).ravel()
    if (weights < 0).any() or np.isinf(weights).any():
        raise ValueError("a weight is negative or infinite: weights are finite, from 0 up")
    above = _parents(parent, size=weights.size)
    share = _share_among_siblings(weights, above)
    priority = _product_up_to_the_root(share, above)
    if np.isnan(share).any():
        return np.full(weights.size, np.nan)
    return np.where(leaves(above), priority, 0.0)


def _parents(parent: ArrayLike, *, size: int) -> Indices:
    return indices(parent, size=size, below=size, name="parent", lowest=NO_PARENT)


def _share_among_siblings(weights: Amounts, above: Indices) -> Amounts:
    """Nan throughout a group of siblings that lacks a weight or weighs nothing."""
    family = above - NO_PARENT
    whole = total_by(family, weights, size=weights.size + 1)[family]
    share = np.full(weights.size, np.nan)
    np.divide(weights, whole, out=share, where=whole > 0)
    return share


def _product_up_to_the_root(share: Amounts, above: Indices) -> Amounts:
    """Multiply each share by those of its ancestors; each round doubles how many."""
    product = share
    for _ in range(above.size.bit_length()):
        climbs = above != NO_PARENT
        product = np.where(climbs, product * product[above], product)
        above = np.where(climbs, above[above], above)
    if (above != NO_PARENT).any():
        raise ValueError("the objectives form a circle: one of them is its own ancestor")
    return product
