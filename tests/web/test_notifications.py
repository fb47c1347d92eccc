import pytest
from django.core import signing

from cordee.platform.access import Role
from cordee.platform.mailing import DIGEST, mail_choices, unsubscribe_path
from cordee.platform.models import MailChoices, Notice, Pace
from tests.factories import member
from tests.pages import IN_ENGLISH, words

PAGE = "/account/notifications/"


@pytest.fixture
def reader(valmorel):
    return member(valmorel, Role.READER)


def paces(account):
    choices = mail_choices(account)
    return {notice.value: getattr(choices, notice.value) for notice in Notice}


def test_an_account_that_never_chose_has_sensible_defaults(reader):
    assert paces(reader) == {
        "call": "at_once",
        "question": "at_once",
        "comment": "weekly",
        "waiting": "weekly",
        "changes": "weekly",
    }


def test_anybody_chooses_what_they_receive_and_in_which_language(client, reader):
    client.force_login(reader)
    typed = dict.fromkeys(Notice.values, "never") | {"call": "at_once", "language": "en"}

    answer = client.post(PAGE, typed)

    assert (answer.status_code, answer.url) == (302, PAGE)
    assert paces(reader) == dict.fromkeys(Notice.values, "never") | {"call": "at_once"}
    assert MailChoices.objects.get().language == "en"
    assert reader.email in words(client.get(PAGE, headers=IN_ENGLISH))


def test_a_state_of_things_is_not_told_at_once(client, reader):
    client.force_login(reader)

    answer = client.post(PAGE, dict.fromkeys(Notice.values, "at_once"))

    assert sorted(answer.context["form"].errors) == ["changes", "waiting"]


def test_a_visit_to_the_link_of_a_mail_stops_nothing_until_it_is_confirmed(client, reader):
    path = unsubscribe_path(reader, about=Notice.CALL)

    assert "Receive no more of these mails?" in words(client.get(path, headers=IN_ENGLISH))
    assert paces(reader)["call"] == Pace.AT_ONCE

    stopped = client.post(path, headers=IN_ENGLISH)
    assert "You receive no more of these mails" in words(stopped)
    assert paces(reader)["call"] == Pace.NEVER
    assert paces(reader)["question"] == Pace.AT_ONCE


def test_stopping_the_digest_stops_all_that_is_weekly(client, reader):
    client.post(unsubscribe_path(reader, about=DIGEST))

    assert paces(reader) == dict.fromkeys(Notice.values, "never") | {
        "call": "at_once",
        "question": "at_once",
    }


@pytest.mark.parametrize("token", ["x", "e30:1abcde:falsifié"])
def test_a_link_nobody_signed_is_not_found(client, db, token):
    assert client.post(f"/unsubscribe/{token}/").status_code == 404


def test_a_link_signed_for_something_else_is_not_found(client, reader):
    other = signing.dumps({"user": str(reader.pseudonym), "about": "call"}, salt="other")

    assert client.post(f"/unsubscribe/{other}/").status_code == 404
    assert paces(reader)["call"] == Pace.AT_ONCE


def test_it_works_for_a_mail_program_without_cookie_or_token(reader):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post(
        unsubscribe_path(reader, about=Notice.CALL), {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
