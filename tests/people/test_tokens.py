"""Personal tokens: bound to one organisation, hashed, and over within a year."""

from datetime import timedelta

import pytest
from django.db import connection

from cordee.people import queries, services
from cordee.people.models import PersonalToken
from cordee.people.queries import Bearer, reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from tests.factories import member, organisation, unit

READ, WRITE = PersonalToken.Scope.READ, PersonalToken.Scope.WRITE
MONTH = timedelta(days=30)


def made(reader, *, at, scope=READ, lasting=MONTH):
    return services.make_token(
        reader, name="Tableau de bord", scope=scope, expires_at=at + lasting, at=at
    )


@pytest.mark.parametrize(("scope", "may_write"), [(READ, False), (WRITE, True)])
def test_a_token_speaks_for_its_member_in_its_organisation(cio_reader, now, scope, may_write):
    minted = made(cio_reader, at=now, scope=scope)

    assert queries.reader_of_token(minted.text, at=now) == Bearer(
        cio_reader, may_write, minted.token.pk
    )


def test_a_token_never_leads_to_another_organisation_of_its_member(cio, cio_reader, now):
    minted = made(cio_reader, at=now)
    rivaud = organisation("Rivaud", "rivaud")
    rivaud.memberships.create(user=cio, role=Role.OWNER)
    services.remove_member(
        cio.memberships.get(organisation=cio_reader.organisation), by=cio, at=now
    )

    assert queries.reader_of_token(minted.text, at=now) is None


def test_a_token_does_no_more_than_its_member_may_now(valmorel, cio, cio_reader, now):
    owner = member(valmorel, Role.OWNER)
    stores = unit(valmorel)
    minted = made(cio_reader, at=now, scope=WRITE)

    services.change_member(
        cio.memberships.get(), role=Role.READER, units=[stores], by=owner, at=now
    )

    reader = queries.reader_of_token(minted.text, at=now).reader
    assert (reader.role, reader.units) == (Role.READER, frozenset({stores.pk}))


def test_a_token_ends_with_its_last_day_with_its_account_and_at_will(cio, cio_reader, now):
    first, second = made(cio_reader, at=now), made(cio_reader, at=now)

    services.revoke_token(second.token, by=cio, at=now)
    found = [
        queries.reader_of_token(first.text, at=now + MONTH),
        queries.reader_of_token(second.text, at=now),
        queries.reader_of_token("cordee_unknown", at=now),
    ]
    cio.is_active = False
    cio.save()
    found.append(queries.reader_of_token(first.text, at=now))

    assert found == [None] * 4


@pytest.mark.parametrize("lasting", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_a_token_lasts_between_a_moment_and_a_year(cio_reader, now, lasting):
    with pytest.raises(Refused, match="one year from now"):
        made(cio_reader, at=now, lasting=lasting)

    assert list(PersonalToken.objects.all()) == []


def test_the_database_never_holds_the_text_of_a_token(cio_reader, now):
    minted = made(cio_reader, at=now)

    with connection.cursor() as cursor:
        cursor.execute("select * from people_personaltoken")
        (row,) = cursor.fetchall()
    assert minted.text not in str(row)
    assert minted.text.startswith(minted.token.prefix)
    assert len(minted.text) - len(minted.token.prefix) >= 32
    assert minted.text not in str(list(Entry.objects.values()))


def test_the_use_of_a_token_is_noted_at_most_once_a_minute(cio_reader, now):
    minted = made(cio_reader, at=now)
    moments = [now, now + timedelta(seconds=30), now + timedelta(seconds=61)]

    noted = []
    for at in moments:
        services.use_token(minted.text, at=at)
        noted.append(PersonalToken.objects.get().last_used_at)

    assert noted == [moments[0], moments[0], moments[2]]


def test_a_reader_sees_their_own_tokens_of_this_organisation(valmorel, cio, cio_reader, now):
    mine = made(cio_reader, at=now).token
    rivaud = organisation("Rivaud", "rivaud")
    rivaud.memberships.create(user=cio, role=Role.READER)
    made(reader_of(cio, organisation_id=rivaud.pk), at=now)
    made(reader_of(member(valmorel, Role.OWNER), organisation_id=valmorel.pk), at=now)

    assert list(queries.tokens(cio_reader)) == [mine]


def test_the_journal_tells_that_a_token_was_made_and_ended(valmorel, cio, cio_reader, now):
    minted = made(cio_reader, at=now, scope=WRITE)
    pk = minted.token.pk

    services.revoke_token(minted.token, by=cio, at=now)

    assert [(e.action, e.detail) for e in Entry.objects.order_by("number")] == [
        (
            "people.make_token",
            {"token": pk, "scope": "write", "until": "2026-12-23T09:00:00Z"},
        ),
        ("people.revoke_token", {"token": pk, "member": str(cio.pseudonym)}),
    ]
    assert journal.verification(valmorel).holds
