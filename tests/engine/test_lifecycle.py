import pytest

from cordee.engine.lifecycle import NEEDS_APPROVAL, TRANSITIONS, next_states


@pytest.mark.parametrize("state", TRANSITIONS)
def test_without_approval_no_state_leads_to_running(state):
    assert set(next_states(state, approved=False)) & NEEDS_APPROVAL == set()


@pytest.mark.parametrize("state", sorted(set(TRANSITIONS) - {"killed"}))
def test_any_living_initiative_may_be_stopped(state):
    assert "killed" in next_states(state, approved=False)


def test_every_state_can_be_reached_from_an_idea():
    reached, waiting = set(), ["idea"]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(next_states(state, approved=True))

    assert reached == set(TRANSITIONS)


def test_a_stopped_initiative_stays_stopped():
    assert next_states("killed", approved=True) == ()


def test_an_unknown_state_is_an_error():
    with pytest.raises(ValueError, match="'done' is not a state"):
        next_states("done", approved=True)
