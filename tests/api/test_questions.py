"""Questions, duplicates, saved views and editions through the API."""

import pytest

from cordee.platform.access import Role
from cordee.platform.models import SavedView
from cordee.strategy.models import DuplicateVerdict, Referral
from cordee.strategy.services import freeze_edition
from tests.factories import initiative, person, saved_view, spend, unit, user

DEEDS = ("answer", "withdraw")


@pytest.fixture
def portfolio(valmorel):
    it, stores = unit(valmorel, "DSI", "Informatique"), unit(valmorel, "MAG", "Magasins")
    one = initiative(valmorel, "I-01", "Nouvel intranet des équipes", unit=it)
    other = initiative(valmorel, "I-02", "Nouvel intranet des équipes de vente", unit=stores)
    spend(one, 190, fiscal_year=2027)
    spend(other, 70, fiscal_year=2027)
    person(valmorel, "Hélène Brun")


def test_a_question_is_asked_answered_once_and_never_rewritten(call, portfolio):
    wanted = {"question": "Quel budget ?", "person": "Hélène Brun", "initiative": "I-01"}

    asked = call("post", "/referrals/", wanted)
    path = f"/referrals/{asked.json()['id']}/"
    read = {"If-Match": asked["ETag"]}
    blind = call("post", f"{path}answer/", {"outcome": "Douze"})
    answered = call("post", f"{path}answer/", {"outcome": "Douze"}, **read)
    late = [call("post", f"{path}{to}/", {"outcome": "Treize"}, **read) for to in DEEDS]
    now = {"If-Match": answered["ETag"]}
    again = call("post", f"{path}answer/", {"outcome": "Treize"}, **now)
    withdrawn = call("post", f"{path}withdraw/", {}, **now)
    listed = call("get", "/referrals/?state=answered").json()
    none = call("get", "/referrals/?state=open").json()

    statuses = [a.status_code for a in (asked, answered, again, withdrawn)]
    assert statuses == [201, 200, 409, 409]
    assert [blind.status_code, *(one.status_code for one in late)] == [428, 412, 412]
    assert call("get", path)["ETag"] == answered["ETag"]
    assert {key: asked.json()[key] for key in wanted} == wanted
    assert again.json()["detail"].startswith("This question is closed already")
    assert listed["rows"] == [call("get", path).json()] == [answered.json()]
    assert (answered.json()["outcome"], none["count"]) == ("Douze", 0)


def test_a_question_names_who_and_what_is_known_here(call, portfolio):
    wanted = {"question": "Quel budget ?", "person": "Hélène Brun"}

    answers = [
        call("post", "/referrals/", wanted | {"person": "Personne"}),
        call("post", "/referrals/", wanted | {"initiative": "I-99"}),
        call("post", "/referrals/", wanted | {"due_on": "2020-01-01"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 409]
    assert answers[0].json()["fields"] == {"person": "“Personne” is not known here."}
    assert answers[1].json()["fields"] == {"initiative": "“I-99” is not known here."}
    assert not Referral.objects.exists()


def test_who_was_not_asked_does_not_answer(call, bearer, portfolio):
    wanted = {"question": "Quel budget ?", "person": "Hélène Brun"}
    asked = call("post", "/referrals/", wanted).json()

    told = call(
        "post",
        f"/referrals/{asked['id']}/answer/",
        {"outcome": "Douze"},
        headers=bearer(Role.MEMBER),
    )

    assert told.status_code == 409
    assert told.json()["detail"] == "This question was asked to someone else."


def test_a_pair_is_ruled_on_and_the_list_says_so(call, portfolio):
    before = call("get", "/duplicates/").json()
    verdict = {"first": "I-02", "second": "I-01", "verdict": "distinct", "reason": "Deux parcs"}

    ruled = call("put", "/duplicates/verdict/", verdict)
    alone = call("put", "/duplicates/verdict/", verdict | {"second": "I-02"})
    unknown = call("put", "/duplicates/verdict/", verdict | {"second": "I-99"})
    after = call("get", "/duplicates/").json()

    assert [a.status_code for a in (ruled, alone, unknown)] == [200, 409, 404]
    (pair,) = before["rows"]
    assert [pair["first"]["code"], pair["second"]["code"]] == ["I-01", "I-02"]
    assert [pair["first"]["spend"], pair["second"]["spend"]] == ["190", "70"]
    assert after["rows"] == [pair | {"verdict": "distinct", "reason": "Deux parcs"}]
    assert DuplicateVerdict.objects.count() == 1


def test_a_view_is_kept_written_over_listed_and_forgotten(call, bearer, valmorel):
    told = {"list": "initiatives", "name": "À voir", "asked": "q=caisse&rien=1&page=2"}

    first = call("post", "/saved-views/", told)
    made, read = first.json(), {"If-Match": first["ETag"]}
    wanted = told | {"asked": "q=site", "is_shared": True}
    blind = call("post", "/saved-views/", wanted)
    again = call("post", "/saved-views/", wanted, **read).json()
    late = call("delete", f"/saved-views/{made['id']}/", **read)
    seen = call("get", "/saved-views/?listed=initiatives", headers=bearer(Role.READER)).json()
    others = call("get", "/saved-views/?listed=units").json()
    unknown = call("post", "/saved-views/", told | {"list": "reves"})
    etag = call("get", f"/saved-views/{made['id']}/")["ETag"]
    gone = call("delete", f"/saved-views/{made['id']}/", **{"If-Match": etag})

    assert (blind.status_code, late.status_code) == (428, 412)
    assert (made["asked"], made["is_mine"]) == ("q=caisse", True)
    assert again == made | {"asked": "q=site", "is_shared": True}
    assert seen["rows"] == [again | {"is_mine": False}]
    assert (others["count"], unknown.status_code, gone.status_code) == (0, 404, 204)
    assert not SavedView.objects.exists()


def test_a_view_of_somebody_else_is_not_forgotten_nor_shared_by_who_only_reads(
    call, bearer, valmorel
):
    theirs = saved_view(user("luc"), valmorel, is_shared=True)
    told = {"list": "initiatives", "name": "À voir", "is_shared": True}

    removed = call("delete", f"/saved-views/{theirs.pk}/", **{"If-Match": "*"})
    shared = call("post", "/saved-views/", told, headers=bearer(Role.READER))

    assert (removed.status_code, shared.status_code) == (409, 403)
    assert SavedView.objects.count() == 1


def test_an_edition_says_what_it_keeps(call, portfolio, cio_reader, now):
    kept = freeze_edition(cio_reader, name="Comité de mars", note="", at=now)

    listed = call("get", "/editions/").json()
    told = call("get", f"/editions/{kept.pk}/").json()

    assert (listed["count"], listed["rows"][0]["id"]) == (1, kept.pk)
    assert told["initiatives"] == ["I-01", "I-02"]
    assert told["is_intact"] is True
    assert [(one["basis"], one["total"]) for one in told["figures"]] == [("2027-planned", "260")]
