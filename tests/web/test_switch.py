import pytest
from django.test import Client

from cordee.people.models import Membership
from cordee.platform.access import Role
from tests.factories import member, organisation

SWITCH = "/organisations/switch/"


@pytest.fixture
def consultant(valmorel):
    """Someone who follows two clients: Valmorel as a reader, Rivaud as its CIO."""
    user = member(valmorel, Role.READER, username="consultante")
    rivaud = organisation("Ateliers Rivaud", "rivaud")
    Membership.objects.create(user=user, organisation=rivaud, role=Role.CIO)
    return user


@pytest.fixture
def rivaud(consultant):
    return consultant.memberships.get(organisation__slug="rivaud").organisation


def looked_at(client):
    reader = client.get("/").context["reader"]
    return reader.organisation.name, reader.role


def test_the_first_organisation_by_name_is_looked_at_first(client, consultant):
    client.force_login(consultant)

    assert looked_at(client) == ("Ateliers Rivaud", Role.CIO)


def test_switching_changes_the_organisation_and_the_role(client, consultant, valmorel):
    client.force_login(consultant)

    response = client.post(SWITCH, {"organisation": valmorel.pk})

    assert (response.status_code, response.url) == (302, "/")
    assert looked_at(client) == ("Comptoirs Valmorel", Role.READER)


@pytest.mark.parametrize("wanted", ["theirs", "", "0", "x", "-1", "9" * 30, "²"])
def test_an_organisation_of_others_is_not_found(client, consultant, wanted):
    theirs = organisation("Banque du Lac", "lac")
    client.force_login(consultant)

    response = client.post(SWITCH, {"organisation": theirs.pk if wanted == "theirs" else wanted})

    assert response.status_code == 404
    assert looked_at(client) == ("Ateliers Rivaud", Role.CIO)


def test_someone_who_left_an_organisation_no_longer_looks_at_it(client, consultant, valmorel):
    client.force_login(consultant)
    client.post(SWITCH, {"organisation": valmorel.pk})

    Membership.objects.filter(organisation=valmorel).delete()

    assert looked_at(client) == ("Ateliers Rivaud", Role.CIO)


def test_switching_is_asked_by_our_own_page_only(consultant, valmorel):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(consultant)

    assert browser.post(SWITCH, {"organisation": valmorel.pk}).status_code == 403
    assert browser.get(SWITCH).status_code == 405
