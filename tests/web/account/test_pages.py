"""Pages of “Your account”: e-mail, password, sessions, tokens, and the way out."""

import re
from datetime import timedelta
from urllib.parse import urlparse

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cordee.people import queries
from cordee.people.models import PersonalToken
from cordee.platform.access import Role
from cordee.web.account.sessions import device
from tests.factories import member, personal_token
from tests.pages import IN_ENGLISH, words

PASSWORD = "une corde bien longue"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
TOKEN = re.compile(r'id="token" value="([^"]+)"')


@pytest.fixture
def sophie(valmorel):
    member(valmorel, Role.OWNER)
    account = member(valmorel, Role.CIO, username="sophie")
    account.set_password(PASSWORD)
    account.save()
    return account


def entered(account, agent=FIREFOX):
    client = Client(headers=IN_ENGLISH | {"user-agent": agent})
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    return client


# Sessions


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (FIREFOX, "Firefox · Linux"),
        (IPHONE, "Safari · iPhone"),
        (FIREFOX.replace("Firefox", "Chrome/141 Safari/537 Edg"), "Edge · Linux"),
        (FIREFOX.replace("Firefox", "HeadlessChrome/141 Safari"), "Chrome · Linux"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_in_two_words(agent, expected):
    assert device(agent) == expected


def test_the_places_where_one_is_signed_in_are_listed(sophie):
    here, _there = entered(sophie), entered(sophie, IPHONE)

    page = here.get(reverse("web:account_sessions"))

    assert "You are signed in in 2 places" in words(page)
    told = [(seat.device, seat.address, seat.is_current) for seat in page.context["seats"]]
    assert told == [("Firefox · Linux", "127.0.0.1", True), ("Safari · iPhone", "127.0.0.1", False)]


def test_a_session_is_ended_from_another(sophie):
    here, there, third = (entered(sophie) for _n in range(3))
    row = UserSession.objects.get(session_key=there.session.session_key)

    here.post(reverse("web:account_end_session", args=[row.pk]))

    assert [c.get("/").status_code for c in (here, there, third)] == [200, 302, 200]


def test_all_the_other_sessions_are_ended_at_once(sophie):
    here, there, third = (entered(sophie) for _n in range(3))

    page = here.post(reverse("web:account_end_other_sessions"), follow=True)

    assert "You are signed in here only." in words(page)
    assert [c.get("/").status_code for c in (here, there, third)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another(valmorel, sophie):
    here, other = entered(sophie), member(valmorel, Role.READER, username="luc")
    theirs = Client()
    theirs.force_login(other)
    row = UserSession.objects.get(user=other)

    answer = here.post(reverse("web:account_end_session", args=[row.pk]))

    assert (answer.status_code, theirs.get("/").status_code) == (404, 200)


def test_a_page_notes_that_a_session_was_seen_every_five_minutes_only(
    sophie, django_assert_max_num_queries
):
    client = entered(sophie)
    client.get(reverse("web:account_sessions"))
    long_ago = timezone.now() - timedelta(hours=2)
    UserSession.objects.update(last_seen_at=long_ago)

    with django_assert_max_num_queries(40) as captured:
        client.get(reverse("web:account_sessions"))
    soon = UserSession.objects.get().last_seen_at
    session = client.session
    session["seen"] = long_ago.timestamp()
    session.save()
    client.get(reverse("web:account_sessions"))

    assert [q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT"))] == []
    assert soon == long_ago
    assert UserSession.objects.get().last_seen_at > long_ago


def test_a_new_password_ends_the_other_sessions(sophie):
    here, there = entered(sophie), entered(sophie)
    words_typed = {
        "oldpassword": PASSWORD,
        "password1": "b" + PASSWORD,
        "password2": "b" + PASSWORD,
    }

    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    here.post(reverse("account_change_password"), words_typed)

    assert [c.get("/").status_code for c in (here, there)] == [200, 302]


# Tokens


def test_the_text_of_a_token_is_shown_once(sophie, valmorel):
    client = entered(sophie)
    last = timezone.localdate() + timedelta(days=30)
    typed = {"name": "Tableau de bord", "scope": "read", "last_day": last.isoformat()}

    page = client.post(reverse("web:account_new_token"), typed)
    listed = client.get(reverse("web:account_tokens"))

    (text,) = TOKEN.findall(page.content.decode())
    found = queries.reader_of_token(text, at=timezone.now())
    assert (found.reader.user, found.reader.organisation) == (sophie, valmorel)
    assert "no-store" in page.headers["Cache-Control"]
    assert text not in listed.content.decode()
    assert PersonalToken.objects.get().prefix in words(listed)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_token_without_reasonable_end_is_refused_on_the_page(sophie, days):
    last = timezone.localdate() + timedelta(days=days)
    typed = {"name": "Tableau de bord", "scope": "read", "last_day": last.isoformat()}

    page = entered(sophie).post(reverse("web:account_new_token"), typed)

    assert "between tomorrow and one year from now" in words(page)
    assert list(PersonalToken.objects.all()) == []


def test_a_token_is_ended_from_the_list(sophie, valmorel):
    token = personal_token(valmorel, sophie)

    page = entered(sophie).post(reverse("web:account_revoke_token", args=[token.pk]), follow=True)

    assert "“Tableau de bord” opens nothing any more." in words(page)
    assert list(PersonalToken.objects.all()) == []


# E-mail, and the way out


def test_an_email_changes_once_its_new_mailbox_is_proven(sophie):
    client = entered(sophie)
    EmailAddress.objects.create(user=sophie, email=sophie.email, primary=True, verified=True)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    typed = {"email": "sophie@nouvelle.example", "action_add": ""}
    client.post(reverse("account_email"), typed)
    sophie.refresh_from_db()
    before = sophie.email
    letter = next(one for one in mail.outbox if one.to == ["sophie@nouvelle.example"])
    (link,) = re.findall(r"http\S+/accounts/email/\S+/", letter.body)
    client.post(urlparse(link).path)

    sophie.refresh_from_db()
    assert (before, sophie.email) == ("sophie@valmorel.example", "sophie@nouvelle.example")


def test_whoever_reads_the_mailbox_takes_an_account_that_nobody_had_proven(sophie, valmorel):
    TOTP.activate(sophie, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    personal_token(valmorel, sophie)
    squatter, visitor = Client(), Client(headers=IN_ENGLISH)
    squatter.force_login(sophie)
    visitor.post(reverse("account_reset_password"), {"email": sophie.email})
    (link,) = re.findall(r"http\S+/password/reset/key/\S+/", mail.outbox[-1].body)

    form = visitor.get(urlparse(link).path, follow=True)
    chosen = {"password1": "c" + PASSWORD, "password2": "c" + PASSWORD}
    visitor.post(form.redirect_chain[-1][0], chosen)
    typed = {"login": sophie.email, "password": "c" + PASSWORD}
    signed_in = visitor.post(reverse("account_login"), typed)

    assert (signed_in.url, squatter.get("/").status_code) == ("/", 302)
    assert list(PersonalToken.objects.all()) == []
    assert EmailAddress.objects.get(user=sophie).verified


def test_an_erased_account_is_signed_out_everywhere(sophie):
    here, there = entered(sophie), entered(sophie)

    page = here.post(reverse("web:account_close"), follow=True)

    assert "Your account is erased." in words(page)
    assert [c.get("/").status_code for c in (here, there)] == [302, 302]


def test_the_only_owner_is_told_why_the_account_stays(valmorel, sophie):
    owner = valmorel.memberships.get(role=Role.OWNER).user
    client = Client(headers=IN_ENGLISH)
    client.force_login(owner)

    page = client.post(reverse("web:account_close"))

    assert "is the only owner of the organisation" in words(page)
    owner.refresh_from_db()
    assert owner.is_active


def test_the_account_says_what_guards_it(sophie):
    client = entered(sophie)

    before = words(client.get(reverse("web:account")))
    TOTP.activate(sophie, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    after = words(client.get(reverse("web:account")))

    assert "Your account is guarded by a password alone" in before
    assert "Your account is guarded by a second factor" in after


def test_sign_in_cannot_be_tried_without_end(sophie):
    client = Client(headers=IN_ENGLISH)
    typed = {"login": sophie.email, "password": "une autre"}

    pages = [client.post(reverse("account_login"), typed) for _n in range(12)]

    assert "Too many failed login attempts" in words(pages[-1])
