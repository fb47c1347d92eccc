"""Accounts that are proven, and erased."""

import pytest
from allauth.account.models import EmailAddress

from cordee.people import services
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from tests.factories import member, organisation, person


def test_an_erased_account_has_no_name_no_place_and_cannot_sign_in(valmorel, now):
    member(valmorel, Role.OWNER)
    leaving = member(valmorel, Role.CIO, username="sophie")
    leaving.first_name, leaving.last_name = "Sophie", "Marchal"
    leaving.set_password("une corde bien longue")
    leaving.save()
    named = person(valmorel, "Sophie Marchal", user=leaving)
    pseudonym = leaving.pseudonym
    services.prove_email(leaving)

    services.erase_account(leaving, at=now)

    leaving.refresh_from_db()
    named.refresh_from_db()
    assert (str(leaving), leaving.email, leaving.is_active) == (f"erased-{pseudonym}", "", False)
    assert (leaving.has_usable_password(), named.user) == (False, None)
    assert list(leaving.memberships.all()) == []
    assert list(EmailAddress.objects.all()) == []
    assert [(e.action, e.actor) for e in Entry.objects.all()] == [
        ("people.erase_account", pseudonym)
    ]
    assert journal.verification(valmorel).holds


def test_the_only_owner_of_one_organisation_among_several_is_not_erased(valmorel, now):
    member(valmorel, Role.OWNER, username="camille")
    owner = member(valmorel, Role.OWNER, username="helene")
    rivaud = organisation("Rivaud", "rivaud")
    rivaud.memberships.create(user=owner, role=Role.OWNER)

    with pytest.raises(Refused, match="is the only owner"):
        services.erase_account(owner, at=now)

    owner.refresh_from_db()
    assert (owner.email, owner.is_active) == ("helene@valmorel.example", True)
    assert owner.memberships.count() == 2
    assert list(Entry.objects.all()) == []
