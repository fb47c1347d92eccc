"""Two people open one page: the second to save is told, and keeps what they typed."""

import pytest
from django.test import Client
from django.urls import reverse

from cordee.people.models import Invitation, Membership
from cordee.platform.access import Role
from cordee.platform.models import Entry, Organisation
from tests.factories import invitation, member, organisation, unit
from tests.pages import IN_ENGLISH, words

MOVED = "since you opened it: open it again first."
CHOOSE = "Nothing is saved yet and nothing you wrote is lost: choose what to keep, then save."


@pytest.fixture
def first(valmorel):
    return signed_in(member(valmorel, Role.OWNER, username="camille"))


@pytest.fixture
def second(valmorel):
    return signed_in(member(valmorel, Role.OWNER, username="helene"))


@pytest.fixture
def zoe(valmorel):
    return member(valmorel, Role.MEMBER, username="zoe").memberships.get()


def signed_in(user):
    client = Client(headers=IN_ENGLISH)
    client.force_login(user)
    return client


def opened(client, url):
    page = client.get(url)
    field = page.context["form"]["revision"] if "form" in page.context else None
    shown = field.field.prepare_value(field.value()) if field else page.context["revision"]
    assert f'name="revision" value="{shown}"' in page.content.decode()
    return shown


def place(membership):
    kept = Membership.objects.get(pk=membership.pk)
    return kept.role, sorted(kept.units.values_list("code", flat=True))


def test_the_second_to_change_a_member_chooses_and_what_only_the_first_changed_stays(
    first, second, valmorel, zoe
):
    url, stores = reverse("people:edit_member", args=[zoe.pk]), unit(valmorel, "MAG", "Magasins")
    shown = [opened(client, url) for client in (first, second)]

    first.post(url, {"role": "member", "units": [stores.pk], "revision": shown[0]})
    told = second.post(url, {"role": "finance", "revision": shown[1]})
    before = place(zoe)
    (clash,) = told.context["form"].clashes
    again = told.context["form"]["revision"].value()
    chosen = {"role": "finance", "revision": again, clash.name: clash.kept}
    saved = second.post(url, chosen)

    assert CHOOSE in words(told) and "Changed meanwhile: perimeter." in words(told)
    assert (clash.label, clash.mine, clash.theirs, clash.kept) == (
        "Perimeter",
        "—",
        "Magasins",
        "theirs",
    )
    assert told.context["form"]["role"].value() == "finance"
    assert before == ("member", ["MAG"])
    assert (saved.status_code, place(zoe)) == (302, ("finance", ["MAG"]))


def test_who_shows_a_member_out_is_told_of_the_role_they_got_meanwhile(first, second, zoe):
    url = reverse("people:remove_member", args=[zoe.pk])
    shown = opened(second, url)

    first.post(reverse("people:edit_member", args=[zoe.pk]), {"role": "finance"})
    told = second.post(url, {"revision": shown})

    assert MOVED in words(told)
    assert place(zoe) == ("finance", [])


def test_the_second_to_settle_the_organisation_chooses_and_keeps_what_was_typed(
    first, second, valmorel
):
    url = reverse("people:organisation")
    shown = [opened(client, url) for client in (first, second)]

    first.post(url, {"name": "Valmorel et fils", "colour": "", "revision": shown[0]})
    told = second.post(url, {"name": "Comptoirs", "colour": "", "revision": shown[1]})
    before = Organisation.objects.get(pk=valmorel.pk).name
    again = told.context["form"]["revision"].value()
    second.post(url, {"name": "Comptoirs", "colour": "", "revision": again, "keep_name": "mine"})

    (clash,) = told.context["form"].clashes
    assert CHOOSE in words(told)
    assert (clash.mine, clash.theirs, clash.kept) == ("Comptoirs", "Valmorel et fils", "mine")
    assert before == "Valmorel et fils"
    assert Organisation.objects.get(pk=valmorel.pk).name == "Comptoirs"
    assert Entry.objects.filter(action="people.change_organisation").count() == 2


def test_who_settles_the_second_factor_is_told_of_settings_changed_meanwhile(first, second):
    url = reverse("people:security")
    shown = opened(second, url)

    first.post(reverse("people:organisation"), {"name": "Valmorel et fils", "colour": ""})
    told = second.post(url, {"revision": shown})

    assert MOVED in words(told)
    assert Entry.objects.filter(action="people.require_second_factor").count() == 0


@pytest.mark.parametrize("forged", ["nothing sealed", "W10:abc", "é" * 500])
def test_a_page_that_says_it_read_something_else_writes_nothing(first, zoe, forged):
    url = reverse("people:edit_member", args=[zoe.pk])

    told = first.post(url, {"role": "finance", "revision": forged})

    assert CHOOSE in words(told)
    assert place(zoe) == ("member", [])


@pytest.mark.parametrize("deed", ["renew_invitation", "revoke_invitation"])
def test_who_comes_after_an_invitation_was_withdrawn_reads_a_sentence(
    first, second, valmorel, deed
):
    pk = invitation(valmorel).pk
    first.post(reverse("people:revoke_invitation", args=[pk]), {"revision": 1})

    told = second.post(reverse(f"people:{deed}", args=[pk]), {"revision": 1}, follow=True)

    assert told.redirect_chain == [(reverse("people:invitations"), 302)]
    assert "This invitation was withdrawn or accepted meanwhile." in words(told)
    assert Invitation.objects.count() == 0


def test_an_invitation_withdrawn_in_another_organisation_is_not_found(first):
    rivaud = organisation("Rivaud", "rivaud")
    theirs = signed_in(member(rivaud, Role.OWNER, username="luc"))
    pk = invitation(rivaud).pk
    revoked = reverse("people:revoke_invitation", args=[pk])
    theirs.post(revoked, {"revision": 1})

    late = first.post(revoked, {"revision": 1})

    assert late.status_code == 404
