"""How far is an indicator on its way, and does anybody still measure it?

Values are in the unit of each indicator; days are whole days; shares are shares of one. NaN is
what is unknown. Explained in docs/algorithms/indicators.md.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


def way_done(baseline: ArrayLike, target: ArrayLike, value: ArrayLike) -> Floats:
    """Share of the way from baseline to target: 0 at the start, 1 at the end, not clipped.

    NaN where one of the three is unknown, or where baseline and target are equal: no way to go.

    >>> way_done([20.0, 8.0, 5.0], [60.0, 2.0, 5.0], [30.0, 9.5, 5.0]).tolist()
    [0.25, -0.25, nan]
    """
    start, end, here = _floats(baseline), _floats(target), _floats(value)
    way = end - start
    return np.where(way == 0, np.nan, (here - start) / np.where(way == 0, 1.0, way))


def is_reached(target: ArrayLike, value: ArrayLike, *, higher_is_better: ArrayLike) -> Booleans:
    """Whether the target is met, from the better side; an unknown value or target is not.

    >>> is_reached([60, 2, np.nan], [61, 3, 1], higher_is_better=[True, False, True]).tolist()
    [True, False, False]
    """
    end, here = _floats(target), _floats(value)
    return np.where(np.asarray(higher_is_better, dtype=bool), here >= end, here <= end)


def time_gone(elapsed_days: ArrayLike, total_days: ArrayLike) -> Floats:
    """Share of the time between baseline and target that has passed, between 0 and 1.

    NaN where one of the two days is unknown or where no time was given.

    >>> time_gone([91, 400, np.nan], [364, 365, 100]).tolist()
    [0.25, 1.0, nan]
    """
    elapsed, total = _floats(elapsed_days), _floats(total_days)
    given = total > 0
    return np.where(given, np.clip(elapsed / np.where(given, total, 1.0), 0.0, 1.0), np.nan)


def is_stale(age_days: ArrayLike, *, every_days: ArrayLike, grace: float) -> Booleans:
    """Whether a measure that was due has not come: older than its rhythm plus a share of it.

    An indicator that was never measured (age NaN) is unknown, not stale.

    >>> is_stale([100, 140, np.nan], every_days=[92, 92, 92], grace=0.5).tolist()
    [False, True, False]
    """
    return _floats(age_days) > _floats(every_days) * (1.0 + grace)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
