import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.engine.alignment import aligned, leaf_priorities, leaves, net_spend
from tests.engine.alignment.portfolios import (
    NAN,
    WORKED_EXAMPLE,
    generator,
    portfolios,
    shuffled,
    split_in_two,
)


def thread(portfolio):
    net = net_spend(portfolio.amount, source=portfolio.line_source, sources=portfolio.sources)
    return aligned(
        net.amount,
        net.known,
        contribution_source=portfolio.contribution_source,
        contribution_objective=portfolio.contribution_objective,
        share=portfolio.share,
        priority=leaf_priorities(portfolio.weight, parent=portfolio.parent),
        leaf=leaves(portfolio.parent),
    )


def thread_by_loops(portfolio):
    """The definition, one row at a time: spend by objective, orphan, score, HHI, states."""
    net = net_spend(portfolio.amount, source=portfolio.line_source, sources=portfolio.sources)
    carried = [0.0] * len(portfolio.parent)
    left = [1.0] * portfolio.sources
    served, doubtful = set(), set()
    contributors = [set() for _ in portfolio.parent]
    for source, objective, share in zip(
        portfolio.contribution_source,
        portfolio.contribution_objective,
        portfolio.share,
        strict=True,
    ):
        if share > 0:
            carried[objective] += share * net.amount[source]
            left[source] -= share
            contributors[objective].add(source)
            if net.amount[source] > 0:
                served.add(objective)
            if not net.known[source]:
                doubtful.add(objective)
    orphan = sum(net.amount[s] * max(left[s], 0) for s in range(portfolio.sources))
    leaf = [o for o in range(len(portfolio.parent)) if o not in portfolio.parent]
    return {
        "carried": carried,
        "orphan": orphan,
        "contributors": [len(sources) for sources in contributors],
        "orphan_sources": [
            not any(source in sources for sources in contributors)
            for source in range(portfolio.sources)
        ],
        "unserved": [o for o in leaf if o not in served and o not in doubtful],
        "unknown": [o for o in leaf if o not in served and o in doubtful],
        "score": score_by_loops(portfolio, carried, orphan),
        "concentration": sum((c / sum(carried)) ** 2 for c in carried) if any(carried) else NAN,
    }


def score_by_loops(portfolio, carried, orphan):
    total = sum(carried) + orphan
    if total == 0:
        return NAN
    priority = leaf_priorities(portfolio.weight, parent=portfolio.parent)
    gaps = [abs(c / total - p) for c, p in zip(carried, priority, strict=True)]
    return 1 - (sum(gaps) + orphan / total) / 2


def test_the_worked_example_by_hand():
    found = thread(WORKED_EXAMPLE)

    assert found.total == 1000
    assert found.by_objective.tolist() == pytest.approx([0, 550, 190, 0])
    assert found.orphan == pytest.approx(260)
    assert found.share.tolist() == pytest.approx([0, 0.55, 0.19, 0])
    assert found.orphan_share == pytest.approx(0.26)
    assert found.score == pytest.approx(0.69)
    assert found.initiatives.tolist() == [0, 2, 2, 2]
    assert found.orphan_sources.tolist() == [False, False, False, False, True, False]
    assert found.unserved.tolist() == [False] * 4
    assert found.unknown.tolist() == [False, False, False, True]
    assert found.concentration == pytest.approx((550**2 + 190**2) / 740**2)


@given(portfolios())
def test_the_thread_equals_a_loop_over_the_rows(portfolio):
    by_loops = thread_by_loops(portfolio)

    found = thread(portfolio)

    assert found.by_objective.tolist() == pytest.approx(by_loops["carried"], abs=1e-6)
    assert found.orphan == pytest.approx(by_loops["orphan"], abs=1e-6)
    assert found.initiatives.tolist() == by_loops["contributors"]
    assert found.orphan_sources.tolist() == by_loops["orphan_sources"]
    assert found.unserved.nonzero()[0].tolist() == by_loops["unserved"]
    assert found.unknown.nonzero()[0].tolist() == by_loops["unknown"]
    assert found.score == pytest.approx(by_loops["score"], nan_ok=True)
    assert found.concentration == pytest.approx(by_loops["concentration"], nan_ok=True)


@given(portfolios())
def test_every_euro_reaches_an_objective_or_is_orphan(portfolio):
    found = thread(portfolio)

    assert found.by_objective.sum() + found.orphan == pytest.approx(found.total)


@given(portfolios())
def test_the_score_is_between_zero_and_one_or_unknown_without_spend(portfolio):
    found = thread(portfolio)

    assert 0 <= found.score <= 1 or (math.isnan(found.score) and found.total == 0)


@given(portfolios(), st.integers(0, 1000))
def test_the_thread_does_not_depend_on_the_order_of_rows(portfolio, seed):
    here, there = thread(portfolio), thread(shuffled(portfolio, generator(seed)))

    assert there.by_objective.tolist() == pytest.approx(here.by_objective.tolist())
    assert there.orphan == pytest.approx(here.orphan)
    assert there.score == pytest.approx(here.score, nan_ok=True)
    assert there.initiatives.tolist() == here.initiatives.tolist()
    assert there.unserved.tolist() == here.unserved.tolist()
    assert there.unknown.tolist() == here.unknown.tolist()


@given(portfolios(), st.data())
def test_the_thread_does_not_change_when_a_source_is_split_in_two(portfolio, data):
    source = data.draw(st.integers(0, portfolio.sources - 1))

    here, there = thread(portfolio), thread(split_in_two(portfolio, source))

    assert there.by_objective.tolist() == pytest.approx(here.by_objective.tolist())
    assert there.orphan == pytest.approx(here.orphan)
    assert there.score == pytest.approx(here.score, nan_ok=True)
    assert there.concentration == pytest.approx(here.concentration, nan_ok=True)
    assert there.unserved.tolist() == here.unserved.tolist()
    assert there.unknown.tolist() == here.unknown.tolist()


def two_objectives(spend, known=None, **changes):
    rows = {
        "contribution_source": [0],
        "contribution_objective": [0],
        "share": [1],
        "priority": [0.5, 0.5],
        "leaf": [True, True],
    }
    return aligned(spend, [True] * len(spend) if known is None else known, **rows | changes)


def test_spend_that_follows_the_priorities_scores_one():
    found = two_objectives(
        [10], contribution_source=[0, 0], contribution_objective=[0, 1], share=[0.5, 0.5]
    )

    assert found.score == 1


def test_spend_that_serves_nothing_scores_zero():
    found = two_objectives([10], contribution_source=[], contribution_objective=[], share=[])

    assert (found.score, found.orphan_share) == (0, 1)
    assert math.isnan(found.concentration)
    assert found.unserved.tolist() == [True, True]


@pytest.mark.parametrize("priority", [[NAN, NAN], [0.5, NAN]])
def test_without_stated_priorities_there_is_no_score(priority):
    found = two_objectives([10], priority=priority)

    assert math.isnan(found.score)
    assert found.share.tolist() == [1, 0]


def test_without_objectives_all_is_orphan_and_there_is_no_score():
    found = two_objectives(
        [10],
        contribution_source=[],
        contribution_objective=[],
        share=[],
        priority=[],
        leaf=[],
    )

    assert (found.orphan, found.orphan_share) == (10, 1)
    assert math.isnan(found.score)


def test_without_spend_shares_are_unknown():
    found = two_objectives([0])

    assert [math.isnan(share) for share in found.share] == [True, True]
    assert math.isnan(found.orphan_share)
    assert math.isnan(found.score)


def test_a_source_of_unknown_cost_makes_its_objective_unknown_unless_another_serves_it():
    found = two_objectives(
        [0, 10],
        known=[False, True],
        contribution_source=[0, 0, 1],
        contribution_objective=[0, 1, 1],
        share=[0.5, 0.5, 1],
    )

    assert found.unknown.tolist() == [True, False]
    assert found.unserved.tolist() == [False, False]


def test_a_share_of_zero_is_no_contribution():
    found = two_objectives([10], share=[0])

    assert found.initiatives.tolist() == [0, 0]
    assert found.orphan_sources.tolist() == [True]
    assert found.unserved.tolist() == [True, True]


def test_two_contributions_of_a_source_to_an_objective_count_one_source():
    found = two_objectives(
        [10], contribution_source=[0, 0], contribution_objective=[0, 0], share=[0.4, 0.6]
    )

    assert found.initiatives.tolist() == [1, 0]


def test_shares_that_sum_to_one_but_for_rounding_leave_no_orphan():
    tenths = 10

    found = two_objectives(
        [7],
        contribution_source=[0] * tenths,
        contribution_objective=[0] * tenths,
        share=[0.1] * tenths,
    )

    assert found.orphan == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"share": [1.1]}, "share is not between 0 and 1"),
        ({"share": [-0.1]}, "share is not between 0 and 1"),
        ({"share": [NAN]}, "share is not between 0 and 1"),
        ({"share": []}, "source has 1 rows where 0 are expected"),
        ({"contribution_source": [1]}, "a source index is outside 0 to 0"),
        ({"contribution_objective": [2]}, "an? objective index is outside 0 to 1"),
        ({"leaf": [False, True], "priority": [0, 1]}, "goes to an objective that is not a leaf"),
        ({"leaf": [True, False]}, "that is not a leaf has a priority"),
        ({"leaf": [True]}, "leaf has 1 rows where 2 are expected"),
        ({"priority": [0.5, 0.4]}, "priorities are not negative and sum to 1"),
        ({"priority": [1.5, -0.5]}, "priorities are not negative and sum to 1"),
    ],
)
def test_rows_that_mean_nothing_are_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        two_objectives([10], **changes)


def test_shares_of_a_source_above_one_are_refused_with_its_number():
    with pytest.raises(ValueError, match=r"the shares of source 0 sum to 1\.2, above 1"):
        two_objectives(
            [10], contribution_source=[0, 0], contribution_objective=[0, 1], share=[0.6, 0.6]
        )
