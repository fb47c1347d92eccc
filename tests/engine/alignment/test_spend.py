import math

import pytest
from hypothesis import given

from cordee.engine.alignment import Share, net_spend, share_where
from tests.engine.alignment.portfolios import NAN, WORKED_EXAMPLE, portfolios


def net(portfolio):
    return net_spend(portfolio.amount, source=portfolio.line_source, sources=portfolio.sources)


def test_the_worked_example_nets_credits_and_keeps_the_unknown_apart():
    found = net(WORKED_EXAMPLE)

    assert found.amount.tolist() == [400, 300, 0, 0, 200, 100]
    assert found.known.tolist() == [True, True, True, False, True, True]
    assert found.stated.tolist() == [True] * 6
    assert found.credited.tolist() == [False, False, True, False, False, False]


@given(portfolios())
def test_net_spend_equals_a_loop_over_the_lines(portfolio):
    lines = [
        [a for a, s in zip(portfolio.amount, portfolio.line_source, strict=True) if s == source]
        for source in range(portfolio.sources)
    ]
    sums = [math.fsum(a for a in own if not math.isnan(a)) for own in lines]
    known = [not any(math.isnan(a) for a in own) for own in lines]

    found = net(portfolio)

    assert found.amount.tolist() == pytest.approx([max(total, 0) for total in sums])
    assert found.known.tolist() == known
    assert found.stated.tolist() == [bool(own) for own in lines]
    assert found.credited.tolist() == [
        all_known and round(total, 2) < 0 for all_known, total in zip(known, sums, strict=True)
    ]


@given(portfolios())
def test_a_net_is_never_below_zero(portfolio):
    assert (net(portfolio).amount >= 0).all()


def test_amounts_that_cancel_leave_nothing_whatever_their_order():
    amounts = [0.1, 0.2, -0.3]

    nets = [net_spend(order, source=[0] * 3, sources=1) for order in (amounts, amounts[::-1])]

    assert [found.amount.tolist() for found in nets] == [[0.0], [0.0]]
    assert [found.credited.tolist() for found in nets] == [[False], [False]]


def test_known_credits_beside_an_unknown_cost_do_not_make_a_credited_source():
    found = net_spend([-10, NAN], source=[0, 0], sources=1)

    assert (found.amount.tolist(), found.known.tolist()) == ([0.0], [False])
    assert found.credited.tolist() == [False]


def test_a_portfolio_without_any_line_is_stated_nowhere():
    found = net_spend([], source=[], sources=2)

    assert found.amount.tolist() == [0, 0]
    assert found.known.tolist() == [True, True]
    assert found.stated.tolist() == [False, False]


@pytest.mark.parametrize(
    ("amount", "source", "sentence"),
    [
        ([float("inf")], [0], "an amount is infinite"),
        ([1], [2], "a source index is outside 0 to 1"),
        ([1], [-1], "a source index is outside 0 to 1"),
        ([1, 2], [0], "source has 1 rows where 2 are expected"),
        ([1], [0.5], "row numbers are whole numbers"),
    ],
)
def test_lines_that_mean_nothing_are_refused(amount, source, sentence):
    with pytest.raises(ValueError, match=sentence):
        net_spend(amount, source=source, sources=2)


def test_the_worked_example_is_half_jointly_sponsored_over_most_of_its_spend():
    joint = share_where(
        net(WORKED_EXAMPLE).amount,
        [True, False, False, False, False, False],
        stated=[True, True, True, True, False, True],
    )

    assert joint == Share(value=0.5, covered=0.8)


def test_a_share_is_stated_everywhere_unless_said_otherwise():
    assert share_where([30, 10], [True, False]) == Share(value=0.75, covered=1.0)


def test_a_share_of_nothing_stated_is_unknown_not_zero():
    found = share_where([30, 10], [True, True], stated=[False, False])

    assert math.isnan(found.value)
    assert found.covered == 0


def test_a_share_of_no_spend_is_unknown():
    found = share_where([0, 0], [True, False])

    assert math.isnan(found.value)
    assert math.isnan(found.covered)


@pytest.mark.parametrize("spend", [[-1.0], [NAN], [float("inf")]])
def test_a_share_of_a_spend_that_is_not_netted_is_refused(spend):
    with pytest.raises(ValueError, match="a spend is negative or unknown"):
        share_where(spend, [True])


def test_an_answer_per_source_is_expected():
    with pytest.raises(ValueError, match="holds has 1 rows where 2 are expected"):
        share_where([1, 2], [True])
