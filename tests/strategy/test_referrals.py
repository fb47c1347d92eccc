from datetime import date, timedelta

import pytest
from django.urls import reverse

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy import queries, services
from cordee.strategy.models import Referral
from tests.factories import initiative, member, organisation, person, referral, unit
from tests.pages import IN_ENGLISH, words

NEW = "/referrals/new/"


@pytest.fixture
def claire(valmorel):
    account = member(valmorel, Role.SPONSOR, "claire")
    return person(valmorel, "Claire Ansel", user=account)


@pytest.fixture
def app(valmorel):
    return initiative(valmorel, "I-01", "Application mobile")


@pytest.fixture
def asked(valmorel, claire, app, cio, now):
    question = Referral(
        organisation=valmorel, person=claire, initiative=app, question="Faut-il continuer ?"
    )
    return services.refer(question, by=cio, at=now)


def actions():
    return list(Entry.objects.order_by("number").values_list("action", flat=True))


def posted(client, name, row, **typed):
    return client.post(reverse(f"strategy:{name}", args=[row.pk]), typed, headers=IN_ENGLISH)


def test_a_question_is_asked_answered_and_its_outcome_kept(asked, app, claire, now):
    later = now + timedelta(days=2)

    services.answer(asked, outcome=" Oui, jusqu’en mars. ", by=claire.user, at=later)

    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("answered", "Oui, jusqu’en mars.")
    assert (asked.answered_by, asked.answered_at) == (claire.user, later)
    assert actions() == ["strategy.refer", "strategy.answer"]
    assert {e.subject for e in Entry.objects.all()} == {f"strategy.initiative:{app.pk}"}
    assert "mars" not in str([e.detail for e in Entry.objects.all()])


def test_a_question_is_answered_once(asked, claire, cio, now):
    stale = Referral.objects.get(pk=asked.pk)
    services.answer(asked, outcome="Oui", by=claire.user, at=now)

    with pytest.raises(Refused, match="closed already: it is “answered”"):
        services.answer(stale, outcome="Non", by=cio, at=now)

    assert Referral.objects.get().outcome == "Oui"


def test_an_answer_says_something(asked, claire, now):
    with pytest.raises(Refused, match="Write the answer first"):
        services.answer(asked, outcome="  ", by=claire.user, at=now)


def test_only_who_asked_withdraws_before_the_answer(asked, claire, cio, now):
    with pytest.raises(Refused, match="Only who asked"):
        services.withdraw(asked, by=claire.user, at=now)

    services.withdraw(asked, by=cio, at=now)

    assert Referral.objects.get().state == "withdrawn"
    with pytest.raises(Refused, match="closed already"):
        services.answer(asked, outcome="Oui", by=claire.user, at=now)


def test_a_day_already_past_is_refused(valmorel, claire, cio, now):
    late = Referral(organisation=valmorel, person=claire, question="?", due_on=date(2026, 11, 22))

    with pytest.raises(Refused, match="already past"):
        services.refer(late, by=cio, at=now)


def test_nobody_is_asked_about_what_they_cannot_open(valmorel, claire, app, cio, now):
    claire.user.memberships.get().units.set([unit(valmorel, "FIN", "Finance")])
    blind = Referral(organisation=valmorel, person=claire, initiative=app, question="?")

    with pytest.raises(Refused, match="“Claire Ansel” cannot open this initiative"):
        services.refer(blind, by=cio, at=now)


def test_a_perimeter_sees_the_questions_about_its_units_and_its_own(valmorel, claire, cio, app):
    finance = unit(valmorel, "FIN", "Finance")
    claire.user.memberships.get().units.set([finance])
    inside = initiative(valmorel, "I-02", "Clôture", unit=finance)
    luc = person(valmorel, "Luc Morel")
    seen = [
        referral(luc, "Sur la clôture", initiative=inside),
        referral(claire, "À moi", initiative=None),
        referral(luc, "De moi", asked_by=claire.user),
    ]
    referral(claire, "Hors de portée", initiative=app)
    referral(luc, "Entre eux", asked_by=cio)

    found = queries.referrals(reader_of(claire.user, organisation_id=valmorel.pk))

    assert set(found) == set(seen)


def test_a_question_is_asked_from_the_page_of_an_initiative(client, cio, claire, app):
    client.force_login(cio)
    form = client.get(NEW, {"initiative": "I-01"}).context["form"]

    typed = {"question": "Combien ?", "kind": "opinion", "person": claire.pk, "initiative": app.pk}
    answer = client.post(NEW, typed)

    asked = Referral.objects.get()
    assert form.initial == {"initiative": app.pk}
    assert answer.url == f"/referrals/{asked.pk}/"
    assert (asked.question, asked.person, asked.initiative) == ("Combien ?", claire, app)
    page = client.get("/initiatives/I-01/", headers=IN_ENGLISH)
    assert "1 question was asked" in words(page, "questions")
    assert "Combien ?" in words(page, "questions")


def test_another_organisations_person_is_not_offered(client, cio, app):
    stranger = person(organisation("Rivaud", "rivaud"), "Odile Rivaud")
    client.force_login(cio)

    typed = {"question": "?", "kind": "opinion", "person": stranger.pk}
    answer = client.post(NEW, typed)

    assert list(answer.context["form"].errors) == ["person"]


def test_who_is_asked_answers_on_the_page(client, claire, asked):
    client.force_login(claire.user)

    answer = posted(client, "answer_referral", asked, outcome="Oui")

    assert answer.url == f"/referrals/{asked.pk}/"
    told = words(client.get(answer.url, headers=IN_ENGLISH))
    assert "Oui" in told and "answered" in told


def test_someone_else_is_told_that_the_question_is_not_theirs(client, valmorel, asked):
    client.force_login(member(valmorel, Role.TEAM_LEAD, "karim"))

    shown = client.get(reverse("strategy:referral", args=[asked.pk])).context["form"]
    answer = posted(client, "answer_referral", asked, outcome="Moi je dis non")

    assert shown is None
    assert "This question was asked to someone else." in words(answer)
    assert Referral.objects.get().outcome == ""


def test_those_who_steer_answer_in_the_place_of_another(client, cio, asked):
    client.force_login(cio)

    posted(client, "answer_referral", asked, outcome="Tranché en comité")

    assert Referral.objects.get().answered_by == cio


def test_the_list_says_which_questions_are_late(client, cio, claire):
    referral(claire, "Vieille", due_on=date(2020, 1, 1))
    client.force_login(cio)

    told = words(client.get("/referrals/", headers=IN_ENGLISH))

    assert "1 question asked" in told and "late" in told


def test_who_asked_withdraws_on_the_page(client, cio, asked):
    client.force_login(cio)

    posted(client, "withdraw_referral", asked)

    assert Referral.objects.get().state == "withdrawn"


def test_who_answers_second_reads_the_first_answer_and_keeps_their_own(
    client, asked, claire, cio, now
):
    client.force_login(claire.user)
    services.answer(asked, outcome="Douze", by=cio, at=now)

    answer = posted(client, "answer_referral", asked, outcome="Treize, sous réserve")

    told = words(answer)
    assert Referral.objects.get().outcome == "Douze"
    assert "Somebody answered first: yours was not sent." in told
    assert ("Douze" in told, "Treize, sous réserve" in told) == (True, True)
