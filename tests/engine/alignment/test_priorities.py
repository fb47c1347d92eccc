import math

import numpy as np
import pytest
from hypothesis import given

from cordee.engine.alignment import NO_PARENT, leaf_priorities, leaves
from tests.engine.alignment.portfolios import NAN, WORKED_EXAMPLE, generator, portfolios


def path_product(portfolio, objective):
    product = 1.0
    while objective != NO_PARENT:
        parent = portfolio.parent[objective]
        siblings = [o for o, above in enumerate(portfolio.parent) if above == parent]
        product *= portfolio.weight[objective] / sum(portfolio.weight[o] for o in siblings)
        objective = parent
    return product


def test_the_worked_example_shares_priority_down_the_tree():
    found = leaf_priorities(WORKED_EXAMPLE.weight, parent=WORKED_EXAMPLE.parent)

    assert found.tolist() == [0, 0.5, 0.25, 0.25]


@given(portfolios())
def test_priorities_equal_a_walk_from_each_leaf_to_the_root(portfolio):
    walked = [
        0.0 if objective in portfolio.parent else path_product(portfolio, objective)
        for objective in range(len(portfolio.parent))
    ]

    found = leaf_priorities(portfolio.weight, parent=portfolio.parent)

    assert found.tolist() == pytest.approx(walked)


@given(portfolios())
def test_priorities_of_leaves_sum_to_one(portfolio):
    assert leaf_priorities(portfolio.weight, parent=portfolio.parent).sum() == pytest.approx(1)


@pytest.mark.parametrize("seed", range(20))
def test_priorities_do_not_depend_on_the_order_of_objectives(seed):
    rng = generator(seed)
    parent = np.array([rng.integers(-1, o) if o else -1 for o in range(12)])
    weight = rng.uniform(1, 9, 12)
    order = rng.permutation(12)
    place = np.argsort(order)
    moved = np.where(parent[order] < 0, -1, place[parent[order]])

    found = leaf_priorities(weight[order], parent=moved)

    assert found.tolist() == pytest.approx(leaf_priorities(weight, parent=parent)[order].tolist())


def test_a_chain_of_only_children_keeps_the_whole_priority():
    depth = 100

    found = leaf_priorities([5] * depth, parent=range(-1, depth - 1))

    assert found.tolist() == [0.0] * (depth - 1) + [1.0]


@pytest.mark.parametrize("weight", [[1, 2, NAN], [1, 0, 0]])
def test_priorities_are_not_stated_when_siblings_lack_a_weight_or_weigh_nothing(weight):
    found = leaf_priorities(weight, parent=[-1, 0, 0])

    assert [math.isnan(priority) for priority in found] == [True] * 3


def test_without_objectives_there_is_no_priority():
    assert leaf_priorities([], parent=[]).tolist() == []


def test_leaves_are_the_objectives_nobody_points_to():
    assert leaves([2, 2, -1]).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("weight", "parent", "sentence"),
    [
        ([-1], [-1], "a weight is negative or infinite"),
        ([float("inf")], [-1], "a weight is negative or infinite"),
        ([1, 1], [-1, 2], "a parent index is outside -1 to 1"),
        ([1, 1], [-1, -2], "a parent index is outside -1 to 1"),
        ([1, 1], [-1], "parent has 1 rows where 2 are expected"),
        ([1, 1], [1, 0], "form a circle"),
        ([1, NAN], [-1, 1], "form a circle"),
    ],
)
def test_a_tree_that_is_not_one_is_refused(weight, parent, sentence):
    with pytest.raises(ValueError, match=sentence):
        leaf_priorities(weight, parent=parent)
