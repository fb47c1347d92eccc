"""A form opened in one organisation is never written in another, whatever other tabs look at."""

import re
from html import unescape

import pytest

from cordee.people.models import Membership, Unit
from cordee.platform.access import Role
from tests.factories import member, organisation, unit
from tests.pages import HTMX, words

SWITCH = "/organisations/switch/"
NEW_UNIT = "/units/new/"


@pytest.fixture
def rivaud(db):
    return organisation("Ateliers Rivaud", "rivaud")


@pytest.fixture
def consultant(valmorel, rivaud):
    user = member(valmorel, Role.CIO, username="consultante")
    Membership.objects.create(user=user, organisation=rivaud, role=Role.CIO)
    return user


@pytest.fixture
def browser(client, consultant, valmorel):
    """Two tabs are one session: what one chooses, the other looks at."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(consultant)
    client.post(SWITCH, {"organisation": valmorel.pk})
    return client


def form_of(page):
    """The fields of the form that stands in the page, as a browser would send them."""
    content = page.content.decode()
    forms = re.findall(r"<form.*?</form>", content, re.DOTALL)
    (form,) = [one for one in forms if 'name="code"' in one]
    found = {}
    for tag in re.findall(r"<(?:input|button)[^>]*>", form):
        told = dict(re.findall(r'(name|value)="([^"]*)"', tag))
        if "name" in told:
            found[told["name"]] = unescape(told.get("value", ""))
    return found


def units():
    return sorted(Unit.objects.values_list("organisation__slug", "name"))


def test_a_form_of_one_client_sent_after_switching_to_another_is_refused(browser, rivaud):
    typed = form_of(browser.get(NEW_UNIT)) | {"code": "LOG", "name": "Logistique", "kind": "it"}
    browser.post(SWITCH, {"organisation": rivaud.pk})

    answer = browser.post(NEW_UNIT, typed)

    assert answer.status_code == 409
    assert units() == []
    assert (
        "This page belongs to Comptoirs Valmorel, and another tab now looks at Ateliers Rivaud: "
        "nothing was written, neither here nor there." in words(answer)
    )
    assert words(answer).endswith("What you had typed Name Logistique Code LOG Kind IT")


def test_a_choice_is_told_by_its_name_and_only_to_who_may_know_it(
    browser, consultant, rivaud, valmorel
):
    above = unit(valmorel, "COM", "Commerce")
    typed = form_of(browser.get(NEW_UNIT)) | {"name": "Web", "code": "WEB", "parent": above.pk}
    browser.post(SWITCH, {"organisation": rivaud.pk})

    told = words(browser.post(NEW_UNIT, typed))
    consultant.memberships.filter(organisation=valmorel).delete()
    left = words(browser.post(NEW_UNIT, typed))

    assert told.endswith("Name Web Code WEB Parent unit Commerce")
    assert left.endswith(f"Name Web Code WEB Parent unit {above.pk}")


def test_what_was_typed_is_sent_where_it_belongs_in_one_click(browser, rivaud, valmorel):
    typed = form_of(browser.get(NEW_UNIT)) | {
        "code": "LOG",
        "name": "Le « & »",
        "kind": "it",
    }
    browser.post(SWITCH, {"organisation": rivaud.pk})
    refusal = form_of(browser.post(NEW_UNIT, typed))

    answer = browser.post(NEW_UNIT, refusal)

    assert answer.status_code == 302
    assert units() == [("valmorel", "Le « & »")]
    assert browser.get("/").context["reader"].organisation == valmorel


def test_the_same_form_is_written_when_the_tab_looks_there(browser):
    typed = form_of(browser.get(NEW_UNIT)) | {"code": "LOG", "name": "Logistique", "kind": "it"}

    answer = browser.post(NEW_UNIT, typed)

    assert answer.status_code == 302
    assert units() == [("valmorel", "Logistique")]


def test_a_client_that_was_left_takes_nothing_back(browser, consultant, rivaud, valmorel):
    typed = form_of(browser.get(NEW_UNIT)) | {"code": "LOG", "name": "Logistique", "kind": "it"}
    consultant.memberships.filter(organisation=valmorel).delete()

    answers = [browser.post(NEW_UNIT, typed), browser.post(NEW_UNIT, typed | {"send_there": "1"})]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "you are no longer a member, and you look at Ateliers Rivaud" in words(answers[0])
    assert "send_there" not in answers[0].content.decode()
    assert units() == []


def test_a_place_is_not_found_by_saying_its_number(browser, db):
    theirs = organisation("Banque du Lac", "lac")
    typed = {"opened_for": theirs.pk, "send_there": "1", "code": "L", "name": "L", "kind": "it"}

    answer = browser.post(NEW_UNIT, typed)

    assert answer.status_code == 409
    assert "Banque du Lac" not in answer.content.decode()
    assert units() == []


def test_a_fragment_asked_by_the_page_of_another_client_is_refused(browser, rivaud, valmorel):
    unit(rivaud, "SEC", "Secret de Rivaud")
    browser.post(SWITCH, {"organisation": rivaud.pk})

    answer = browser.get("/units/", headers=HTMX | {"x-opened-for": str(valmorel.pk)})

    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#notice")
    assert "Secret de Rivaud" not in answer.content.decode()


def test_what_is_about_oneself_is_the_same_from_every_client(browser, rivaud, valmorel):
    answer = browser.post(SWITCH, {"organisation": rivaud.pk, "opened_for": "12345"})

    assert (answer.status_code, answer.url) == (302, "/")


def test_every_form_of_a_page_says_for_which_client_it_was_opened(browser, valmorel):
    pages = [browser.get(url).content.decode() for url in ("/", NEW_UNIT, "/units/", "/account/")]

    told = [
        (page.count('name="csrfmiddlewaretoken"'), page.count(f'opened_for" value="{valmorel.pk}"'))
        for page in pages
    ]
    assert [proofs for proofs, _named in told] == [named for _proofs, named in told]
    assert all(proofs > 1 for proofs, _named in told)
    assert all(f'"X-Opened-For": "{valmorel.pk}"' in page for page in pages)
