from cordee.engine.lifecycle import TRANSITIONS
from cordee.strategy.models import Initiative


def test_the_engine_and_the_model_know_the_same_states():
    assert set(TRANSITIONS) == {state.value for state in Initiative.Status}
