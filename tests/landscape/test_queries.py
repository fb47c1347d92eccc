import pytest

from cordee.landscape import queries
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from tests.factories import (
    application,
    interface,
    member,
    organisation,
    supplier,
    supply,
    technology,
    technology_use,
    unit,
)


@pytest.fixture
def stores(valmorel):
    return unit(valmorel, "MAG", "Magasins")


@pytest.fixture
def in_stores(valmorel, stores):
    account = member(valmorel, Role.TEAM_LEAD, "chef", units=[stores])
    return reader_of(account, organisation_id=valmorel.pk)


def test_a_flow_is_told_when_both_its_ends_are_in_reach(valmorel, stores, in_stores, cio_reader):
    till = application(valmorel, "CAI", "Caisse", unit=stores)
    screen = application(valmorel, "ECR", "Écrans", unit=stores)
    ledger = application(valmorel, "CPT", "Comptabilité")
    inside, across = interface(till, screen, "F1"), interface(till, ledger, "F2")

    assert set(queries.interfaces(in_stores)) == {inside}
    assert set(queries.interfaces(cio_reader)) == {inside, across}


def test_uses_and_supplies_follow_the_reach_of_their_application(
    valmorel, stores, in_stores, cio_reader
):
    till = application(valmorel, "CAI", "Caisse", unit=stores)
    ledger = application(valmorel, "CPT", "Comptabilité")
    base, editor = technology(valmorel), supplier(valmorel)
    own_use, other_use = technology_use(till, base), technology_use(ledger, base)
    own_supply, other_supply = supply(till, editor), supply(ledger, editor)

    assert list(queries.technology_uses(in_stores)) == [own_use]
    assert list(queries.supplies(in_stores)) == [own_supply]
    assert set(queries.technology_uses(cio_reader)) == {own_use, other_use}
    assert set(queries.supplies(cio_reader)) == {own_supply, other_supply}
    assert list(queries.technologies(in_stores)) == [base]
    assert list(queries.suppliers(in_stores)) == [editor]


def test_nothing_of_another_organisation_is_found(valmorel, cio_reader):
    rivaud = organisation("Rivaud", "rivaud")
    theirs, also = application(rivaud, "A"), application(rivaud, "B")
    technology_use(theirs, technology(rivaud))
    supply(theirs, supplier(rivaud))
    interface(theirs, also)

    for found in (
        queries.technologies,
        queries.suppliers,
        queries.interfaces,
        queries.technology_uses,
        queries.supplies,
    ):
        assert list(found(cio_reader)) == []
