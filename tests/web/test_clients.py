"""“Your clients”: which they are, what waits in each, when each was last written."""

from datetime import UTC, datetime

import pytest

from cordee.people.models import Membership
from cordee.people.services import change_organisation
from cordee.platform.access import Role
from cordee.platform.models import Entry
from tests.factories import initiative, member, organisation, person, unit
from tests.pages import IN_ENGLISH, words

CLIENTS = "/clients/"
SWITCH = "/organisations/switch/"
AT = datetime(2026, 11, 20, 13, 2, tzinfo=UTC)


@pytest.fixture
def consultant(valmorel):
    return member(valmorel, Role.OWNER, username="consultante")


def followed(consultant, name, *, role=Role.READER, waiting=0, units=False):
    client = organisation(name, name.lower().replace(" ", "-"))
    joined = Membership.objects.create(user=consultant, organisation=client, role=role)
    place = unit(client)
    if units:
        joined.units.add(place)
    oneself = person(client, "Consultante", user=consultant)
    for number in range(waiting):
        initiative(client, f"I-{number}", status="running", business_sponsor=oneself, unit=place)
    change_organisation(client, name=name, colour="", by=consultant, at=AT)
    return client


def lines(response):
    found = response.context["lines"]
    return [(line.client.name, line.client.role, line.waiting, line.written_at) for line in found]


def test_each_client_says_the_role_what_waits_and_when_it_was_last_written(
    client, consultant, valmorel
):
    change_organisation(valmorel, name="Valmorel", colour="plum", by=consultant, at=AT)
    followed(consultant, "Rivaud", role=Role.CIO, waiting=2)
    followed(consultant, "Abeille", waiting=1, units=True)
    client.force_login(consultant)

    page = client.get(CLIENTS)

    # an initiative without objective and without IT sponsor waits for its sponsor twice
    assert lines(page) == [
        ("Abeille", Role.READER, 2, None),
        ("Rivaud", Role.CIO, 4, None),
        ("Valmorel", Role.OWNER, 0, AT),
    ]


def test_the_page_costs_the_same_for_two_clients_and_for_seven(
    client, consultant, valmorel, django_assert_max_num_queries
):
    client.force_login(consultant)
    client.post(SWITCH, {"organisation": valmorel.pk})
    counted = []
    for names in (["Rivaud"], [f"C{n}" for n in range(6)]):
        for name in names:
            followed(consultant, name, waiting=1, units=True)
        with django_assert_max_num_queries(40) as found:
            client.get(CLIENTS)
        counted.append(len(found))

    assert counted[0] == counted[1]


def test_many_clients_are_searched_whatever_the_accents(client, consultant):
    for name in ("Élan", "Rivaud", "Abeille"):
        followed(consultant, name)
    client.force_login(consultant)

    found, none = client.get(CLIENTS, {"q": "elan"}), client.get(CLIENTS, {"q": "zut"})

    assert [name for name, *_rest in lines(found)] == ["Élan"]
    assert lines(none) == []


def test_a_click_on_what_waits_goes_to_the_inbox_of_that_client(client, consultant):
    rivaud = followed(consultant, "Rivaud", waiting=1)
    client.force_login(consultant)

    answer = client.post(SWITCH, {"organisation": rivaud.pk, "next": "/inbox/"})

    assert (answer.status_code, answer.url) == (302, "/inbox/")
    assert client.get("/inbox/").context["reader"].organisation == rivaud


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:0"])
def test_switching_leads_nowhere_else(client, consultant, valmorel, elsewhere):
    client.force_login(consultant)

    answer = client.post(SWITCH, {"organisation": valmorel.pk, "next": elsewhere})

    assert (answer.status_code, answer.url) == (302, "/")


def test_the_owner_gives_a_colour_that_every_page_then_wears(client, consultant, valmorel, now):
    client.force_login(consultant)

    client.post("/organisations/settings/", {"name": "Comptoirs Valmorel", "colour": "rose"})

    page = client.get("/units/", headers=IN_ENGLISH)
    content = page.content.decode()
    assert 'class="topbar" data-colour="rose"' in content
    assert 'href="/static/cordee/clients/rose.svg"' in content
    assert "<title>Units · Comptoirs Valmorel · Cordée</title>" in content
    entry = Entry.objects.get(action="people.change_organisation")
    assert entry.detail == {"colour": ["", "rose"]}


def test_saving_the_same_settings_writes_nothing_in_the_journal(consultant, valmorel, now):
    change_organisation(valmorel, name=valmorel.name, colour="", by=consultant, at=now)

    assert list(Entry.objects.all()) == []


def test_a_colour_that_is_not_of_the_palette_is_refused(client, consultant, valmorel):
    client.force_login(consultant)

    answer = client.post(
        "/organisations/settings/", {"name": "V", "colour": "blue"}, headers=IN_ENGLISH
    )

    valmorel.refresh_from_db()
    assert (valmorel.name, valmorel.colour) == ("Comptoirs Valmorel", "")
    assert "Select a valid choice" in words(answer)
