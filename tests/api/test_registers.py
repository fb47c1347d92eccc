"""The registers through the API: read, written, changed, removed, and refused with a sentence."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.people.models import PersonalToken
from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.strategy.models import Initiative
from tests.factories import initiative, objective, organisation, person, spend, unit


@pytest.fixture
def mobile(valmorel):
    return initiative(
        valmorel,
        "I-01",
        "Application mobile",
        unit=unit(valmorel),
        business_sponsor=person(valmorel),
        start=date(2027, 1, 4),
    )


def test_a_row_says_its_fields_by_their_codes_and_its_revision(call, mobile):
    answer = call("get", "/initiatives/I-01/")

    told = answer.json()
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{mobile.pk}-1"'
    assert {
        name: told[name]
        for name in ("id", "revision", "page", "code", "name", "unit", "business_sponsor", "start")
    } == {
        "id": mobile.pk,
        "revision": 1,
        "page": "/initiatives/I-01/",
        "code": "I-01",
        "name": "Application mobile",
        "unit": "COM",
        "business_sponsor": "Claire Ansel",
        "start": "2027-01-04",
    }


def test_a_row_that_did_not_change_is_not_sent_again(call, mobile):
    etag = call("get", "/initiatives/I-01/")["ETag"]

    answer = call("get", "/initiatives/I-01/", **{"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_list_is_searched_sorted_and_paged(call, valmorel):
    for number in range(5):
        initiative(valmorel, f"I-{number}", f"Projet {number}")
    initiative(valmorel, "Z", "Autre chose")

    first = call("get", "/initiatives/?q=projet&sort=-name&per_page=2").json()
    last = call("get", "/initiatives/?q=projet&sort=-name&per_page=2&page=3").json()

    assert (first["count"], first["pages"]) == (5, 3)
    assert [row["code"] for row in first["rows"]] == ["I-4", "I-3"]
    assert [row["code"] for row in last["rows"]] == ["I-0"]


def test_a_list_costs_the_same_queries_for_one_row_and_six(call, valmorel):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert call("get", "/initiatives/").status_code == 200
        return len(asked)

    home = unit(valmorel)
    initiative(valmorel, "I-0", unit=home)
    count()
    one = count()
    for number in range(1, 6):
        spend(initiative(valmorel, f"I-{number}", unit=home), 10)
    count()

    assert count() == one <= 15


def test_a_row_is_written_by_a_program_as_by_a_person(call, valmorel, bearer):
    unit(valmorel)

    answer = call(
        "post",
        "/initiatives/",
        {"name": "Caisses", "code": "I-09", "unit": "COM", "kind": "project"},
    )

    assert answer.status_code == 201, answer.content
    assert answer.json()["unit"] == "COM"
    assert Initiative.objects.get(code="I-09").organisation == valmorel
    assert Entry.objects.filter(action="strategy.save_initiative").count() == 1


def test_only_what_is_sent_changes(call, mobile):
    etag = call("get", "/initiatives/I-01/")["ETag"]

    answer = call("patch", "/initiatives/I-01/", {"name": "Application"}, **{"If-Match": etag})

    assert answer.status_code == 200, answer.content
    assert answer.json()["revision"] == 2
    mobile.refresh_from_db()
    assert (mobile.name, mobile.unit.code, mobile.start) == ("Application", "COM", date(2027, 1, 4))


def test_nobodys_change_is_written_over(call, mobile):
    etag = call("get", "/initiatives/I-01/")["ETag"]
    call("patch", "/initiatives/I-01/", {"name": "Première"}, **{"If-Match": etag})

    late = call("patch", "/initiatives/I-01/", {"name": "Seconde"}, **{"If-Match": etag})
    blind = call("patch", "/initiatives/I-01/", {"name": "Seconde"})
    gone = call("delete", "/initiatives/I-01/", **{"If-Match": etag})

    assert [a.status_code for a in (late, blind, gone)] == [412, 428, 412]
    assert late["ETag"] == f'"{mobile.pk}-2"'
    assert Initiative.objects.get().name == "Première"


def test_a_name_that_nothing_bears_is_refused_with_its_field(call, mobile):
    answer = call("patch", "/initiatives/I-01/", {"unit": "XYZ"}, **{"If-Match": "*"})

    assert answer.status_code == 422
    assert answer.json()["fields"] == {"unit": "“XYZ” is not known here."}


@pytest.mark.parametrize(
    "body", [{"nom": "x"}, {"name": 3}, {"start": "demain"}, {"kind": "rêve"}, {"name": "x\0y"}]
)
def test_what_is_malformed_is_refused(call, mobile, body):
    answer = call("patch", "/initiatives/I-01/", body, **{"If-Match": "*"})

    assert answer.status_code == 422
    assert list(answer.json()["fields"])
    assert Initiative.objects.get().revision == 1


def test_a_row_is_removed_when_the_service_lets_it(call, valmorel):
    running = initiative(valmorel, "I-02", status="running")
    initiative(valmorel, "I-03")

    kept = call("delete", f"/initiatives/{running.code}/", **{"If-Match": "*"})
    gone = call("delete", "/initiatives/I-03/", **{"If-Match": "*"})

    assert (kept.status_code, gone.status_code) == (409, 204)
    assert "beyond the candidate state" in kept.json()["detail"]
    assert [i.code for i in Initiative.objects.all()] == ["I-02"]


def test_another_organisation_is_never_read(call, bearer, mobile):
    elsewhere = bearer(organisation=organisation("Rivaud", "rivaud"))

    row = call("get", "/initiatives/I-01/", headers=elsewhere)
    rows = call("get", "/initiatives/", headers=elsewhere)

    assert (row.status_code, rows.json()["rows"]) == (404, [])


def test_the_role_decides_as_in_the_pages(call, bearer, mobile):
    reader = bearer(Role.READER)

    read = call("get", "/initiatives/I-01/", headers=reader)
    written = call("post", "/objectives/", {"name": "x", "code": "x"}, headers=reader)

    assert (read.status_code, written.status_code) == (200, 403)
    assert written.json()["detail"] == "Your role does not give this right."


def test_a_token_that_reads_does_not_write(call, bearer, mobile):
    token = bearer(scope=PersonalToken.Scope.READ)

    answer = call("post", "/objectives/", {"name": "x", "code": "x"}, headers=token)

    assert answer.status_code == 403
    assert "only reads" in answer.json()["detail"]


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer rien"}, {"Authorization": "x"}])
def test_a_stranger_is_told_to_sign_in(call, db, header):
    answer = call("get", "/initiatives/", headers=header)

    assert answer.status_code == 401
    assert answer.json()["detail"] == "Sign in, or send a personal token."


def test_a_page_that_writes_by_the_api_needs_its_csrf_token(client, cio, valmorel):
    client.handler.enforce_csrf_checks = True
    client.force_login(cio)

    read = client.get("/api/v1/objectives/")
    written = client.post(
        "/api/v1/objectives/", {"name": "x", "code": "x"}, content_type="application/json"
    )

    assert (read.status_code, written.status_code) == (200, 403)


def test_amounts_are_written_with_a_point_whatever_the_language(call, valmorel):
    objective(valmorel, "O1", "Croissance", weight="12.50")

    answer = call(
        "patch",
        f"/objectives/{valmorel_objective()}/",
        {"weight": "33.25"},
        **{"If-Match": "*", "Accept-Language": "fr"},
    )

    assert answer.json()["weight"] == "33.25"


def valmorel_objective():
    from cordee.strategy.models import Objective

    return Objective.objects.get().pk
