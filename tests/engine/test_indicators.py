import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cordee.engine.indicators import is_reached, is_stale, time_gone, way_done

figures = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
days = st.integers(min_value=0, max_value=5_000)


def test_the_case_worked_by_hand_in_the_documentation():
    assert way_done(8, 2, [5, 9.5]).tolist() == [0.5, -0.25]
    assert time_gone(326, 729) == pytest.approx(0.447, abs=0.0005)
    assert is_reached(2, [5, 9.5, 2], higher_is_better=False).tolist() == [False, False, True]
    assert is_stale([54, 138, 139], every_days=92, grace=0.5).tolist() == [False, False, True]


@pytest.mark.parametrize("unknown", [0, 1, 2])
def test_the_way_done_is_unknown_when_one_of_its_three_figures_is(unknown):
    known = [20.0, 60.0, 30.0]
    known[unknown] = math.nan

    assert math.isnan(way_done(*known))


def test_there_is_no_way_to_go_when_the_target_is_the_baseline():
    assert math.isnan(way_done(5, 5, 7))
    assert is_reached(5, 7, higher_is_better=True)


@given(start=figures, end=figures)
def test_the_way_starts_at_nothing_and_ends_at_the_whole(start, end):
    assume(abs(end - start) > 1e-6)

    assert way_done(start, end, [start, end]).tolist() == pytest.approx([0.0, 1.0])


@given(start=figures, end=figures, here=figures)
def test_looking_from_the_target_backwards_leaves_the_rest_of_the_way(start, end, here):
    assume(abs(end - start) > 1)

    done, rest = way_done(start, end, here), way_done(end, start, here)

    assert done + rest == pytest.approx(1.0, abs=1e-6)


@given(start=figures, end=figures, here=figures)
def test_turning_the_scale_upside_down_changes_nothing(start, end, here):
    assume(abs(end - start) > 1)

    assert way_done(-start, -end, -here) == pytest.approx(way_done(start, end, here))
    assert is_reached(-end, -here, higher_is_better=False) == is_reached(
        end, here, higher_is_better=True
    )


@given(elapsed=days, total=days)
def test_the_time_gone_is_a_share_or_unknown(elapsed, total):
    gone = float(time_gone(elapsed, total))

    assert math.isnan(gone) if total == 0 else 0 <= gone <= 1


@given(age=days, every=st.integers(min_value=1, max_value=366))
def test_a_measure_that_gets_older_never_becomes_fresh_again(age, every):
    now, later = is_stale([age, age + 1], every_days=every, grace=0.5)

    assert later or not now


def test_a_hundred_thousand_indicators_are_read_at_once():
    values = np.linspace(0, 1, 100_000)

    assert way_done(np.zeros(100_000), np.ones(100_000), values).tolist() == values.tolist()
