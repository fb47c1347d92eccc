"""Points and scenarios through the API."""

from decimal import Decimal

import pytest

from cordee.platform.models import Entry
from cordee.strategy.models import Objective, Scenario
from tests.factories import objective, scenario


@pytest.fixture
def level(valmorel):
    return [
        objective(valmorel, "O1", "Croissance", weight="60"),
        objective(valmorel, "O2", "Résilience", weight="40"),
    ]


def shared(call, points, etag="*", reason="Comité du 23", **more):
    body = {"points": points, "reason": reason} | more
    return call("put", "/priorities/", body, **({"If-Match": etag} if etag else {}))


def test_a_hundred_points_are_shared_again_with_their_reason(call, level):
    read = call("get", "/priorities/")

    written = shared(call, {"O1": "33.25", "O2": "66.75"}, read["ETag"])
    late = shared(call, {"O1": 50, "O2": 50}, read["ETag"])

    assert (written.status_code, late.status_code) == (200, 412)
    assert late["ETag"] == written["ETag"]
    assert [(o["code"], o["points"]) for o in written.json()["objectives"]] == [
        ("O1", "33.25"),
        ("O2", "66.75"),
    ]
    line = Entry.objects.get(action="strategy.allot_priorities")
    assert (line.reason, line.detail["O1"]) == ("Comité du 23", ["60.00", "33.25"])


def test_points_that_do_not_make_a_whole_are_refused(call, level):
    answers = [
        shared(call, {"O1": 50, "O2": 40}),
        shared(call, {"O1": 100}),
        shared(call, {"O1": 50, "O3": 50}),
        shared(call, {"O1": 50, "O2": 50}, reason=" "),
        shared(call, {"O1": 50, "O2": 50}, parent="O9"),
        shared(call, {"O1": 50, "O2": 50}, etag=""),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409, 422, 404, 428]
    assert answers[0].json()["detail"] == "The points add up to 90: share exactly 100."
    assert answers[1].json()["detail"] == "Give points to each objective of the level: O1, O2."
    assert sorted(Objective.objects.values_list("weight", flat=True)) == [Decimal(40), Decimal(60)]


def test_a_scenario_is_written_changed_adopted_and_removed(call, level):
    made = call(
        "post",
        "/scenarios/",
        {"name": "Résilience d’abord", "reason": "Panne", "points": {"O1": 20, "O2": "80"}},
    )
    path = f"/scenarios/{made.json()['id']}/"
    renamed = call("patch", path, {"name": "Tenir"}, **{"If-Match": made["ETag"]})
    late = call("post", f"{path}adopt/", {}, **{"If-Match": made["ETag"]})
    adopted = call("post", f"{path}adopt/", {}, **{"If-Match": renamed["ETag"]})
    gone = call("delete", path, **{"If-Match": adopted["ETag"]})

    assert [a.status_code for a in (made, renamed, late, adopted, gone)] == [
        201,
        200,
        412,
        200,
        204,
    ]
    assert renamed.json()["points"] == {"O1": "20", "O2": "80"}
    assert renamed.json()["name"] == "Tenir"
    assert adopted.json()["adopted_at"] is not None
    assert dict(Objective.objects.values_list("code", "weight")) == {"O1": 20, "O2": 80}
    assert Scenario.objects.count() == 0


def test_the_form_of_the_page_refuses_the_same(call, level):
    scenario(level[0], "Pris")
    body = {"reason": "x", "points": {"O1": 20, "O2": 80}}

    twin = call("post", "/scenarios/", body | {"name": "Pris"})
    unknown = call("post", "/scenarios/", body | {"name": "Autre", "points": {"O9": 100}})
    partial = call("post", "/scenarios/", body | {"name": "Autre", "points": {"O1": 20}})

    assert [a.status_code for a in (twin, unknown, partial)] == [422, 422, 409]
    assert list(twin.json()["fields"]) == ["name"]
    assert unknown.json()["fields"] == {"points": "“O9” is not known here."}


def test_the_list_of_scenarios_says_what_each_would_give(call, level):
    for name in ("Seul", "Tard", "Vite"):
        scenario(level[0], name)

    told = call("get", "/scenarios/?per_page=1").json()
    last = call("get", "/scenarios/?per_page=2&page=2").json()

    (found,) = told["rows"]
    assert (told["count"], told["page"], told["pages"]) == (3, 1, 3)
    assert [one["name"] for one in last["rows"]] == ["Vite"]
    assert found["name"] == "Seul"
    assert set(found) == {
        "id",
        "revision",
        "name",
        "reason",
        "points",
        "adopted_at",
        "score",
    }
