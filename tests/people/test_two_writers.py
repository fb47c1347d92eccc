"""Two threads write what both read: one is written, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cordee.people import services
from cordee.people.models import Invitation, Membership
from cordee.platform.access import Role
from cordee.platform.errors import Conflict
from cordee.platform.models import Entry, Organisation
from tests.factories import invitation, member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds):
    """What becomes of each deed, done by a thread of its own."""
    ready = Barrier(len(deeds))

    def done(deed):
        ready.wait()
        try:
            deed()
        except Conflict:
            return "told"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(len(deeds)) as threads:
        return sorted(threads.map(done, deeds))


def test_of_two_who_change_one_member_the_second_is_told(cio, valmorel, now):
    pk = member(valmorel, Role.MEMBER, username="zoé").memberships.get().pk
    seen = {"role": "member", "units": []}

    def given(role):
        one = Membership.objects.get(pk=pk)
        return lambda: services.change_member(one, role=role, units=[], by=cio, at=now, seen=seen)

    became = at_once([given(Role.FINANCE), given(Role.SPONSOR)])

    assert became == ["told", "written"]
    assert Entry.objects.filter(action="people.change_member").count() == 1


def test_of_two_who_settle_the_organisation_the_second_is_told(cio, valmorel, now):
    seen = {"name": valmorel.name, "colour": "", "requires_second_factor": False}

    def named(name):
        one = Organisation.objects.get(pk=valmorel.pk)
        return lambda: services.change_organisation(
            one, name=name, colour="", by=cio, at=now, seen=seen
        )

    became = at_once([named("Valmorel et fils"), named("Comptoirs")])

    assert became == ["told", "written"]
    assert Entry.objects.filter(action="people.change_organisation").count() == 1


def test_of_two_who_send_one_invitation_again_one_link_only_is_made(cio, valmorel, now):
    pk = invitation(valmorel, "zoe@invited.example").pk

    def renewed():
        one = Invitation.objects.get(pk=pk)
        return lambda: services.renew_invitation(one, by=cio, at=now)

    became = at_once([renewed(), renewed()])

    assert became == ["told", "written"]
    assert Invitation.objects.get().revision == 2
