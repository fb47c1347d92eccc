from decimal import Decimal

import pytest

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.strategy import services
from cordee.strategy.imports.check import kept_check, made_check
from cordee.strategy.models import Initiative
from tests import factories

HEADER = "Code;Nom;Direction;Budget 2027 (k€);Objectif;Sponsor métier"


@pytest.fixture
def run(draft, portfolio_file):
    return draft(
        portfolio_file(
            HEADER,
            "A;Caisse;Magasins;120;Croissance;Claire Ansel",
            "B;Site;Digital;en étude;Marge;Claire Ansel",
            "C;;Digital;3;Marge;",
        )
    )


def test_a_check_is_kept_whole(run, cio_reader, now):
    made = made_check(run, reader=cio_reader, on=now.date())

    assert kept_check(run, reader=cio_reader, on=now.date()) == (made, True)
    assert made.counts == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}
    assert made.names.business_people == ("Claire Ansel",)
    assert made.names.objectives == ("Croissance", "Marge")
    assert [(t.amount, t.known, t.unknown) for t in made.totals] == [(Decimal(120_000), 1, 1)]


def test_a_check_no_longer_holds_once_something_is_written(run, cio_reader, cio, now, valmorel):
    made = made_check(run, reader=cio_reader, on=now.date())
    services.save_initiative(
        Initiative(organisation=valmorel, code="A", name="Caisse"), by=cio, at=now
    )

    assert kept_check(run, reader=cio_reader, on=now.date()) == (made, False)


def test_a_check_of_another_reading_of_the_file_is_not_shown(run, cio_reader, now):
    made_check(run, reader=cio_reader, on=now.date())
    run.options = run.options | {"creates_objectives": False}

    assert kept_check(run, reader=cio_reader, on=now.date()) == (None, False)


def test_a_check_is_not_shown_to_whoever_sees_fewer_units(run, cio_reader, now, valmorel):
    made_check(run, reader=cio_reader, on=now.date())
    near = factories.unit(valmorel)
    finance = factories.member(valmorel, Role.FINANCE, units=[near])

    narrow = reader_of(finance, organisation_id=valmorel.pk)

    assert kept_check(run, reader=narrow, on=now.date()) == (None, False)


def test_checking_costs_the_same_number_of_queries_whatever_the_file(
    draft, portfolio_file, cio_reader, now, django_assert_num_queries
):
    few = draft(portfolio_file(HEADER, "A;Caisse;Magasins;120;Croissance;Claire Ansel"))
    many = draft(
        portfolio_file(
            HEADER, *(f"P{n};Projet {n};U{n};{n};O{n};Nom {n}" for n in range(60)), name="m.csv"
        )
    )

    for one in (few, many):
        with django_assert_num_queries(18):
            made_check(one, reader=cio_reader, on=now.date())
