from datetime import date
from decimal import Decimal

import pytest

from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy import services
from cordee.strategy.models import Contribution, DuplicateVerdict, Initiative, Objective, Waiver
from tests.factories import contribution, initiative, objective, spend, vision


def test_points_that_do_not_add_up_to_100_are_refused(valmorel, cio, now):
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2")

    with pytest.raises(Refused, match="90"):
        services.allot_priorities(
            valmorel,
            points={growth: Decimal(50), margin: Decimal(40)},
            by=cio,
            at=now,
            reason="Comex",
        )

    assert set(Objective.objects.values_list("weight", flat=True)) == {None}


def test_points_become_weights_with_their_reason(valmorel, cio, now):
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2", weight=Decimal(10))

    services.allot_priorities(
        valmorel,
        points={growth: Decimal(60), margin: Decimal(40)},
        by=cio,
        at=now,
        reason="Comex du 12 janvier",
    )

    assert dict(Objective.objects.values_list("code", "weight")) == {
        "O1": Decimal(60),
        "O2": Decimal(40),
    }
    entry = Entry.objects.get()
    assert (entry.reason, entry.detail) == (
        "Comex du 12 janvier",
        {"O1": [None, "60"], "O2": ["10", "40"]},
    )


def test_points_are_shared_among_siblings_only(valmorel, cio, now):
    growth = objective(valmorel, "O1")
    part = objective(valmorel, "O1.1", parent=growth)

    with pytest.raises(Refused, match="same level"):
        services.allot_priorities(
            valmorel,
            points={growth: Decimal(50), part: Decimal(50)},
            by=cio,
            at=now,
            reason="",
        )


def test_shares_above_the_whole_are_refused_and_nothing_is_written(valmorel, cio, now):
    app = initiative(valmorel)
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2")

    with pytest.raises(Refused, match="100%"):
        services.link_to_objectives(
            {app: {growth: Decimal("0.7"), margin: Decimal("0.4")}}, by=cio, at=now
        )

    assert list(Contribution.objects.all()) == []


def test_linking_replaces_the_contributions_and_tells_both_states(valmorel, cio, now):
    app = initiative(valmorel)
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2")
    contribution(app, growth)

    services.link_to_objectives(
        {app: {growth: Decimal("0.6"), margin: Decimal("0.4")}}, by=cio, at=now
    )

    found = Contribution.objects.order_by("objective__code").values_list("objective__code", "share")
    assert list(found) == [("O1", Decimal("0.6")), ("O2", Decimal("0.4"))]
    assert Entry.objects.get().detail == {
        "contributions": [{"O1": "1.0000"}, {"O1": "0.6", "O2": "0.4"}],
    }


def test_only_leaves_receive_contributions(valmorel, cio, now):
    growth = objective(valmorel, "O1")
    objective(valmorel, "O1.1", parent=growth)

    with pytest.raises(Refused, match="has parts"):
        services.link_to_objectives({initiative(valmorel): {growth: Decimal(1)}}, by=cio, at=now)


def test_an_objective_that_receives_contributions_gets_no_parts(valmorel, cio, now):
    growth = objective(valmorel, "O1")
    contribution(initiative(valmorel), growth)
    part = Objective(organisation=valmorel, code="O1.1", name="Web", parent=growth)

    with pytest.raises(Refused, match="already receives"):
        services.save_objective(part, by=cio, at=now)


def test_nothing_runs_without_approval(valmorel, cio, now):
    app = initiative(valmorel, status="paused")

    with pytest.raises(Refused, match="no body has approved"):
        services.move_to_state(app, to=Initiative.Status.RUNNING, reason="", by=cio, at=now)

    app.refresh_from_db()
    assert app.status == "paused"


@pytest.mark.parametrize(("expires_on", "runs"), [("2026-11-23", True), ("2026-11-22", False)])
def test_a_waiver_lets_run_until_its_last_day(valmorel, cio, now, expires_on, runs):
    app = initiative(valmorel, status="paused")
    Waiver.objects.create(
        organisation=valmorel,
        initiative=app,
        kind=Waiver.Kind.INHERITED,
        granted_at=now,
        expires_on=date.fromisoformat(expires_on),
    )

    try:
        services.move_to_state(app, to=Initiative.Status.RUNNING, reason="", by=cio, at=now)
    except Refused:
        moved = False
    else:
        moved = True

    assert moved is runs


def test_a_new_initiative_does_not_start_as_running(valmorel, cio, now):
    new = Initiative(organisation=valmorel, code="X", name="X", status="running")

    with pytest.raises(Refused, match="idea or a candidate"):
        services.save_initiative(new, by=cio, at=now)


def test_dates_in_the_wrong_order_are_refused(valmorel, cio, now):
    app = initiative(valmorel, start=date(2027, 1, 1), end=date(2026, 1, 1))

    with pytest.raises(Refused, match="end comes before"):
        services.save_initiative(app, by=cio, at=now)


def test_an_amount_and_a_reason_for_its_absence_exclude_each_other(valmorel, cio, now):
    line = spend(initiative(valmorel), 100)
    line.unknown_reason = "en cadrage"

    with pytest.raises(Refused, match="not both"):
        services.save_spend_line(line, by=cio, at=now)


def test_a_vision_gets_the_next_version(valmorel, cio, now):
    vision(valmorel, version=3)
    new = type(vision(valmorel, version=4))(
        organisation=valmorel, statement="Deux heures", stated_on=now.date()
    )

    services.save_vision(new, by=cio, at=now)

    assert new.version == 5


def test_a_verdict_on_duplicates_is_kept_once_and_may_change(valmorel, cio, now):
    first, second = initiative(valmorel, "A"), initiative(valmorel, "B")

    for verdict in (DuplicateVerdict.Verdict.DUPLICATE, DuplicateVerdict.Verdict.DISTINCT):
        services.rule_on_duplicates(second, first, verdict=verdict, reason="vu", by=cio, at=now)

    said = DuplicateVerdict.objects.get()
    assert (said.first, said.second, said.verdict) == (first, second, "distinct")
