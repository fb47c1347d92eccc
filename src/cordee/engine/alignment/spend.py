"""Spend of each source: credits deducted, unknown costs kept apart; and shares of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cordee.engine.alignment.rows import (
    Amounts,
    Mask,
    amounts,
    fraction,
    indices,
    mask,
    total_by,
    touched,
)

CANCELLED = 1e-12
"""A net this small beside the amounts it nets is the rounding of binary floats, not money."""


@dataclass(frozen=True, slots=True)
class NetSpend:
    """What each source spends once its credits are deducted."""

    amount: Amounts
    """Per source: the net of its known lines, never below zero."""
    known: Mask
    """Per source: no line of it is unknown (true of a source without any line)."""
    stated: Mask
    """Per source: it has at least one line."""
    credited: Mask
    """Per source: all is known and credits exceed costs, so the amount was raised to zero."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the spend, and how much of the spend the answer is known for."""

    value: float
    """Part of the spend for which the answer is yes, among the spend that states an answer."""
    covered: float
    """Part of the whole spend that states an answer."""


def net_spend(amount: ArrayLike, *, source: ArrayLike, sources: int) -> NetSpend:
    """Net the lines of each source: costs less credits, never below zero.

    `amount` float[L]: nan is a cost that exists and is unknown, negative is a credit.
    `source` int[L]: the source of each line, from 0 to `sources` - 1.
    ValueError: an infinite amount, an index outside the sources, lengths that differ.

    >>> net = net_spend([500, -100, 80, -120, float("nan")], source=[0, 0, 1, 1, 2], sources=4)
    >>> net.amount.tolist()
    [400.0, 0.0, 0.0, 0.0]
    >>> net.known.tolist(), net.stated.tolist()
    ([True, True, False, True], [True, True, True, False])
    >>> net.credited.tolist()
    [False, True, False, False]
    """
    lines = np.asarray(amount, dtype=float).ravel()
    if np.isinf(lines).any():
        raise ValueError("an amount is infinite: give a number, or nan when it is unknown")
    owner = indices(source, size=lines.size, below=sources, name="source")
    unknown = np.isnan(lines)
    cash = np.where(unknown, 0.0, lines)
    net = total_by(owner, cash, size=sources)
    gross = total_by(owner, np.abs(cash), size=sources)
    net[np.abs(net) <= CANCELLED * gross] = 0.0
    known = ~touched(owner[unknown], size=sources)
    return NetSpend(
        amount=np.maximum(net, 0.0),
        known=known,
        stated=touched(owner, size=sources),
        credited=known & (net < 0),
    )


def share_where(spend: ArrayLike, holds: ArrayLike, *, stated: ArrayLike | None = None) -> Share:
    """Measure the part of the spend for which something holds, where that is stated.

    `spend` float[N] from 0 up; `holds` bool[N]; `stated` bool[N], all of them by default.
    The value is nan when no spend states an answer, the coverage when there is no spend.
    ValueError: a negative or unknown spend, lengths that differ.

    >>> share_where([40, 40, 20], [True, False, False], stated=[True, True, False])
    Share(value=0.5, covered=0.8)
    """
    amount = amounts(spend)
    every = np.ones(amount.size, dtype=bool)
    yes = mask(holds, size=amount.size, name="holds")
    told = mask(every if stated is None else stated, size=amount.size, name="stated")
    answered = float(amount[told].sum())
    return Share(
        value=fraction(float(amount[told & yes].sum()), answered),
        covered=fraction(answered, float(amount.sum())),
    )
