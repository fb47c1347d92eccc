from datetime import timedelta

import pytest

from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy.models import Initiative, Waiver
from cordee.strategy.queries import is_let_run
from cordee.strategy.services import inherit_initiative, inherit_initiatives
from tests.factories import initiative, organisation

REASON = "repris du portefeuille 2026"
RUNNING, DELIVERED = Initiative.Status.RUNNING, Initiative.Status.DELIVERED


def test_an_initiative_under_way_gets_a_waiver_of_ninety_days(valmorel, cio, now):
    app = initiative(valmorel)

    inherit_initiative(app, status=RUNNING, reason=REASON, by=cio, at=now)

    app.refresh_from_db()
    assert app.status == RUNNING
    assert is_let_run(app, on=now.date() + timedelta(days=90))
    assert not is_let_run(app, on=now.date() + timedelta(days=91))


def test_inheriting_writes_one_line_of_the_journal(valmorel, cio, now):
    app = initiative(valmorel)

    inherit_initiative(app, status=RUNNING, reason=REASON, by=cio, at=now)

    told = Entry.objects.values_list("action", "subject", "reason", "detail")
    assert list(told) == [
        (
            "strategy.inherit_initiative",
            f"strategy.initiative:{app.pk}",
            REASON,
            {"I-01": ["candidate", "running"]},
        )
    ]


def test_what_is_delivered_is_remembered_without_a_waiver(valmorel, cio, now):
    depot = initiative(valmorel, "I-02", "Entrepôt")

    inherit_initiative(depot, status=DELIVERED, reason=REASON, by=cio, at=now)

    assert (depot.status, Waiver.objects.count()) == (DELIVERED, 0)


def test_the_waiver_is_granted_once(valmorel, cio, now):
    app = initiative(valmorel)
    inherit_initiative(app, status=RUNNING, reason=REASON, by=cio, at=now)

    later = now + timedelta(days=80)
    inherit_initiative(app, status=RUNNING, reason=REASON, by=cio, at=later)

    assert [w.granted_at for w in Waiver.objects.all()] == [now]


def test_many_initiatives_make_one_line(valmorel, cio, now):
    app, depot = initiative(valmorel), initiative(valmorel, "I-02", "Entrepôt")

    inherit_initiatives(
        {app: RUNNING, depot: DELIVERED}, organisation=valmorel, reason=REASON, by=cio, at=now
    )

    assert [entry.detail for entry in Entry.objects.all()] == [
        {"I-01": ["candidate", "running"], "I-02": ["candidate", "delivered"]}
    ]
    assert [w.initiative for w in Waiver.objects.all()] == [app]


def test_an_initiative_of_another_organisation_is_refused(valmorel, cio, now):
    theirs = initiative(organisation("Ateliers Rivaud", "rivaud"))

    with pytest.raises(Refused):
        inherit_initiatives({theirs: RUNNING}, organisation=valmorel, reason=REASON, by=cio, at=now)

    assert Initiative.objects.get(pk=theirs.pk).status == Initiative.Status.CANDIDATE
