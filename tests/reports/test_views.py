import pytest
from django.urls import reverse

from cordee.platform.access import Role
from tests.factories import initiative, member, organisation, pack, spend, user
from tests.pages import IN_ENGLISH, links, words

PAGE = reverse("reports:board_pack")


@pytest.fixture
def read(client, cio):
    client.force_login(cio)
    return lambda url=PAGE: client.get(url, headers=IN_ENGLISH)


def test_the_page_states_the_finding_and_offers_to_make_the_files(portfolio, read):
    page = words(read())

    assert "20% of the planned spend would have to move to follow the priorities" in page
    assert "3 of 4 initiatives, 1 unknown" in page
    assert "Make the three files" in page


def test_an_unknown_kind_of_file_is_not_found(portfolio, read, cio):
    made = pack(portfolio, cio)

    assert read(reverse("reports:pack_file", args=[made.pk, "odt"])).status_code == 404


def test_an_empty_organisation_is_told_what_the_pack_will_hold(valmorel, read):
    response = read()

    assert "There is nothing to report yet" in words(response)
    assert "Make the three files" not in words(response)
    assert reverse("strategy:new_import") in links(response)


def test_a_reader_may_take_the_pack_and_sees_no_import(portfolio, client):
    client.force_login(member(portfolio, role=Role.READER))

    response = client.get(PAGE, headers=IN_ENGLISH)

    assert response.status_code == 200
    assert reverse("strategy:new_import") not in links(response)


def test_another_organisation_is_never_in_the_pack(portfolio, read):
    other = organisation("Ateliers Rivaud", "rivaud", fiscal_year=2027)
    spend(initiative(other, "R-01", "Secret de Rivaud"), 10, fiscal_year=2027)

    assert "Secret de Rivaud" not in words(read())


def test_a_stranger_is_sent_to_sign_in_and_a_user_without_organisation_is_refused(client, db):
    stranger = client.get(PAGE)
    client.force_login(user("nobody"))

    assert stranger["Location"].startswith(reverse("account_login"))
    assert client.get(PAGE).status_code == 403
