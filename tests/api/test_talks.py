"""Comments through the API: said, corrected by their author, never written over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.strategy.models import Comment
from tests.factories import comment, initiative, member, need, user


@pytest.fixture
def mobile(valmorel):
    return initiative(valmorel, "I-01", "Application mobile")


def test_a_comment_is_said_read_corrected_and_taken_back(call, mobile):
    said = call("post", "/initiatives/I-01/comments/", {"text": "Où en est-on ?"})
    path = f"/comments/{said.json()['id']}/"
    changed = call("patch", path, {"text": "Où en sommes-nous ?"}, **{"If-Match": said["ETag"]})
    listed = call("get", "/initiatives/I-01/comments/").json()
    late = call("patch", path, {"text": "Trop tard"}, **{"If-Match": said["ETag"]})
    blind = call("delete", path)
    gone = call("delete", path, **{"If-Match": changed["ETag"]})

    assert [a.status_code for a in (said, changed, late, blind, gone)] == [201, 200, 412, 428, 204]
    assert late["ETag"] == changed["ETag"] != said["ETag"]
    assert (listed["count"], listed["rows"][0]["text"]) == (1, "Où en sommes-nous ?")
    assert {k: listed["rows"][0][k] for k in ("called", "is_changed", "is_mine", "may_change")} == {
        "called": [],
        "is_changed": True,
        "is_mine": True,
        "may_change": True,
    }
    assert Comment.objects.count() == 0
    assert [e.action for e in Entry.objects.filter(action__contains="comment").order_by("pk")] == [
        "strategy.comment_on",
        "strategy.change_comment",
        "strategy.remove_comment",
    ]


def test_somebody_elses_words_are_left_alone(call, mobile):
    other = comment(mobile, "Avis", author=user("luc"))

    changed = call("patch", f"/comments/{other.pk}/", {"text": "x"}, **{"If-Match": "*"})
    removed = call("delete", f"/comments/{other.pk}/", **{"If-Match": "*"})
    read = call("get", f"/comments/{other.pk}/").json()

    assert (changed.status_code, removed.status_code) == (409, 409)
    assert changed.json()["detail"] == "Only its author changes a comment."
    assert (read["who"], read["is_mine"], read["text"]) == ("luc@valmorel.example", False, "Avis")


def test_a_need_is_commented_and_a_name_called(call, valmorel):
    asked = need(valmorel, "N-01", "Caisse rapide")
    claire = user("claire", first_name="Claire", last_name="Ansel")
    member(valmorel, Role.READER, username=claire.username)

    said = call("post", f"/needs/{asked.pk}/comments/", {"text": "@Claire Ansel un avis ?"})

    assert said.json()["called"] == ["Claire Ansel"]


def test_comments_come_page_after_page_at_a_constant_cost(call, mobile, now):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert call("get", "/initiatives/I-01/comments/").status_code == 200
        return len(asked)

    comment(mobile, "Mot 0", said_at=now)
    count()
    one = count()
    for number in range(1, 6):
        comment(mobile, f"Mot {number}", said_at=now + timedelta(minutes=number))

    six = count()
    last = call("get", "/initiatives/I-01/comments/?per_page=2&page=3").json()

    assert six == one
    assert (last["count"], last["pages"]) == (6, 3)
    assert [row["text"] for row in last["rows"]] == ["Mot 4", "Mot 5"]
