import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from cordee.cases.demo import PERSONAS, persona_home, persona_user, prepare_demo
from cordee.people.models import Membership, Person
from cordee.people.queries import reader_of
from cordee.platform.journal import verification
from cordee.platform.models import (
    Entry,
    Letter,
    Organisation,
    User,
    Webhook,
    WebhookDelivery,
)
from cordee.strategy.queries.waiting import waiting_for
from tests.factories import member, organisation, user
from tests.pages import IN_ENGLISH, words


@pytest.fixture
def demo(prepared, db):
    return PERSONAS


def test_the_personas_are_members_with_the_role_their_button_says(demo):
    roles = set(
        Membership.objects.filter(organisation__slug="comptoirs-valmorel").values_list(
            "user__username", "role"
        )
    )

    assert roles == {(p.username, p.role) for p in demo} | {("marianne.valmorel", "owner")}
    assert [p.role.value for p in demo] == ["cio", "sponsor", "finance", "team_lead", "reader"]


def test_the_cio_follows_both_companies(demo):
    names = Organisation.objects.filter(memberships__user__username="helene.brun")

    assert sorted(names.values_list("name", flat=True)) == ["Ateliers Rivaud", "Comptoirs Valmorel"]


def test_nobody_of_the_demonstration_has_a_password(demo):
    assert [u.username for u in User.objects.all() if u.has_usable_password()] == []


def test_their_mail_is_known_to_be_theirs_so_that_they_may_guard_their_account(demo):
    assert EmailAddress.objects.filter(verified=True).count() == User.objects.count()


def test_each_persona_is_a_person_of_the_retailer(demo):
    linked = Person.objects.filter(user__isnull=False).values_list("user__username", "name")

    assert set(linked) == {(p.username, p.name) for p in PERSONAS}


def test_preparing_twice_changes_nothing_and_is_quick(demo, now, django_assert_max_num_queries):
    before = Entry.objects.count()

    with django_assert_max_num_queries(1):
        again = prepare_demo(at=now)

    assert (again, Entry.objects.count()) == (list(demo), before)


def test_a_program_was_told_of_the_retailer_until_it_answered_no_more(demo, client):
    cio, webhook = persona_user("helene.brun"), Webhook.objects.get()
    client.force_login(cio)
    client.post(reverse("web:switch_organisation"), {"organisation": persona_home(cio).pk})

    page = client.get(reverse("people:webhook", args=[webhook.pk]))
    listed = words(client.get(reverse("people:webhooks"), headers=IN_ENGLISH))

    assert webhook.declared_at < webhook.stopped_at
    assert "No program is told of what changes in Comptoirs Valmorel" in listed
    assert [one.state for one in page.context["deliveries"]] == ["abandoned"]
    assert not WebhookDelivery.objects.filter(state="queued").exists()


def test_both_journals_hold(demo):
    assert [verification(one).holds for one in Organisation.objects.all()] == [True, True]


def test_a_namesake_outside_the_demonstration_is_not_a_persona(demo):
    Membership.objects.filter(user__username="helene.brun").delete()
    member(organisation(), username="helene.brun")

    assert persona_user("helene.brun") is None


def test_an_account_of_the_demonstration_that_is_no_persona_is_not_one(demo):
    assert persona_user("marianne.valmorel") is None


def test_a_persona_who_was_given_a_password_is_a_persona_no_more(demo):
    cio = User.objects.get(username="helene.brun")
    cio.set_password("une longue phrase")
    cio.save()

    assert persona_user("helene.brun") is None


def test_a_visitor_of_another_name_is_not_a_persona(demo):
    user("camille")

    assert persona_user("camille") is None


def test_each_persona_finds_something_to_do_and_nobody_is_mailed_what_came_before(demo, now):
    retailer = Organisation.objects.get(name="Comptoirs Valmorel")
    kinds = {}
    for persona in PERSONAS:
        user = User.objects.get(username=persona.username)
        reader = reader_of(user, organisation_id=retailer.pk)
        kinds[persona.name] = {g.kind.value for g in waiting_for(reader, on=now.date())}

    assert kinds == {
        "Hélène Brun": {"referral", "mention", "answer"},
        "Claire Ansel": {"referral", "mention"},
        "Luc Morel": {"referral", "mention"},
        "Karim Belhadj": {"referral", "mention", "need"},
        "Jeanne Arnoux": {"mention"},
    }
    assert Letter.objects.count() == 0
