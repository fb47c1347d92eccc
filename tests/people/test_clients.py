"""The clients of one account: no two of them wear one colour without saying so."""

import pytest

from cordee.people.models import Membership
from cordee.people.queries import PALETTE, clients
from cordee.platform.access import Role
from tests.factories import organisation, user


@pytest.fixture
def consultant(db):
    return user("consultante")


def followed(consultant, name, colour=""):
    client = organisation(name, name.lower(), colour=colour)
    Membership.objects.create(user=consultant, organisation=client, role=Role.READER)
    return client


def worn(consultant):
    return {one.name: (one.colour, one.likes) for one in clients(consultant)}


def test_as_many_clients_as_colours_all_differ(consultant):
    for number in range(len(PALETTE)):
        followed(consultant, f"C{number}")

    found = clients(consultant)

    assert {one.colour for one in found} == set(PALETTE)
    assert {one.likes for one in found} == {()}


def test_one_client_more_than_colours_shares_one_and_says_with_whom(consultant):
    for number in range(len(PALETTE) + 1):
        followed(consultant, f"C{number}")

    alike = [one for one in clients(consultant) if one.likes]

    assert len(alike) == 2
    assert [one.likes for one in alike] == [(alike[1].name,), (alike[0].name,)]
    assert alike[0].colour == alike[1].colour


def test_a_new_client_takes_no_colour_from_the_others(consultant):
    for name in ("Mercier", "Rivaud", "Valmorel"):
        followed(consultant, name)
    before = worn(consultant)

    followed(consultant, "Abeille")

    assert {name: told for name, told in worn(consultant).items() if name != "Abeille"} == before


def test_two_owners_who_chose_the_same_colour_are_told_apart_in_words(consultant):
    followed(consultant, "Rivaud", "plum")
    followed(consultant, "Valmorel", "plum")

    assert worn(consultant) == {
        "Rivaud": ("plum", ("Valmorel",)),
        "Valmorel": ("plum", ("Rivaud",)),
    }


def test_a_single_client_without_a_chosen_colour_needs_no_mark(consultant):
    followed(consultant, "Valmorel")

    assert [one.is_marked for one in clients(consultant)] == [False]


def test_the_clients_cost_one_query_whatever_their_number(consultant, django_assert_num_queries):
    for number in range(6):
        followed(consultant, f"C{number}")

    with django_assert_num_queries(1):
        clients(consultant)
