import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from cordee.people.queries import clients, reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.web.context import Choice, shell
from cordee.web.menu import navigation
from tests.factories import member, organisation, user

EVERYTHING = [
    ("", ["Cockpit", "Inbox"]),
    (
        "Align",
        [
            "Golden thread",
            "Objectives",
            "Priorities",
            "Indicators",
            "Initiatives",
            "Contributions",
            "Dependencies",
        ],
    ),
    ("Landscape", ["Applications", "Interfaces", "Technologies", "Suppliers"]),
    ("Planning", ["Needs", "Plans", "Scenarios", "Capacity", "Teams", "Spend"]),
    ("Account for", ["Editions", "Board pack"]),
    ("", ["Imports", "Units", "People", "Members", "Visions", "Exchange rates"]),
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def reader(organisation, role):
    return reader_of(member(organisation, role), organisation_id=organisation.pk)


def framed(reader, path="/"):
    request = RequestFactory().get(path)
    request.reader = reader
    return shell(request)


def labels(groups):
    return [(group.label, [item.label for item in group.items]) for group in groups]


def test_the_menu_follows_the_order_of_the_work(cio_reader):
    assert labels(navigation(cio_reader, path="/")) == EVERYTHING


def test_the_menu_speaks_the_language_of_the_reader(cio_reader):
    english = labels(navigation(cio_reader, path="/"))
    with translation.override("fr"):
        french = labels(navigation(cio_reader, path="/"))

    assert [len(items) for _label, items in french] == [len(items) for _label, items in english]


def test_every_entry_of_the_menu_opens(cio, cio_reader, client):
    client.force_login(cio)
    urls = [item.url for group in navigation(cio_reader, path="/") for item in group.items]

    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize("role", Role)
def test_an_entry_that_would_refuse_the_reader_is_absent(valmorel, client, role):
    one = reader(valmorel, role)
    client.force_login(one.user)

    offered = {i.url for group in navigation(one, path="/") for i in group.items}

    may_import = client.get(reverse("strategy:imports")).status_code == 200
    assert (reverse("strategy:imports") in offered) == may_import


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Cockpit"),
        ("/initiatives/I-01/edit/", "Initiatives"),
        ("/contributions/grid/", "Contributions"),
        ("/people/", "People"),
        ("/people-of-nowhere/", None),
    ],
)
def test_the_page_one_stands_on_is_marked(cio_reader, path, label):
    items = [item for group in navigation(cio_reader, path=path) for item in group.items]

    assert [item.label for item in items if item.current] == ([label] if label else [])


def test_the_frame_names_the_organisations_and_the_role(valmorel, cio, cio_reader):
    rivaud = organisation("Ateliers Rivaud", "rivaud")
    rivaud.memberships.create(user=cio, role=Role.READER)

    found = framed(cio_reader)

    colours = {one.pk: one.colour for one in clients(cio)}
    assert found["organisations"] == (
        Choice(str(rivaud.pk), "Ateliers Rivaud", current=False, colour=colours[rivaud.pk]),
        Choice(str(valmorel.pk), "Comptoirs Valmorel", current=True, colour=colours[valmorel.pk]),
    )
    assert found["client"].name == "Comptoirs Valmorel"
    assert found["role_label"] == "CIO"
    assert found["personas"] == ()


def test_the_frame_costs_three_queries_whatever_the_number_of_organisations(
    cio, cio_reader, now, django_assert_num_queries
):
    journal.record("people.found_organisation", cio_reader.organisation, by=cio, at=now)
    framed(cio_reader)  # what waits is remembered until the next deed
    for number in range(6):
        client = organisation(f"Client {number}", f"client-{number}")
        client.memberships.create(user=cio, role=Role.READER)

    with django_assert_num_queries(3):
        framed(cio_reader)


def test_the_icons_of_the_menu_are_one_picture_that_a_browser_keeps(cio_reader, client):
    frame = framed(cio_reader)
    address = frame["menu_icons"]

    answer = client.get(address)

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    named = {f'id="{item.icon}"' for group in frame["navigation"] for item in group.items}
    assert {name for name in named if name not in answer.content.decode()} == set()


def test_a_stranger_is_told_nothing(db, settings, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert framed(None) == {"personas": ()}


def test_someone_without_organisation_reads_a_sentence(db, client):
    client.force_login(user("egaree"))

    page = client.get("/", headers={"Accept-Language": "en"})

    assert page.status_code == 403
    assert "You do not belong to an organisation yet." in page.content.decode()


def test_a_closed_door_names_who_can_open_it(valmorel, client):
    member(valmorel, Role.OWNER, username="marianne")
    client.force_login(member(valmorel, Role.READER))

    page = client.get(reverse("account_change_password"))

    assert page.status_code == 403
    assert page.context["grantors"] == ("marianne@valmorel.example",)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_is_chosen_in_one_click(cio, client, language):
    client.force_login(cio)

    client.post(reverse("set_language"), {"language": language, "next": "/"})

    assert f'lang="{language}"' in client.get("/").content.decode()


def test_a_real_account_signs_in_with_its_password(valmorel, client):
    account = member(valmorel, Role.CIO)
    account.set_password("une longue phrase de passe")
    account.save()

    answer = client.post(
        reverse("account_login"),
        {"login": account.email, "password": "une longue phrase de passe"},
    )

    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").context["reader"].organisation == valmorel


def test_nobody_signs_up_by_themselves(db, client):
    answer = client.post(
        reverse("account_signup"),
        {"email": "inconnue@valmorel.example", "password1": "une longue phrase"},
    )

    assert (answer.status_code, answer.url) == (302, reverse("account_login"))


def test_a_closed_account_is_told_so(valmorel, client):
    account = member(valmorel, Role.CIO)
    account.set_password("une longue phrase de passe")
    account.is_active = False
    account.save()

    client.post(
        reverse("account_login"),
        {"login": account.email, "password": "une longue phrase de passe"},
    )

    assert client.get("/").status_code == 302
