from fnmatch import fnmatchcase

from cordee.platform.webhooks.families import FAMILIES, concerns, family_of
from cordee.strategy.queries.activity import ONE


def test_no_action_of_the_journal_belongs_to_two_families():
    found = {
        action: [f.key for f in FAMILIES if any(fnmatchcase(action, p) for p in f.patterns)]
        for action in ONE
    }

    assert [action for action, keys in found.items() if len(keys) > 1] == []


def test_what_is_new_belongs_to_the_family_of_its_room():
    new = ("people.lend_key", "strategy.dream", "landscape.plant_tree", "reports.bind_book")

    assert [family_of(action) for action in new] == ["access", "strategy", "landscape", "access"]


def test_a_webhook_is_told_of_the_families_it_asked_for():
    assert family_of("strategy.move_to_state") == "initiatives"
    assert concerns(["spend", "initiatives"], action="strategy.move_to_state")
    assert not concerns(["spend"], action="strategy.move_to_state")
