from django.urls import reverse

from cordee.people.models import Membership
from cordee.platform.access import Role
from cordee.platform.models import Organisation
from tests.factories import member

URL = "/organisations/new/"


def test_who_steers_opens_an_organisation_and_lands_in_it(client, cio):
    client.force_login(cio)

    response = client.post(URL, {"name": "Ateliers Rivaud", "currency": "chf"})
    page = client.get(reverse("web:cockpit"))

    founded = Organisation.objects.get(slug="ateliers-rivaud")
    assert response.headers["Location"] == "/"
    assert founded.currency == "CHF"
    assert Membership.objects.get(organisation=founded).user == cio
    assert page.context["reader"].organisation == founded


def test_a_currency_that_is_none_gets_a_sentence_and_nothing_is_lost(client, cio):
    client.force_login(cio)

    response = client.post(URL, {"name": "Ateliers Rivaud", "currency": "euros"})

    assert response.context["form"].errors["currency"]
    assert "Ateliers Rivaud" in response.content.decode()
    assert Organisation.objects.count() == 1


def test_a_reader_opens_no_organisation(client, valmorel):
    client.force_login(member(valmorel, role=Role.READER))

    assert client.post(URL, {"name": "X", "currency": "EUR"}).status_code == 403
    assert Organisation.objects.count() == 1
