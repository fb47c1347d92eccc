"""Invitations: a link that works once, for the e-mail it was made for, and for a week."""

import html
import re
from datetime import timedelta
from urllib.parse import urlparse

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cordee.people import queries, services
from cordee.people.models import Invitation, Membership
from cordee.people.queries import reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry, User
from tests.factories import member, organisation, unit, user
from tests.pages import IN_ENGLISH, words

EMAIL, PASSWORD = "sophie.marchal@valmorel.example", "une corde bien longue"
SOPHIE = {"first_name": "Sophie", "last_name": "Marchal", "password": PASSWORD}
LINK = re.compile(r'id="link" value="([^"]+)"')
WEEK = timedelta(days=7)


@pytest.fixture
def owner(valmorel):
    return member(valmorel, Role.OWNER, username="camille")


@pytest.fixture
def signed_in(client, owner):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(owner)
    return client


def invited(valmorel, *, by, at, email=EMAIL, role=Role.CIO, units=()):
    return services.invite(email, organisation=valmorel, role=role, units=units, by=by, at=at)


def opened(sealed, *, at):
    return services.open_invited_account(sealed.secret, **SOPHIE, at=at)


def shown_link(response):
    found = LINK.search(response.content.decode())
    return html.unescape(found[1]) if found else ""


def mailed_path():
    """The path of the link in the last letter."""
    (address,) = re.findall(r"^http\S+/invitations/\S+$", mail.outbox[-1].body, re.MULTILINE)
    return urlparse(address).path


def is_proven(account):
    return EmailAddress.objects.filter(user=account, email=EMAIL, verified=True).exists()


def lines():
    return [(e.action, e.detail) for e in Entry.objects.order_by("number")]


# What the services do


def test_whoever_is_invited_is_no_member_and_has_no_account(valmorel, owner, now):
    sealed = invited(valmorel, by=owner, at=now)

    assert list(User.objects.all()) == [owner]
    assert list(Membership.objects.all()) == [owner.memberships.get()]
    assert sealed.invitation.expires_at == now + WEEK


def test_the_database_never_holds_the_secret_of_a_link(valmorel, owner, now):
    secret = invited(valmorel, by=owner, at=now).secret

    with connection.cursor() as cursor:
        cursor.execute("select * from people_invitation")
        (row,) = cursor.fetchall()
    assert secret not in str(row)
    assert queries.digest_of(secret) in row
    assert secret not in str(lines())


def test_an_invitation_gives_its_role_and_its_perimeter_to_the_account_it_opens(
    valmorel, owner, now
):
    stores = unit(valmorel, "MAG", "Magasins")
    sealed = invited(valmorel, by=owner, at=now, role=Role.TEAM_LEAD, units=[stores])

    joined = opened(sealed, at=now)

    reader = reader_of(joined.user, organisation_id=valmorel.pk)
    assert (reader.role, reader.units, str(reader.user)) == (
        Role.TEAM_LEAD,
        frozenset({stores.pk}),
        "Sophie Marchal",
    )
    assert joined.user.check_password(PASSWORD)
    assert is_proven(joined.user)
    assert list(Invitation.objects.all()) == []


def test_a_link_works_once(valmorel, owner, now):
    sealed = invited(valmorel, by=owner, at=now)
    joined = opened(sealed, at=now)

    with pytest.raises(Refused, match="This link no longer works"):
        services.accept_invitation(sealed.secret, user=joined.user, at=now)
    with pytest.raises(Refused, match="This link no longer works"):
        opened(sealed, at=now)

    assert Membership.objects.filter(user=joined.user).count() == 1


@pytest.mark.parametrize(("later", "works"), [(WEEK - timedelta(seconds=1), True), (WEEK, False)])
def test_a_link_works_for_a_week(valmorel, owner, now, later, works):
    sealed = invited(valmorel, by=owner, at=now)

    found = queries.invitation_behind(sealed.secret, at=now + later)

    assert (found is not None) == works


def test_a_link_made_again_replaces_the_one_before(valmorel, owner, now):
    first = invited(valmorel, by=owner, at=now)

    second = services.renew_invitation(first.invitation, by=owner, at=now + WEEK)

    assert queries.invitation_behind(first.secret, at=now) is None
    assert queries.invitation_behind(second.secret, at=now + WEEK) == first.invitation
    assert Invitation.objects.get().expires_at == now + 2 * WEEK


def test_a_withdrawn_link_no_longer_works(valmorel, owner, now):
    sealed = invited(valmorel, by=owner, at=now)

    services.revoke_invitation(sealed.invitation, by=owner, at=now)

    with pytest.raises(Refused, match="This link no longer works"):
        opened(sealed, at=now)
    assert list(User.objects.all()) == [owner]


def test_nobody_accepts_in_the_place_of_another(valmorel, owner, now):
    sealed = invited(valmorel, by=owner, at=now)
    other = user("luc")

    with pytest.raises(Refused, match=f"This invitation is for {EMAIL}"):
        services.accept_invitation(sealed.secret, user=other, at=now)

    assert list(other.memberships.all()) == []
    assert queries.invitation_behind(sealed.secret, at=now) == sealed.invitation


def test_an_account_that_exists_is_never_opened_again_by_a_link(valmorel, owner, now):
    known = user("sophie", email=EMAIL.upper(), password="une autre corde")
    sealed = invited(valmorel, by=owner, at=now)

    with pytest.raises(Refused, match="An account already uses"):
        opened(sealed, at=now)

    known.refresh_from_db()
    assert known.check_password("une autre corde")
    assert list(known.memberships.all()) == []


def test_a_link_that_was_shown_opens_an_account_but_proves_no_mailbox(valmorel, owner, now):
    sealed = invited(valmorel, by=owner, at=now)
    services.show_invitation(sealed.invitation, by=owner, at=now)

    joined = opened(sealed, at=now)

    assert (joined.role, is_proven(joined.user)) == (Role.CIO, False)


def test_a_member_or_somebody_invited_is_not_invited_twice(valmorel, owner, now):
    invited(valmorel, by=owner, at=now)

    with pytest.raises(Refused, match="is already invited"):
        invited(valmorel, by=owner, at=now, email=EMAIL.upper())
    with pytest.raises(Refused, match="is already a member"):
        invited(valmorel, by=owner, at=now, email=owner.email)

    assert Invitation.objects.count() == 1


def test_an_invitation_knows_the_units_of_its_organisation_only(valmorel, owner, now):
    theirs = unit(organisation("Rivaud", "rivaud"), "R", "Chez Rivaud")

    with pytest.raises(Refused, match="“Chez Rivaud” is not a unit of this organisation"):
        invited(valmorel, by=owner, at=now, units=[theirs])
    with pytest.raises(Refused, match="An owner reaches the whole organisation"):
        invited(valmorel, by=owner, at=now, role=Role.OWNER, units=[unit(valmorel)])

    assert (list(Invitation.objects.all()), lines()) == ([], [])


def test_the_journal_tells_each_step_and_names_nobody(valmorel, owner, now):
    sealed = invited(valmorel, by=owner, at=now, role=Role.READER)
    pk = sealed.invitation.pk
    again = services.renew_invitation(sealed.invitation, by=owner, at=now)
    services.show_invitation(again.invitation, by=owner, at=now)
    joined = opened(again, at=now)
    other = invited(valmorel, by=owner, at=now, email="luc@valmorel.example", role=Role.CIO)
    other_pk = other.invitation.pk
    services.revoke_invitation(other.invitation, by=owner, at=now)

    reader = {"invitation": pk, "role": "reader", "units": []}
    cio = {"invitation": other_pk, "role": "cio", "units": []}
    assert lines() == [
        ("people.send_invitation", reader),
        ("people.renew_invitation", reader),
        ("people.show_invitation", reader),
        ("people.accept_invitation", reader),
        ("people.send_invitation", cio),
        ("people.revoke_invitation", cio),
    ]
    assert Entry.objects.get(action="people.accept_invitation").actor == joined.user.pseudonym
    assert journal.verification(valmorel).holds


# What the pages show


def test_a_colleague_is_invited_by_mail_and_lands_with_the_role_given(signed_in, valmorel):
    page = signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "cio"})
    colleague = Client(headers=IN_ENGLISH)

    asked = colleague.get(mailed_path())
    entered = colleague.post(mailed_path(), SOPHIE, follow=True)

    assert f"The link was sent to {EMAIL}." in words(page)
    assert (shown_link(page), mail.outbox[-1].to) == ("", [EMAIL])
    assert "Join Comptoirs Valmorel" in words(asked)
    assert entered.redirect_chain == [("/", 302)]
    reader = entered.wsgi_request.reader
    assert (str(reader.user), reader.organisation, reader.role) == (
        "Sophie Marchal",
        valmorel,
        Role.CIO,
    )
    assert is_proven(reader.user)


def test_the_page_of_a_used_link_says_so(signed_in):
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "cio"})
    Client().post(mailed_path(), SOPHIE)

    again = Client(headers=IN_ENGLISH).post(mailed_path(), SOPHIE)

    assert again.status_code == 404
    assert "This link no longer works" in words(again)
    assert Membership.objects.filter(user__email=EMAIL).count() == 1


def test_where_mail_reaches_nobody_the_link_is_handed_over(signed_in, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    page = signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "cio"})

    assert "It could not be sent by mail: hand it over yourself" in words(page)
    assert shown_link(page) in capsys.readouterr().out
    assert "no-store" in page.headers["Cache-Control"]
    assert Invitation.objects.get().was_shown


def test_a_mail_server_that_does_not_answer_loses_nothing(signed_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "cio"})

    assert Client().get(urlparse(shown_link(page)).path).status_code == 200


def test_an_owner_elsewhere_who_opened_the_account_first_does_not_come_in(signed_in, valmorel, now):
    """They hold the account of the e-mail, and not the mailbox: the link never reaches them."""
    rivaud = organisation("Rivaud", "rivaud")
    rival = member(rivaud, Role.OWNER, username="rival")
    squatted = opened(invited(rivaud, by=rival, at=timezone.now()), at=timezone.now()).user
    squatter = Client(headers=IN_ENGLISH)
    squatter.force_login(squatted)

    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "owner"})

    assert reader_of(squatted, organisation_id=valmorel.pk).organisation == rivaud
    cockpit = squatter.get("/")
    assert cockpit.wsgi_request.reader.organisation == rivaud
    assert "Comptoirs Valmorel" not in cockpit.content.decode()


def test_whoever_has_an_account_signs_in_before_accepting(signed_in, valmorel):
    known = user("sophie", email=EMAIL, password=PASSWORD)
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "reader"})
    sophie = Client(headers=IN_ENGLISH)

    stranger = sophie.get(mailed_path())
    refused = sophie.post(mailed_path(), SOPHIE)
    sign_in = f"{reverse('account_login')}?next={mailed_path()}"
    back = sophie.post(sign_in, {"login": EMAIL, "password": PASSWORD}, follow=True)
    accepted = sophie.post(mailed_path(), follow=True)

    assert "sign in to accept" in words(stranger)
    assert "sign in to accept" in words(refused)
    assert back.redirect_chain[-1][0] == mailed_path()
    assert "You are a member of Comptoirs Valmorel." in words(accepted)
    assert accepted.wsgi_request.reader.organisation == valmorel
    assert (known.memberships.get().role, is_proven(known)) == ("reader", True)


def test_somebody_else_signed_in_is_asked_to_sign_out(signed_in):
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "reader"})

    page = signed_in.get(mailed_path())
    posted = signed_in.post(mailed_path())

    assert "You are signed in with camille@valmorel.example" in words(page)
    assert "You are signed in with camille@valmorel.example" in words(posted)
    assert Invitation.objects.count() == 1


def test_a_weak_password_is_refused_and_the_link_still_works(signed_in):
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "reader"})

    page = Client(headers=IN_ENGLISH).post(mailed_path(), SOPHIE | {"password": "password"})

    assert "too short" in words(page)
    assert User.objects.filter(email=EMAIL).count() == 0
    assert Client().get(mailed_path()).status_code == 200


def test_those_who_have_not_come_are_listed_and_their_link_is_sent_again(signed_in, valmorel):
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "reader"})
    first, row = mailed_path(), Invitation.objects.get()

    page = signed_in.get(reverse("people:invitations"))
    signed_in.post(reverse("people:renew_invitation", args=[row.pk]))

    assert "1 person invited has not come yet" in words(page)
    assert EMAIL in words(page)
    assert first not in page.content.decode()
    assert [Client().get(path).status_code for path in (first, mailed_path())] == [404, 200]


def test_an_invitation_is_withdrawn_from_the_list(signed_in):
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "reader"})
    row = Invitation.objects.get()

    page = signed_in.post(reverse("people:revoke_invitation", args=[row.pk]), follow=True)

    assert f"The invitation of {EMAIL} is withdrawn." in words(page)
    assert "Everybody invited has come" in words(page)
    assert Client().get(mailed_path()).status_code == 404


def test_an_invitation_that_is_too_old_is_marked(signed_in, valmorel, owner):
    invited(valmorel, by=owner, at=timezone.now() - WEEK)

    page = signed_in.get(reverse("people:invitations"))

    assert "expired" in words(page)


def test_the_letter_speaks_the_language_of_the_organisation(signed_in, valmorel):
    signed_in.post(reverse("people:new_member"), {"email": EMAIL, "role": "reader"})
    valmorel.language = "en"
    valmorel.save()
    signed_in.post(reverse("people:new_member"), {"email": "luc@v.example", "role": "reader"})

    french, english = (letter.body for letter in mail.outbox)
    assert ("Lecteur" in french, "Reader" in french) == (True, False)
    assert ("Lecteur" in english, "Reader" in english) == (False, True)


def test_what_was_typed_stays_on_the_page_when_it_is_refused(signed_in, valmorel):
    theirs = unit(organisation("Rivaud", "rivaud"), "R", "Chez Rivaud")

    page = signed_in.post(
        reverse("people:new_member"), {"email": "sophie", "role": "cio", "units": [theirs.pk]}
    )

    assert sorted(page.context["form"].errors) == ["email", "units"]
    assert 'value="sophie"' in page.content.decode()
    assert list(Invitation.objects.all()) == []


def test_a_refusal_to_invite_is_shown_on_the_form(signed_in, owner):
    page = signed_in.post(reverse("people:new_member"), {"email": owner.email, "role": "cio"})

    assert page.context["form"].non_field_errors() == [
        "camille@valmorel.example is already a member: change the role on the page of this member."
    ]


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, owner, now, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(40) as captured:
            signed_in.get(reverse("people:invitations"))
        return len(captured)

    invited(valmorel, by=owner, at=now, units=[unit(valmorel)])
    one = cost()
    for n in range(5):
        home = unit(valmorel, f"U{n}", f"Unité {n}")
        invited(valmorel, by=owner, at=now, email=f"{n}@v.example", units=[home])

    assert cost() == one
