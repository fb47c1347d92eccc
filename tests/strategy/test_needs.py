from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy import queries, services
from cordee.strategy.models import Need
from tests.factories import initiative, member, need, objective, organisation, unit


def test_a_need_is_written_with_what_it_serves_and_one_line_in_the_journal(valmorel, cio, now):
    app, growth, stores = initiative(valmorel), objective(valmorel), unit(valmorel)
    asked = Need(
        organisation=valmorel,
        code="N1",
        name="Retrait en deux heures",
        unit=stores,
        objective=growth,
        initiative=app,
        value=Decimal(120_000),
        days=Decimal("45.5"),
    )

    services.save_need(asked, by=cio, at=now)

    assert list(app.needs.all()) == list(growth.needs.all()) == [asked]
    assert list(Entry.objects.values_list("action", flat=True)) == ["strategy.save_need"]


def test_whoever_declines_a_need_says_why(valmorel, cio, now):
    asked = need(valmorel)
    asked.status = Need.Status.DECLINED
    asked.answer = "  "

    with pytest.raises(Refused, match="Say why"):
        services.save_need(asked, by=cio, at=now)
    asked.answer = "Le programme Client unique le couvre."
    services.save_need(asked, by=cio, at=now)

    asked.refresh_from_db()
    assert asked.status == Need.Status.DECLINED


def test_the_database_too_keeps_an_answer_to_what_is_declined(valmorel):
    with pytest.raises(IntegrityError), transaction.atomic():
        need(valmorel, status="declined")


def test_a_size_below_zero_is_refused(valmorel, cio, now):
    asked = need(valmorel)
    asked.days = Decimal(-1)

    with pytest.raises(Refused, match="zero or more"):
        services.save_need(asked, by=cio, at=now)


@pytest.mark.parametrize("status", ["planned", "delivered"])
def test_a_need_others_rely_on_is_not_removed(valmorel, cio, now, status):
    with pytest.raises(Refused, match="planned or delivered"):
        services.remove_need(need(valmorel, status=status), by=cio, at=now)

    assert Need.objects.count() == 1


def test_a_need_nobody_works_on_is_removed(valmorel, cio, now):
    services.remove_need(need(valmorel), by=cio, at=now)

    assert not Need.objects.exists()


def test_an_initiative_that_answers_a_need_is_not_removed(valmorel, cio, now):
    app = initiative(valmorel, status="candidate")
    need(valmorel, initiative=app)

    with pytest.raises(Refused, match="still used elsewhere"):
        services.remove_initiative(app, by=cio, at=now)


def test_a_perimeter_reads_the_needs_of_its_units(valmorel):
    stores, office = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "SIE", "Siège")
    own = need(valmorel, "N1", unit=stores)
    need(valmorel, "N2", unit=office)
    need(valmorel, "N3")
    need(organisation("Rivaud", "rivaud"), "N1")
    account = member(valmorel, Role.MEMBER, units=[stores])

    assert list(queries.needs(reader_of(account, organisation_id=valmorel.pk))) == [own]
