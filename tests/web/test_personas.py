import pytest
from django.test import Client
from django.urls import reverse

from cordee.cases.demo import PERSONAS
from cordee.people.models import Membership
from cordee.platform.access import Role
from cordee.platform.models import User
from tests.factories import member, organisation

BECOME = "/personas/become/"


@pytest.fixture
def demo(valmorel, settings):
    """The personas in a demonstration without rows, and the owner of another one."""
    settings.DEMO = True
    valmorel.is_demo = True
    valmorel.save()
    for persona in PERSONAS:
        member(valmorel, persona.role, username=persona.username)
    workshop = organisation("Ateliers Rivaud", "rivaud", is_demo=True)
    member(workshop, Role.OWNER, username="odile.rivaud")
    cio = User.objects.get(username="helene.brun")
    Membership.objects.create(user=cio, organisation=workshop, role=Role.CIO)
    return workshop


def signed_in_as(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).username if pk else None


def test_one_click_signs_in_as_a_persona(demo, client):
    response = client.post(BECOME, {"persona": "luc.morel"})

    assert (response.status_code, response.url) == (302, reverse("web:cockpit"))
    assert signed_in_as(client) == "luc.morel"


def test_each_persona_opens_the_first_page(demo, client):
    seen = {}
    for persona in PERSONAS:
        client.post(BECOME, {"persona": persona.username})
        seen[persona.username] = client.get("/").context["role_label"]

    assert seen == {p.username: p.role.label for p in PERSONAS}


def test_a_persona_may_become_another_one(demo, client):
    client.post(BECOME, {"persona": "luc.morel"})

    client.post(BECOME, {"persona": "claire.ansel"})

    assert signed_in_as(client) == "claire.ansel"


def test_the_cio_of_two_companies_opens_on_the_retailer(demo, client):
    client.post(BECOME, {"persona": "helene.brun"})

    assert client.get("/").context["reader"].organisation.name == "Comptoirs Valmorel"


def test_becoming_someone_forgets_the_organisation_looked_at(demo, client):
    client.post(BECOME, {"persona": "helene.brun"})
    client.post("/organisations/switch/", {"organisation": demo.pk})

    client.post(BECOME, {"persona": "luc.morel"})

    assert client.get("/").context["reader"].organisation.name == "Comptoirs Valmorel"


@pytest.mark.parametrize("persona", ["odile.rivaud", "camille", "", "\x00"])
def test_nobody_else_is_a_persona(demo, client, persona):
    member(organisation("Banque du Lac", "lac"), username="camille")

    response = client.post(BECOME, {"persona": persona})

    assert (response.status_code, signed_in_as(client)) == (404, None)


def test_outside_the_demonstration_the_door_does_not_exist(demo, client, settings):
    settings.DEMO = False

    answers = [client.get(BECOME), client.post(BECOME, {"persona": "luc.morel"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert signed_in_as(client) is None


def test_becoming_someone_is_asked_by_our_own_page_only(demo):
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.post(BECOME, {"persona": "luc.morel"}).status_code == 403
    assert stranger.get(BECOME).status_code == 405


def test_the_sign_in_page_offers_the_personas(demo, client):
    page = client.get(reverse("account_login")).content.decode()

    assert [p.username for p in PERSONAS if f'value="{p.username}"' not in page] == []


def test_the_sign_in_page_offers_nobody_outside_the_demonstration(db, client):
    page = client.get(reverse("account_login"))

    assert page.context["personas"] == ()
    assert BECOME not in page.content.decode()


def test_a_persona_has_no_password_to_change(demo, client):
    client.post(BECOME, {"persona": "luc.morel"})

    assert client.get(reverse("account_change_password")).status_code == 403
