"""Members: who belongs to an organisation, with which role, and who stays its owner."""

import pytest
from django.test import Client
from django.urls import reverse

from cordee.people import services
from cordee.people.models import Membership
from cordee.people.queries import reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.platform.registers import Tag
from tests.factories import member, organisation, unit, user
from tests.pages import HTMX, IN_ENGLISH, in_place, words

SOPHIE = "sophie.marchal@valmorel.example"


@pytest.fixture
def owner(valmorel):
    return member(valmorel, Role.OWNER, username="camille")


@pytest.fixture
def signed_in(client, owner):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(owner)
    return client


def admitted(valmorel, *, by, at, role=Role.CIO, units=()):
    sophie = user("sophie", email=SOPHIE, first_name="Sophie", last_name="Marchal")
    return services.add_member(sophie, organisation=valmorel, role=role, by=by, at=at, units=units)


def place(membership):
    kept = Membership.objects.get(pk=membership.pk)
    return kept.role, sorted(kept.units.values_list("name", flat=True))


def roles():
    return sorted(Membership.objects.values_list("user__email", "role"))


def lines():
    return [(e.action, e.subject, e.detail) for e in Entry.objects.order_by("number")]


# What the services do


def test_a_member_gets_another_role_and_another_perimeter(valmorel, owner, now):
    stores, depot = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "LOG", "Logistique")
    membership = admitted(valmorel, by=owner, at=now, units=[stores])

    services.change_member(membership, role=Role.READER, units=[depot], by=owner, at=now)

    assert place(membership) == (Role.READER, ["Logistique"])


def test_a_member_to_whom_nothing_changes_leaves_no_line(valmorel, owner, now):
    membership = admitted(valmorel, by=owner, at=now)

    services.change_member(membership, role=Role.CIO, units=[], by=owner, at=now)

    assert [action for action, _subject, _detail in lines()] == ["people.add_member"]


def test_a_removed_member_keeps_an_account_and_loses_the_organisation(valmorel, owner, now):
    membership = admitted(valmorel, by=owner, at=now)

    services.remove_member(membership, by=owner, at=now)

    assert reader_of(membership.user, organisation_id=valmorel.pk) is None


def test_the_only_owner_is_neither_demoted_nor_removed(valmorel, owner, now):
    theirs = owner.memberships.get()

    with pytest.raises(Refused, match=r"camille@valmorel\.example” is the only owner"):
        services.change_member(theirs, role=Role.CIO, units=[], by=owner, at=now)
    with pytest.raises(Refused, match="is the only owner"):
        services.remove_member(theirs, by=owner, at=now)

    assert place(theirs) == (Role.OWNER, [])
    assert lines() == []


def test_the_owner_of_another_organisation_does_not_count(valmorel, owner, now):
    member(organisation("Rivaud", "rivaud"), Role.OWNER)

    with pytest.raises(Refused, match="is the only owner"):
        services.remove_member(owner.memberships.get(), by=owner, at=now)


def test_one_owner_of_two_may_leave(valmorel, owner, now):
    other = member(valmorel, Role.OWNER, username="helene")

    services.change_member(owner.memberships.get(), role=Role.READER, units=[], by=other, at=now)

    assert roles() == [
        ("camille@valmorel.example", "reader"),
        ("helene@valmorel.example", "owner"),
    ]


def test_the_journal_knows_a_pseudonym_and_no_name(valmorel, owner, now):
    stores = unit(valmorel, "MAG", "Magasins")
    membership = admitted(valmorel, by=owner, at=now, units=[stores])
    sophie = str(membership.user.pseudonym)

    services.change_member(membership, role=Role.READER, units=[], by=owner, at=now)
    services.remove_member(membership, by=owner, at=now)

    subject = f"platform.organisation:{valmorel.pk}"
    assert lines() == [
        ("people.add_member", subject, {"member": sophie, "role": "cio", "units": [stores.pk]}),
        (
            "people.change_member",
            subject,
            {"member": sophie, "role": ["cio", "reader"], "units": [[stores.pk], []]},
        ),
        ("people.remove_member", subject, {"member": sophie, "role": "reader", "units": []}),
    ]
    assert {e.actor for e in Entry.objects.all()} == {owner.pseudonym}
    assert journal.verification(valmorel).holds


# What the pages show


def test_the_list_tells_the_name_the_role_the_perimeter_and_who_has_come(
    signed_in, valmorel, owner, now
):
    units = [unit(valmorel, "MAG", "Magasins"), unit(valmorel, "LOG", "Logistique")]
    admitted(valmorel, by=owner, at=now, role=Role.TEAM_LEAD, units=units)

    listing = signed_in.get(reverse("people:members")).context["listing"]

    assert [(line.name.value, *(cell.value for cell in line.cells)) for line in listing.lines] == [
        (
            "camille@valmorel.example",
            "camille@valmorel.example",
            "Owner",
            "Whole organisation",
            Tag("Has signed in", "good"),
        ),
        (
            "Sophie Marchal",
            "sophie.marchal@valmorel.example",
            "Team lead",
            "Logistique, Magasins",
            Tag("Not signed in yet", "watch"),
        ),
    ]


def test_the_list_is_searched_by_name_and_filtered_by_role(signed_in, valmorel, owner, now):
    admitted(valmorel, by=owner, at=now)
    url = reverse("people:members")

    found = [
        [line.name.value for line in signed_in.get(url, asked).context["listing"].lines]
        for asked in ({"q": "marchal"}, {"role": "owner"}, {"q": "marchal", "role": "owner"})
    ]

    assert found == [["Sophie Marchal"], ["camille@valmorel.example"], []]


def test_the_swapped_list_is_the_list_a_reload_shows(signed_in):
    url = reverse("people:members")

    swapped = signed_in.get(url, {"q": "camille"}, headers=HTMX).content.decode()
    reloaded = signed_in.get(url, {"q": "camille"}).content.decode()

    assert "<html" not in swapped
    assert in_place(swapped) in reloaded


def test_the_pages_speak_french(signed_in, valmorel, owner, now):
    membership = admitted(valmorel, by=owner, at=now, role=Role.READER)
    names = [("members", []), ("member", [membership.pk]), ("edit_member", [membership.pk])]

    pages = [
        signed_in.get(reverse(f"people:{name}", args=pk), headers={"accept-language": "fr"})
        for name, pk in names
    ]

    assert ['lang="fr"' in page.content.decode() for page in pages] == [True] * 3
    assert ["Lecteur" in words(page) for page in pages] == [True] * 3


def test_a_changed_member_has_the_new_role_at_the_next_page(signed_in, valmorel, owner, now):
    depot = unit(valmorel, "LOG", "Logistique")
    membership = admitted(valmorel, by=owner, at=now)
    sophie = Client(headers=IN_ENGLISH)
    sophie.force_login(membership.user)
    before = sophie.get(reverse("people:members")).status_code

    done = signed_in.post(
        reverse("people:edit_member", args=[membership.pk]), {"role": "reader", "units": [depot.pk]}
    )

    assert done.headers["Location"] == reverse("people:member", args=[membership.pk])
    assert place(membership) == ("reader", ["Logistique"])
    assert (before, sophie.get(reverse("people:members")).status_code) == (200, 403)


def test_the_form_says_why_the_only_owner_keeps_the_role(signed_in, owner):
    theirs = owner.memberships.get()

    page = signed_in.post(reverse("people:edit_member", args=[theirs.pk]), {"role": "reader"})

    assert page.context["form"].non_field_errors() == [
        "“camille@valmorel.example” is the only owner of the organisation: "
        "name another owner first."
    ]
    assert place(theirs) == ("owner", [])


def test_the_removal_page_says_why_the_only_owner_stays(signed_in, owner):
    page = signed_in.post(reverse("people:remove_member", args=[owner.memberships.get().pk]))

    assert "is the only owner of the organisation" in words(page)
    assert "Nothing was removed." in words(page)


def test_a_removed_member_is_out_at_the_next_page(signed_in, valmorel, owner, now):
    membership = admitted(valmorel, by=owner, at=now)
    sophie = Client(headers=IN_ENGLISH)
    sophie.force_login(membership.user)

    done = signed_in.post(reverse("people:remove_member", args=[membership.pk]), follow=True)

    assert done.redirect_chain == [(reverse("people:members"), 302)]
    assert "“Sophie Marchal” is no longer a member." in words(done)
    assert sophie.get("/").status_code == 403


@pytest.mark.parametrize(
    ("name", "typed"), [("edit_member", {"role": "reader"}), ("remove_member", {})]
)
def test_an_owner_who_steps_down_is_not_sent_to_a_closed_page(
    signed_in, valmorel, owner, name, typed
):
    member(valmorel, Role.OWNER, username="helene")

    done = signed_in.post(reverse(f"people:{name}", args=[owner.memberships.get().pk]), typed)

    assert (done.status_code, done.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("role", [Role.CIO, Role.TRANSFORMATION_OFFICE])
def test_who_steers_reads_the_members_and_changes_none(client, valmorel, owner, role):
    client.force_login(member(valmorel, role))
    theirs = owner.memberships.get()

    page = client.get(reverse("people:members"), headers=IN_ENGLISH)
    refused = [
        client.post(
            reverse(f"people:{name}", args=pk), {"email": SOPHIE, "role": "cio"}
        ).status_code
        for name, pk in (("new_member", []), ("edit_member", [theirs.pk]))
    ]

    assert "Only an owner invites members and gives roles." in words(page)
    assert reverse("people:new_member") not in page.content.decode()
    assert refused == [403, 403]


def test_a_member_of_another_organisation_is_not_found(signed_in):
    theirs = member(organisation("Rivaud", "rivaud"), Role.READER).memberships.get()

    answers = [
        getattr(signed_in, method)(
            reverse(f"people:{name}", args=[theirs.pk]), {"role": "owner"}
        ).status_code
        for method, name in (
            ("get", "member"),
            ("get", "edit_member"),
            ("post", "edit_member"),
            ("post", "remove_member"),
        )
    ]

    assert answers == [404] * 4
    assert place(theirs) == ("reader", [])


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(40) as captured:
            signed_in.get(reverse("people:members"))
        return len(captured)

    home = unit(valmorel)
    member(valmorel, Role.READER, username="un", units=[home])
    one = cost()
    for n in range(5):
        other = unit(valmorel, f"U{n}", f"Unité {n}", parent=home)
        member(valmorel, Role.READER, username=f"membre-{n}", units=[home, other])

    assert cost() == one
