"""The inbox, the search and the capacity through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.people.models import Membership
from cordee.platform.search import rebuild
from tests.factories import (
    allocation,
    calendar,
    initiative,
    person,
    referral,
    reserve,
    team,
    unit,
)


@pytest.fixture
def asked(valmorel, bearer):
    """A question that waits for the person behind the token."""
    own = bearer()
    cio = Membership.objects.get(organisation=valmorel).user
    question = referral(person(valmorel, "Hélène Brun", user=cio), "Quel budget ?")
    return own, question


def test_what_waits_is_put_off_and_comes_back(call, asked):
    own, question = asked
    item, tomorrow = f"referral:{question.pk}", timezone.localdate() + timedelta(days=1)
    first = call("get", "/inbox/", headers=own).json()

    later = call("post", f"/inbox/{item}/", {"to": "later", "until": str(tomorrow)}, headers=own)
    left, aside = (call("get", f"/inbox/{end}", headers=own).json() for end in ("", "?aside=true"))
    back = call("post", f"/inbox/{item}/", {"to": "back"}, headers=own)
    again = call("get", "/inbox/", headers=own).json()

    assert [(group["kind"], group["things"][0]["item"]) for group in first] == [("referral", item)]
    assert (later.status_code, left, back.status_code) == (204, [], 204)
    assert [group["things"][0]["item"] for group in aside] == [item]
    assert again == first


def test_what_leaves_by_itself_is_not_done_by_a_word(call, asked):
    own, question = asked

    done = call("post", f"/inbox/referral:{question.pk}/", {"to": "done"}, headers=own)
    past = call("post", f"/inbox/referral:{question.pk}/", {"to": "later"}, headers=own)
    none = call("post", "/inbox/mention:12/", {"to": "done"}, headers=own)
    odd = call("post", "/inbox/rien/", {"to": "done"}, headers=own)

    assert [a.status_code for a in (done, past, none, odd)] == [409, 409, 404, 404]


def test_words_find_rows_register_by_register(call, valmorel):
    initiative(valmorel, "I-01", "Élargir la caisse")
    rebuild()

    (found,) = call("get", "/search/?q=elargir").json()

    assert found["rows"] == [
        {"page": "/initiatives/I-01/", "name": "Élargir la caisse", "code": "I-01", "excerpt": ""}
    ]
    assert call("get", "/search/").json() == []


def test_the_days_of_the_teams_are_those_of_the_page(call, valmorel):
    shops = team(valmorel, "E1", "Magasins", unit=unit(valmorel), calendar=calendar(valmorel))
    allocation(person(valmorel), shops)
    reserve(shops)

    told = call("get", "/capacity/?since=2027Q1&quarters=2").json()
    wrong = call("get", "/capacity/?since=2027Q7")

    assert told["quarters"] == ["2027Q1", "2027Q2"]
    assert [one["name"] for one in told["teams"]["rows"]] == ["Magasins"]
    assert (told["teams"]["count"], told["teams"]["pages"]) == (1, 1)
    assert told["teams"]["rows"][0]["days"] == told["total"]
    assert told["total"][0]["people"] == 1
    assert 0 < told["total"][0]["net"] < told["total"][0]["gross"]
    assert wrong.status_code == 422
