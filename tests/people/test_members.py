"""Members: who is let into an organisation, with which role, and how they choose a password."""

import html
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cordee.people import services
from cordee.people.models import Membership
from cordee.people.queries import reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry, User
from cordee.platform.registers import Tag
from tests.factories import member, organisation, unit, user
from tests.pages import HTMX, IN_ENGLISH, words

LINK = re.compile(r'id="link" value="([^"]+)"')
SOPHIE = {
    "email": "sophie.marchal@valmorel.example",
    "first_name": "Sophie",
    "last_name": "Marchal",
    "role": "cio",
}
PASSWORD = "une corde bien longue"


@pytest.fixture
def owner(valmorel):
    return member(valmorel, Role.OWNER, username="camille")


@pytest.fixture
def signed_in(client, owner):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(owner)
    return client


def admitted(valmorel, *, by, at, role=Role.CIO, units=(), email=SOPHIE["email"]):
    return services.admit_member(
        email,
        first_name="Sophie",
        last_name="Marchal",
        organisation=valmorel,
        role=role,
        units=units,
        by=by,
        at=at,
    )


def place(membership):
    kept = Membership.objects.get(pk=membership.pk)
    return kept.role, sorted(kept.units.values_list("name", flat=True))


def roles():
    return sorted(Membership.objects.values_list("user__email", "role"))


def lines():
    return [(e.action, e.subject, e.detail) for e in Entry.objects.order_by("number")]


def shown_link(response):
    found = LINK.search(response.content.decode())
    return html.unescape(found[1]) if found else ""


# What the services do


def test_a_newcomer_gets_an_account_without_password_and_a_role(valmorel, owner, now):
    stores = unit(valmorel, "MAG", "Magasins")

    membership = admitted(valmorel, by=owner, at=now, role=Role.TEAM_LEAD, units=[stores])

    account = User.objects.get(email="sophie.marchal@valmorel.example")
    assert (str(account), account.has_usable_password()) == ("Sophie Marchal", False)
    assert membership.user == account
    assert place(membership) == (Role.TEAM_LEAD, ["Magasins"])


def test_an_account_that_exists_is_reused_and_keeps_its_name_and_password(valmorel, owner, now):
    known = user("sophie", email=SOPHIE["email"], first_name="S.", password=PASSWORD)

    membership = admitted(valmorel, by=owner, at=now, email="Sophie.Marchal@Valmorel.example")

    known.refresh_from_db()
    assert membership.user == known
    assert (known.first_name, known.check_password(PASSWORD)) == ("S.", True)
    assert User.objects.count() == 2


def test_whoever_is_a_member_is_not_admitted_twice(valmorel, owner, now):
    membership = admitted(valmorel, by=owner, at=now)

    with pytest.raises(Refused, match=r"sophie\.marchal@valmorel\.example is already a member"):
        admitted(valmorel, by=owner, at=now, role=Role.READER)

    assert place(membership) == (Role.CIO, [])
    assert len(lines()) == 1


def test_the_unit_of_another_organisation_is_no_perimeter(valmorel, owner, now):
    theirs = unit(organisation("Rivaud", "rivaud"), "R", "Chez Rivaud")

    with pytest.raises(Refused, match="“Chez Rivaud” is not a unit of this organisation"):
        admitted(valmorel, by=owner, at=now, units=[theirs])

    assert list(User.objects.all()) == [owner]
    assert lines() == []


def test_an_owner_has_no_perimeter(valmorel, owner, now):
    with pytest.raises(Refused, match="An owner reaches the whole organisation"):
        admitted(valmorel, by=owner, at=now, role=Role.OWNER, units=[unit(valmorel)])

    assert list(User.objects.all()) == [owner]


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

    account = User.objects.get(email=SOPHIE["email"])
    assert reader_of(account, organisation_id=valmorel.pk) is None


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


def test_a_colleague_is_added_chooses_a_password_and_lands_with_the_role_given(signed_in, valmorel):
    page = signed_in.post(reverse("people:new_member"), SOPHIE)
    colleague = Client(headers=IN_ENGLISH)

    form = colleague.get(shown_link(page), follow=True)
    typed = {"password1": PASSWORD, "password2": PASSWORD}
    chosen = colleague.post(form.redirect_chain[-1][0], typed, follow=True)
    entered = colleague.post(
        reverse("account_login"), {"login": SOPHIE["email"], "password": PASSWORD}, follow=True
    )

    assert chosen.redirect_chain[-1][0] == reverse("account_reset_password_from_key_done")
    assert entered.redirect_chain == [("/", 302)]
    reader = entered.wsgi_request.reader
    assert (str(reader.user), reader.organisation, reader.role, reader.units) == (
        "Sophie Marchal",
        valmorel,
        Role.CIO,
        None,
    )


def test_the_link_works_once(signed_in):
    link = shown_link(signed_in.post(reverse("people:new_member"), SOPHIE))
    colleague = Client(headers=IN_ENGLISH)
    form = colleague.get(link, follow=True)
    typed = {"password1": PASSWORD, "password2": PASSWORD}
    colleague.post(form.redirect_chain[-1][0], typed)

    again = Client(headers=IN_ENGLISH).get(link)

    assert "This link no longer works" in again.content.decode()


def test_the_same_link_goes_by_mail_and_the_pages_never_show_it_again(signed_in):
    page = signed_in.post(reverse("people:new_member"), SOPHIE)

    link = shown_link(page)
    sheet = signed_in.get(reverse("people:member", args=[_sophie().pk]))
    (letter,) = mail.outbox
    assert letter.to == [SOPHIE["email"]]
    assert f"\n{link}\n" in letter.body
    assert "The link was sent to sophie.marchal@valmorel.example." in words(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert shown_link(sheet) == ""
    assert link not in sheet.content.decode()


def test_where_mail_reaches_nobody_the_page_asks_to_hand_the_link_over(signed_in, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    page = signed_in.post(reverse("people:new_member"), SOPHIE)

    assert "It could not be sent by mail: hand it over yourself" in words(page)
    assert shown_link(page) in capsys.readouterr().out


def test_a_mail_server_that_does_not_answer_loses_neither_the_member_nor_the_link(
    signed_in, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = signed_in.post(reverse("people:new_member"), SOPHIE)

    assert "It could not be sent by mail: hand it over yourself" in words(page)
    assert Client().get(shown_link(page)).status_code == 302


def test_an_account_with_a_password_gets_no_link(signed_in):
    known = user("sophie", email=SOPHIE["email"], password=PASSWORD)

    page = signed_in.post(reverse("people:new_member"), SOPHIE, follow=True)

    assert page.redirect_chain == [(reverse("people:member", args=[_sophie().pk]), 302)]
    assert "already had an account and keeps its password" in words(page)
    assert (shown_link(page), mail.outbox) == ("", [])
    assert known.memberships.get().role == Role.CIO


def test_the_link_of_an_account_that_another_organisation_opened_is_never_shown(signed_in):
    member(organisation("Rivaud", "rivaud"), Role.CIO, username="sophie.marchal")

    page = signed_in.post(reverse("people:new_member"), SOPHIE)

    assert shown_link(page) == ""
    assert "its link goes by mail only" in words(page)
    assert [letter.to for letter in mail.outbox] == [[SOPHIE["email"]]]
    assert "/accounts/password/reset/key/" not in page.content.decode()


def test_a_member_removed_before_choosing_a_password_may_be_invited_again(signed_in):
    signed_in.post(reverse("people:new_member"), SOPHIE)
    signed_in.post(reverse("people:remove_member", args=[_sophie().pk]))

    page = signed_in.post(reverse("people:new_member"), SOPHIE)

    assert Client().get(shown_link(page)).status_code == 302
    assert User.objects.filter(email=SOPHIE["email"]).count() == 1


def test_the_mail_speaks_the_language_of_the_organisation(signed_in, valmorel):
    signed_in.post(reverse("people:new_member"), SOPHIE | {"role": "reader"})
    valmorel.language = "en"
    valmorel.save()
    signed_in.post(
        reverse("people:new_member"), SOPHIE | {"email": "luc@valmorel.example", "role": "reader"}
    )

    french, english = (letter.body for letter in mail.outbox)
    assert ("Lecteur" in french, "Reader" in french) == (True, False)
    assert ("Lecteur" in english, "Reader" in english) == (False, True)


def test_what_was_typed_stays_on_the_page_when_it_is_refused(signed_in, valmorel):
    theirs = unit(organisation("Rivaud", "rivaud"), "R", "Chez Rivaud")

    page = signed_in.post(
        reverse("people:new_member"), SOPHIE | {"email": "sophie", "units": [theirs.pk]}
    )

    assert sorted(page.context["form"].errors) == ["email", "units"]
    assert 'value="Marchal"' in page.content.decode()
    assert roles() == [("camille@valmorel.example", "owner")]


def test_a_refusal_to_admit_is_shown_on_the_form(signed_in):
    signed_in.post(reverse("people:new_member"), SOPHIE)

    page = signed_in.post(reverse("people:new_member"), SOPHIE)

    assert page.context["form"].non_field_errors() == [
        "sophie.marchal@valmorel.example is already a member: "
        "change the role on the page of this member."
    ]
    assert shown_link(page) == ""


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
    assert swapped.strip() in reloaded


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
        client.post(reverse(f"people:{name}", args=pk), SOPHIE).status_code
        for name, pk in (("new_member", []), ("edit_member", [theirs.pk]))
    ]

    assert "Only an owner admits members and gives roles." in words(page)
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


def _sophie():
    return Membership.objects.get(user__email=SOPHIE["email"])
