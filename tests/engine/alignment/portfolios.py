"""Portfolios drawn at random, and the worked example of docs/algorithms/alignment.md."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

NAN = float("nan")

money = st.integers(-50_000, 100_000).map(lambda cents: cents / 100)
weights = st.integers(1, 100).map(float)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A portfolio as the engine receives it: plain columns."""

    sources: int
    amount: list[float]
    line_source: list[int]
    weight: list[float]
    parent: list[int]
    contribution_source: list[int]
    contribution_objective: list[int]
    share: list[float]


WORKED_EXAMPLE = Portfolio(
    sources=6,
    amount=[500, -100, 300, 100, -150, NAN, 200, 100],
    line_source=[0, 0, 1, 2, 2, 3, 4, 5],
    weight=[3, 2, 1, 1],
    parent=[-1, 0, 0, -1],
    contribution_source=[0, 1, 1, 2, 3, 5],
    contribution_objective=[1, 1, 2, 3, 3, 2],
    share=[1, 0.5, 0.3, 1, 1, 1],
)


@st.composite
def portfolios(draw):
    sources = draw(st.integers(1, 6))
    parent = [draw(st.integers(-1, above - 1)) for above in range(draw(st.integers(1, 7)))]
    lines = draw(
        st.lists(st.tuples(st.integers(0, sources - 1), money | st.just(NAN)), max_size=12)
    )
    contributions = [
        (source, objective, part / 10)
        for source in range(sources)
        for objective, part in draw(_parts([o for o in range(len(parent)) if o not in parent]))
    ]
    return Portfolio(
        sources=sources,
        amount=[amount for _, amount in lines],
        line_source=[source for source, _ in lines],
        weight=[draw(weights) for _ in parent],
        parent=parent,
        contribution_source=[source for source, _, _ in contributions],
        contribution_objective=[objective for _, objective, _ in contributions],
        share=[share for _, _, share in contributions],
    )


@st.composite
def _parts(draw, leaves):
    """Tenths given to some leaves, ten at most in all."""
    given, left = [], 10
    for leaf in draw(st.lists(st.sampled_from(leaves), max_size=3)):
        part = draw(st.integers(0, left))
        given.append((leaf, part))
        left -= part
    return given


def shuffled(portfolio, rng):
    """The same portfolio, its sources renumbered and its rows in another order."""
    to = rng.permutation(portfolio.sources)
    lines = rng.permutation(len(portfolio.amount))
    rows = rng.permutation(len(portfolio.share))
    return Portfolio(
        sources=portfolio.sources,
        amount=[portfolio.amount[line] for line in lines],
        line_source=[int(to[portfolio.line_source[line]]) for line in lines],
        weight=portfolio.weight,
        parent=portfolio.parent,
        contribution_source=[int(to[portfolio.contribution_source[row]]) for row in rows],
        contribution_objective=[portfolio.contribution_objective[row] for row in rows],
        share=[portfolio.share[row] for row in rows],
    )


def split_in_two(portfolio, source):
    """The same portfolio, one source replaced by two halves with the same shares."""
    twin = portfolio.sources
    halved = [
        amount / 2 if owner == source else amount
        for owner, amount in zip(portfolio.line_source, portfolio.amount, strict=True)
    ]
    second = [i for i, owner in enumerate(portfolio.line_source) if owner == source]
    copied = [i for i, owner in enumerate(portfolio.contribution_source) if owner == source]
    return Portfolio(
        sources=portfolio.sources + 1,
        amount=halved + [halved[i] for i in second],
        line_source=portfolio.line_source + [twin] * len(second),
        weight=portfolio.weight,
        parent=portfolio.parent,
        contribution_source=portfolio.contribution_source + [twin] * len(copied),
        contribution_objective=portfolio.contribution_objective
        + [portfolio.contribution_objective[i] for i in copied],
        share=portfolio.share + [portfolio.share[i] for i in copied],
    )


def generator(seed):
    return np.random.default_rng(seed)
