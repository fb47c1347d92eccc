"""The second factor: codes of an application, recovery codes, and organisations that demand one."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from cordee.people import services
from cordee.platform.access import Role
from cordee.platform.attempts import forget_attempts
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.web.account.adapters import SecondFactors
from tests.factories import member
from tests.pages import IN_ENGLISH, words
from tests.web.account.totp import code, hotp

PASSWORD = "une corde bien longue"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = re.compile(r"<code>(\d{8})</code>")


@pytest.fixture
def sophie(valmorel):
    account = member(valmorel, Role.CIO, username="sophie")
    account.set_password(PASSWORD)
    account.save()
    return account


def browser():
    return Client(headers=IN_ENGLISH)


def enter(client, account):
    typed = {"login": account.email, "password": PASSWORD}
    return client.post(reverse("account_login"), typed)


def rows_of(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def confirmed(account):
    """A browser in which the account was asked for its password once more."""
    client = browser()
    enter(client, account)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def guard(account):
    return TOTP.activate(account, SECRET)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_our_codes_are_those_of_rfc_6238(at, expected):
    assert hotp(b"12345678901234567890", at // 30, digits=8) == expected


def test_an_application_is_set_up_and_then_asked_for_at_each_sign_in(sophie):
    client = confirmed(sophie)

    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret, time.time())})
    cache.clear()
    other = browser()
    asked = enter(other, sophie)
    stays_out = other.get("/").status_code
    entered = other.post(reverse("mfa_authenticate"), {"code": code(secret, time.time())})

    assert "<svg" in page.content.decode()
    assert done.url == reverse("mfa_view_recovery_codes")
    assert (asked.url, stays_out) == (reverse("mfa_authenticate"), 302)
    assert (entered.url, other.get("/").status_code) == ("/", 200)


def test_a_wrong_code_and_a_code_used_before_are_refused(sophie):
    guard(sophie)
    good, first, second = code(SECRET, time.time()), browser(), browser()
    wrong = str((int(good) + 1) % 10**6).zfill(6)

    enter(first, sophie)
    refused = first.post(reverse("mfa_authenticate"), {"code": wrong})
    entered = first.post(reverse("mfa_authenticate"), {"code": good})
    enter(second, sophie)
    replayed = second.post(reverse("mfa_authenticate"), {"code": good})

    assert refused.context["form"].errors.keys() == {"code"}
    assert entered.url == "/"
    assert replayed.context["form"].errors.keys() == {"code"}
    assert second.get("/").status_code == 302


@pytest.mark.database
def test_attempts_and_used_codes_are_counted_where_every_process_sees_them(sophie):
    guard(sophie)
    client = browser()

    enter(client, sophie)
    client.post(reverse("mfa_authenticate"), {"code": code(SECRET, time.time())})
    kept = rows_of(settings.ATTEMPTS)
    forgotten_now = forget_attempts(at=datetime.now(UTC))
    forgotten_later = forget_attempts(at=datetime.now(UTC) + timedelta(days=2))

    assert kept > 0
    assert (forgotten_now, forgotten_later) == (0, kept)
    assert rows_of(settings.ATTEMPTS) == 0


def test_codes_cannot_be_tried_without_end(sophie):
    guard(sophie)
    client = browser()
    enter(client, sophie)

    answers = [
        client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}).context["form"].errors["code"]
        for n in range(12)
    ]

    assert "Too many" in str(answers[-1])


def test_a_recovery_code_opens_the_account_once(sophie):
    client = confirmed(sophie)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret, time.time())})

    codes = CODE.findall(client.get(reverse("mfa_view_recovery_codes")).content.decode())
    file = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    answers = []
    for _time in range(2):
        other = browser()
        enter(other, sophie)
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        answers.append(other.get("/").status_code)

    assert (len(set(codes)), all(one in file for one in codes)) == (10, True)
    assert answers == [200, 302]


def test_what_guards_the_account_is_changed_after_one_more_proof_only(sophie):
    guard(sophie)
    client = browser()
    client.force_login(sophie)
    names = ("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes")

    answers = [client.post(reverse(name)) for name in names]

    start = reverse("account_reauthenticate")
    assert [answer.url.partition("?")[0] for answer in answers] == [start] * 3
    assert Authenticator.objects.filter(user=sophie, type="totp").count() == 1


def test_the_database_does_not_hold_the_secret_of_an_application(sophie):
    guard(sophie)

    with connection.cursor() as cursor:
        cursor.execute("select data from mfa_authenticator")
        (row,) = cursor.fetchall()
    assert SECRET not in str(row)


def test_another_secret_key_closes_the_door_instead_of_opening_it(settings):
    sealed = SecondFactors().encrypt(SECRET)

    settings.SECRET_KEY = "another one"

    with pytest.raises(PermissionDenied, match="another secret key"):
        SecondFactors().decrypt(sealed)


# Organisations that demand one


def test_whoever_demands_a_second_factor_has_one(valmorel, sophie, now):
    with pytest.raises(Refused, match="Set up your own second factor first"):
        services.require_second_factor(valmorel, is_required=True, by=sophie, at=now)
    guard(sophie)

    services.require_second_factor(valmorel, is_required=True, by=sophie, at=now)
    services.require_second_factor(valmorel, is_required=True, by=sophie, at=now)

    valmorel.refresh_from_db()
    assert valmorel.requires_second_factor
    assert [(e.action, e.detail) for e in Entry.objects.all()] == [
        ("people.require_second_factor", {"is_required": [False, True]})
    ]


def test_a_member_without_second_factor_is_led_to_set_one_up(valmorel, sophie):
    valmorel.requires_second_factor = True
    valmorel.save()
    client = browser()
    client.force_login(sophie)

    led = client.get(reverse("strategy:initiatives"))
    page = client.get(led.url)
    opened = [client.get(reverse(n)).status_code for n in ("web:account", "account_logout")]
    guard(sophie)
    after = client.get(reverse("strategy:initiatives"))

    assert led.url == reverse("mfa_index")
    assert "Comptoirs Valmorel asks its members for a second factor" in words(page)
    assert (opened, after.status_code) == ([200, 200], 200)


def test_nothing_is_written_before_the_second_factor_that_is_demanded(valmorel, sophie):
    valmorel.requires_second_factor = True
    valmorel.save()
    client = browser()
    client.force_login(sophie)

    answer = client.post(reverse("people:new_unit"), {"name": "Magasins", "code": "MAG"})

    assert answer.url == reverse("mfa_index")
    assert [str(m) for m in get_messages(answer.wsgi_request)] != []
    assert list(Entry.objects.all()) == []


def test_the_owner_sees_how_many_members_have_one(valmorel, sophie):
    owner = member(valmorel, Role.OWNER)
    guard(owner)
    client = browser()
    client.force_login(owner)

    page = client.get(reverse("people:security"))
    saved = client.post(reverse("people:security"), {"is_required": "on"}, follow=True)

    assert "1 of 2 members have a second factor" in words(page)
    assert "The rule is saved." in words(saved)
    valmorel.refresh_from_db()
    assert valmorel.requires_second_factor
