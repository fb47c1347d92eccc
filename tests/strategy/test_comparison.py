"""What moved between two portfolios, checked by hand and by properties."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cordee.strategy.queries import Basis, Coverage
from cordee.strategy.queries.comparison import (
    Bridge,
    DateDrift,
    PriorityDrift,
    SpendDrift,
    StateDrift,
    comparison,
)
from cordee.strategy.queries.freezing import (
    Frozen,
    FrozenFigures,
    FrozenInitiative,
    FrozenObjective,
    FrozenSource,
    content_of,
    portfolio_of,
)

BASIS = Basis(2027)
COSTS = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.none() | st.decimals(0, 10**9, places=2, allow_nan=False),
)


def initiative(code, status="running", start=None, end=None):
    return FrozenInitiative(code, f"Initiative {code}", status, "", start, end)


def figures(costs, *, objectives=(), score=None, basis=BASIS):
    sources = tuple(
        FrozenSource("initiative", code, f"Initiative {code}", cost) for code, cost in costs.items()
    )
    known = [cost for cost in costs.values() if cost is not None]
    return FrozenFigures(
        basis=basis,
        total=sum(known, Decimal(0)),
        coverage=Coverage(len(known), len(costs)),
        score=score,
        orphan_spend=Decimal(0),
        orphan_share=None,
        conflict_spend=Decimal(0),
        objectives=objectives,
        sources=sources,
    )


def portfolio(*initiatives, costs=None, on=date(2027, 3, 12), **told):
    found = () if costs is None else (figures(costs, **told),)
    return Frozen(on=on, currency="EUR", initiatives=initiatives, figures=found)


def objective(code, priority):
    return FrozenObjective(code, f"Objectif {code}", priority, None, Decimal(0), "served")


def test_each_kind_of_move_is_told():
    before = portfolio(
        initiative("A", end=date(2027, 6, 30)),
        initiative("B", status="candidate"),
        initiative("C"),
        costs={"A": Decimal(100), "B": None, "C": Decimal(30)},
        objectives=(objective("O1", 0.6), objective("O2", 0.4)),
    )
    after = portfolio(
        initiative("A", end=date(2027, 9, 30)),
        initiative("B"),
        initiative("D"),
        costs={"A": Decimal(150), "B": Decimal(20), "D": Decimal(7)},
        objectives=(objective("O1", 0.6), objective("O2", 0.3), objective("O3", 0.1)),
    )

    moved = comparison(before, after, basis=BASIS)

    assert [i.code for i in moved.added] == ["D"]
    assert [i.code for i in moved.removed] == ["C"]
    assert moved.states == (StateDrift("B", "Initiative B", "candidate", "running"),)
    assert moved.spend == (
        SpendDrift("initiative", "A", "Initiative A", Decimal(100), Decimal(150)),
        SpendDrift("initiative", "B", "Initiative B", None, Decimal(20)),
    )
    assert moved.dates == (
        DateDrift("A", "Initiative A", "end", date(2027, 6, 30), date(2027, 9, 30)),
    )
    assert [drift.days for drift in moved.later] == [92]
    assert moved.priorities == (
        PriorityDrift("O2", "Objectif O2", 0.4, 0.3),
        PriorityDrift("O3", "Objectif O3", None, 0.1),
    )
    assert moved.bridge == Bridge(
        before=Decimal(130),
        entered=Decimal(7),
        left=Decimal(30),
        moved=Decimal(50),
        became_known=Decimal(20),
        became_unknown=Decimal(0),
        after=Decimal(177),
    )


@given(before=COSTS, after=COSTS)
def test_the_steps_add_up_from_one_total_to_the_other(before, after):
    bridge = comparison(portfolio(costs=before), portfolio(costs=after), basis=BASIS).bridge

    reached = (
        bridge.before
        + bridge.entered
        - bridge.left
        + bridge.moved
        + bridge.became_known
        - bridge.became_unknown
    )
    assert reached == bridge.after == sum(c for c in after.values() if c is not None)


@given(costs=COSTS)
def test_a_portfolio_has_not_moved_against_itself(costs):
    kept = portfolio(*map(initiative, costs), costs=costs)

    assert comparison(kept, kept, basis=BASIS).is_still


@given(before=COSTS, after=COSTS)
def test_the_other_way_round_everything_is_reversed(before, after):
    first, second = (portfolio(*map(initiative, c), costs=c) for c in (before, after))

    there = comparison(first, second, basis=BASIS)
    back = comparison(second, first, basis=BASIS)

    assert {i.code for i in there.added} == {i.code for i in back.removed}
    assert {(d.code, d.before, d.after) for d in there.spend} == {
        (d.code, d.after, d.before) for d in back.spend
    }
    assert there.bridge.difference == -back.bridge.difference


def test_what_one_side_does_not_say_is_not_compared():
    moved = comparison(portfolio(initiative("A")), portfolio(costs={"A": Decimal(1)}), basis=BASIS)

    assert (moved.before, moved.bridge, moved.spend) == (None, None, ())


def test_amounts_of_two_currencies_are_not_subtracted():
    then = Frozen(date(2027, 1, 1), "GBP", (), (figures({"A": Decimal(1)}),))

    moved = comparison(then, portfolio(costs={"A": Decimal(2)}), basis=BASIS)

    assert (moved.bridge, moved.spend) == (None, ())


@given(costs=COSTS)
def test_a_portfolio_comes_back_from_its_json_as_it_was(costs):
    kept = portfolio(
        *(initiative(code, start=date(2027, 1, 4)) for code in costs),
        costs=costs,
        objectives=(objective("O1", 0.3), objective("O2", None)),
        score=0.123456789,
    )

    assert portfolio_of(json.loads(json.dumps(content_of(kept)))) == kept
