"""Members and invitations through the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.people.models import Invitation, Membership
from cordee.people.queries import invitation_behind
from cordee.platform.access import Role
from cordee.platform.models import Entry
from tests.factories import member, unit


@pytest.fixture
def owner(bearer):
    return bearer(Role.OWNER)


def test_members_are_listed_narrowed_and_paged(call, owner, valmorel):
    for number in range(3):
        member(valmorel, Role.MEMBER, username=f"membre-{number}")

    whole = call("get", "/members/?per_page=2&page=2", headers=owner).json()
    narrowed = call("get", "/members/?role=owner", headers=owner).json()

    assert (whole["count"], whole["page"], whole["pages"], len(whole["rows"])) == (4, 2, 2, 2)
    assert [(one["role"], one["units"]) for one in narrowed["rows"]] == [("owner", [])]


def test_the_list_of_members_asks_as_many_questions_for_one_as_for_six(
    call, owner, valmorel, django_assert_num_queries
):
    call("get", "/me/", headers=owner)  # the token is noted as used, once a minute
    with CaptureQueriesContext(connection) as alone:
        call("get", "/members/", headers=owner)
    for number in range(5):
        member(valmorel, Role.MEMBER, username=f"membre-{number}")

    with django_assert_num_queries(len(alone)):
        told = call("get", "/members/", headers=owner).json()

    assert told["count"] == 6


def test_a_member_gets_another_role_and_another_perimeter(call, owner, valmorel):
    unit(valmorel, "COM", "Commerce")
    row = member(valmorel, Role.READER).memberships.get()
    read = call("get", f"/members/{row.pk}/", headers=owner)
    told = {"role": "member", "units": ["COM"]}

    changed = call("patch", f"/members/{row.pk}/", told, headers=owner | etag(read))
    late = call("patch", f"/members/{row.pk}/", told, headers=owner | etag(read))
    blind = call("patch", f"/members/{row.pk}/", told, headers=owner)
    unknown = call("patch", f"/members/{row.pk}/", {"units": ["X"]}, headers=owner | etag(changed))

    statuses = [answer.status_code for answer in (changed, late, blind, unknown)]
    assert statuses == [200, 412, 428, 422]
    assert {key: changed.json()[key] for key in told} == told
    assert unknown.json()["fields"] == {"units": "“X” is not known here."}
    assert Entry.objects.filter(action="people.change_member").count() == 1


def test_the_last_owner_stays(call, owner, valmorel):
    row = Membership.objects.get(organisation=valmorel, role=Role.OWNER)
    claim = owner | {"If-Match": "*"}

    changed = call("patch", f"/members/{row.pk}/", {"role": "reader"}, headers=claim)
    removed = call("delete", f"/members/{row.pk}/", headers=claim)

    assert (changed.status_code, removed.status_code) == (409, 409)
    assert "is the only owner of the organisation" in removed.json()["detail"]
    assert changed.json() == removed.json()


def test_a_member_is_removed_and_their_token_opens_nothing(call, owner, bearer):
    theirs = bearer(Role.MEMBER)
    row = Membership.objects.get(role=Role.MEMBER)

    gone = call("delete", f"/members/{row.pk}/", headers=owner | {"If-Match": "*"})

    assert gone.status_code == 204
    assert call("get", "/me/", headers=theirs).status_code == 401


def test_where_no_mail_leaves_the_link_is_told_once(call, owner, settings, now):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    wanted = {"email": "Sophie@Valmorel.example", "role": "member"}

    made = call("post", "/invitations/", wanted, headers=owner)
    again = call("post", "/invitations/", wanted, headers=owner)
    listed = call("get", "/invitations/", headers=owner).json()

    secret = made.json()["link"].rstrip("/").rpartition("/")[2]
    row = Invitation.objects.get()
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    assert invitation_behind(secret, at=row.sent_at) == row
    assert row.was_shown
    assert again.status_code == 409
    assert "is already invited" in again.json()["detail"]
    assert listed["rows"] == [made.json() | {"link": None}]


def test_a_link_that_is_mailed_is_not_told(call, owner, mailoutbox):
    wanted = {"email": "sophie@valmorel.example", "role": "member"}
    made = call("post", "/invitations/", wanted, headers=owner).json()

    path = f"/invitations/{made['id']}/"
    read = owner | {"If-Match": call("get", path, headers=owner)["ETag"]}
    blind = call("post", f"{path}renew/", {}, headers=owner)
    renewed = call("post", f"{path}renew/", {}, headers=read).json()
    late = call("delete", path, headers=read)
    now = owner | {"If-Match": call("get", path, headers=owner)["ETag"]}
    revoked = call("delete", path, headers=now)
    assert (blind.status_code, late.status_code) == (428, 412)

    assert (made["link"], renewed["link"]) == (None, None)
    assert [mail.to for mail in mailoutbox] == [["sophie@valmorel.example"]] * 2
    assert revoked.status_code == 204
    assert not Invitation.objects.exists()


def test_an_owner_with_a_perimeter_is_refused_as_on_the_page(call, owner, valmorel):
    unit(valmorel, "COM", "Commerce")

    refused = call(
        "post",
        "/invitations/",
        {"email": "a@b.example", "role": "owner", "units": ["COM"]},
        headers=owner,
    )

    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("An owner reaches the whole organisation")


def etag(answer):
    return {"If-Match": answer["ETag"]}
