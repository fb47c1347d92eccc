import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.engine.alignment import conflicts, net_spend
from tests.engine.alignment.portfolios import NAN, WORKED_EXAMPLE

SOURCES = 5
pairs = st.lists(
    st.tuples(st.integers(0, SOURCES - 1), st.integers(0, SOURCES - 1)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    max_size=5,
)
portfolios = st.fixed_dictionaries(
    {
        "spend": st.lists(st.sampled_from([0, 0, 5, 8]), min_size=SOURCES, max_size=SOURCES),
        "known": st.lists(st.booleans(), min_size=SOURCES, max_size=SOURCES),
        "satisfied": st.lists(st.booleans(), min_size=SOURCES, max_size=SOURCES),
        "excludes": pairs,
        "requires": pairs,
        "duplicates": pairs,
    }
)


def found_in(portfolio):
    rows = dict(portfolio)
    return conflicts(rows.pop("spend"), rows.pop("known"), **rows)


def is_broken(portfolio, cause, pair, *, unknown_costs_are_zero):
    """The definition, all costs being settled one way."""

    def funded(source):
        return portfolio["spend"][source] > 0 or not (
            portfolio["known"][source] or unknown_costs_are_zero[source]
        )

    one, other = pair
    if cause == "requires":
        return funded(one) and not funded(other) and not portfolio["satisfied"][other]
    return funded(one) and funded(other)


def verdicts(portfolio, cause, pair):
    """A pair is broken if it is so however unknown costs turn out, for both of its sources."""
    return {
        is_broken(
            portfolio, cause, pair, unknown_costs_are_zero=dict(zip(pair, zeros, strict=True))
        )
        for zeros in [(True, True), (True, False), (False, True), (False, False)]
    }


def test_the_worked_example_by_hand():
    net = net_spend(WORKED_EXAMPLE.amount, source=WORKED_EXAMPLE.line_source, sources=6)

    found = conflicts(
        net.amount,
        net.known,
        excludes=[[0, 1]],
        requires=[[5, 2], [1, 3]],
        duplicates=[[0, 5]],
    )

    assert found.excludes_spend == 700
    assert found.requires_spend == 100
    assert found.duplicates_spend == 500
    assert found.spend == 800
    assert found.sources.tolist() == [True, True, False, False, False, True]
    assert found.broken_requires.tolist() == [True, False]
    assert found.uncertain_requires.tolist() == [False, True]


@pytest.mark.parametrize("cause", ["excludes", "requires", "duplicates"])
@given(portfolio=portfolios)
def test_a_pair_is_broken_or_uncertain_as_unknown_costs_allow(cause, portfolio):
    every = [verdicts(portfolio, cause, pair) for pair in portfolio[cause]]

    found = found_in(portfolio)

    assert getattr(found, f"broken_{cause}").tolist() == [v == {True} for v in every]
    assert getattr(found, f"uncertain_{cause}").tolist() == [v == {True, False} for v in every]


@given(portfolios)
def test_each_source_counts_once_in_the_total(portfolio):
    found = found_in(portfolio)

    assert found.spend == sum(
        amount
        for amount, involved in zip(portfolio["spend"], found.sources, strict=True)
        if involved
    )
    assert found.spend <= found.excludes_spend + found.requires_spend + found.duplicates_spend
    assert found.spend >= max(found.excludes_spend, found.requires_spend, found.duplicates_spend)


def test_only_the_dependent_is_in_conflict_when_its_prerequisite_is_not_funded():
    found = conflicts([4, 0], [True, True], excludes=[], requires=[[0, 1]], duplicates=[])

    assert found.sources.tolist() == [True, False]
    assert found.requires_spend == 4


def test_a_delivered_prerequisite_needs_no_funding():
    found = conflicts(
        [4, 0],
        [True, True],
        excludes=[],
        requires=[[0, 1]],
        duplicates=[],
        satisfied=[False, True],
    )

    assert (found.spend, found.broken_requires.tolist()) == (0, [False])


def test_a_portfolio_without_pairs_has_no_conflict():
    found = conflicts([4, 2], [True, True], excludes=[], requires=[], duplicates=[])

    assert (found.spend, found.sources.tolist()) == (0, [False, False])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"excludes": [[0, 0]]}, "a source is paired with itself"),
        ({"requires": [[0, 2]]}, "a source index is outside 0 to 1"),
        ({"satisfied": [True]}, "satisfied has 1 rows where 2 are expected"),
    ],
)
def test_pairs_that_mean_nothing_are_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        conflicts(
            [4, 2], [True, True], **{"excludes": [], "requires": [], "duplicates": []} | changes
        )


def test_a_spend_that_is_not_netted_is_refused():
    with pytest.raises(ValueError, match="a spend is negative or unknown"):
        conflicts([NAN], [False], excludes=[], requires=[], duplicates=[])
