"""What rows must be before they are computed on; a ValueError says which are not."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Amounts = NDArray[np.float64]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]


def amounts(spend: ArrayLike) -> Amounts:
    """Known spend, from 0 up.

    >>> amounts([3, 0]).tolist()
    [3.0, 0.0]
    """
    amount = np.asarray(spend, dtype=float).ravel()
    if not (np.isfinite(amount) & (amount >= 0)).all():
        raise ValueError("a spend is negative or unknown: give what net_spend answers")
    return amount


def mask(values: ArrayLike, *, size: int, name: str) -> Mask:
    """One yes or no per row.

    >>> mask([1, 0], size=2, name="known").tolist()
    [True, False]
    """
    answers = np.asarray(values, dtype=bool).ravel()
    _same_size(answers.size, size=size, name=name)
    return answers


def indices(values: ArrayLike, *, size: int, below: int, name: str, lowest: int = 0) -> Indices:
    """Row numbers, from `lowest` to `below` - 1.

    >>> indices([0, 2], size=2, below=3, name="source").tolist()
    [0, 2]
    """
    index = integers(values).ravel()
    _same_size(index.size, size=size, name=name)
    if size and (index.min() < lowest or index.max() >= below):
        raise ValueError(f"a {name} index is outside {lowest} to {below - 1}")
    return index


def pairs(values: ArrayLike, *, below: int) -> Indices:
    """Pairs of different sources.

    >>> pairs([[0, 2]], below=3).tolist()
    [[0, 2]]
    """
    couples = integers(values).reshape(-1, 2)
    indices(couples, size=couples.size, below=below, name="source")
    if (couples[:, 0] == couples[:, 1]).any():
        raise ValueError("a source is paired with itself")
    return couples


def integers(values: ArrayLike) -> Indices:
    """Whole numbers; an empty list has no type of its own, a fraction is refused, not cut.

    >>> integers([]).tolist(), integers([2]).tolist()
    ([], [2])
    """
    given = np.asarray(values)
    if given.size and given.dtype.kind not in "iu":
        raise ValueError("row numbers are whole numbers")
    return given.astype(np.intp)


def touched(index: Indices, *, size: int) -> Mask:
    """Say which of `size` rows an index names.

    >>> touched(indices([2, 2], size=2, below=3, name="source"), size=3).tolist()
    [False, False, True]
    """
    named = np.zeros(size, dtype=bool)
    named[index] = True
    return named


def total_by(index: Indices, weights: Amounts, *, size: int) -> Amounts:
    """Sum the weights of each row.

    >>> total_by(integers([1, 1]), amounts([2, 3]), size=3).tolist()
    [0.0, 5.0, 0.0]
    """
    return np.bincount(index, weights=weights, minlength=size).astype(np.float64, copy=False)


def fraction(part: float, whole: float) -> float:
    """A part of a whole, nan when there is no whole.

    >>> fraction(1, 4), fraction(0, 0)
    (0.25, nan)
    """
    return part / whole if whole > 0 else float("nan")


def _same_size(rows: int, *, size: int, name: str) -> None:
    if rows != size:
        raise ValueError(f"{name} has {rows} rows where {size} are expected")
