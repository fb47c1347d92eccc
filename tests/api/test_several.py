"""Many rows changed at once through the API."""

import pytest

from cordee.landscape.models import Application
from cordee.platform.models import BulkChange, Entry
from tests.factories import application, organisation, person


@pytest.fixture
def rows(valmorel):
    person(valmorel, "Hélène Brun")
    return [application(valmorel, f"A-{n}", f"Application {n}") for n in range(3)]


def states():
    return list(Application.objects.order_by("code").values_list("status", flat=True))


def keys(rows):
    return [str(row.pk) for row in rows]


def test_one_value_is_written_on_many_rows_and_taken_back(call, rows):
    wanted = {"rows": keys(rows[:2]), "field": "status", "to": "retired"}

    made = call("post", "/several/applications/", wanted)
    path = f"/several/applications/{made.json()['id']}/"
    read = call("get", path).json()
    written = states()
    undone = call("post", f"{path}undo/", {})
    again = call("post", f"{path}undo/", {})

    assert (made.status_code, made.json()["changed"], made.json()["refused"]) == (201, 2, 0)
    assert read == made.json()
    assert read["may_undo"] is True
    assert written == ["retired", "retired", "live"]
    assert (undone.status_code, again.status_code) == (200, 409)
    assert undone.json()["undone_at"] is not None
    assert states() == ["live", "live", "live"]
    assert Entry.objects.filter(action="platform.change_many").count() == 1


def test_a_row_is_named_as_everywhere(call, rows):
    told = call(
        "post",
        "/several/applications/",
        {"rows": keys(rows), "field": "owner", "to": "Hélène Brun"},
    )

    owners = Application.objects.values_list("owner__name", flat=True)
    assert (told.json()["changed"], set(owners)) == (3, {"Hélène Brun"})


def test_what_is_not_known_here_is_told_and_nothing_is_written(call, rows):
    wanted = {"rows": keys(rows), "field": "status", "to": "retired"}
    foreign = application(organisation("Rivaud", "rivaud"), "B-1", "Ailleurs")

    answers = [
        call("post", "/several/applications/", wanted | changed)
        for changed in (
            {"rows": [str(foreign.pk)]},
            {"rows": ["A-1"]},
            {"rows": []},
            {"field": "name"},
            {"to": "perdue"},
            {"field": "owner", "to": "Personne"},
        )
    ]
    elsewhere = call("post", "/several/units/", wanted)

    told = [list(answer.json()["fields"]) for answer in answers]
    assert {answer.status_code for answer in answers} == {422}
    assert told == [["rows"], ["rows"], ["body.rows"], ["field"], ["to"], ["to"]]
    assert elsewhere.status_code == 404
    assert states() == ["live"] * 4
    assert not BulkChange.objects.exists()
