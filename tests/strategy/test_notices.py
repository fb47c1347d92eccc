import pytest
from django.db import transaction

from cordee.platform.access import Role
from cordee.platform.models import Letter, MailChoices, Pace
from cordee.strategy import services
from cordee.strategy.models import Referral
from tests.factories import initiative, member, person, unit


@pytest.fixture
def claire(valmorel):
    account = member(valmorel, Role.SPONSOR, "claire")
    account.first_name, account.last_name = "Claire", "Ansel"
    account.save()
    MailChoices.objects.create(user=account, comment=Pace.AT_ONCE, language="en")
    return account


@pytest.fixture
def herself(valmorel, claire):
    return person(valmorel, "Claire Ansel", user=claire)


@pytest.fixture
def app(valmorel, herself):
    return initiative(valmorel, "I-01", "Application mobile", business_sponsor=herself)


def letters():
    return [(x.user.username, x.about, x.subject) for x in Letter.objects.order_by("pk")]


def test_who_is_called_gets_one_letter_although_they_also_sponsor(app, cio, claire, now):
    services.comment_on(app, text="@Claire Ansel, un avis ?", by=cio, at=now)

    assert letters() == [("claire", "call", f"{cio} calls you about “Application mobile”")]
    assert "/initiatives/I-01/#comment-" in Letter.objects.get().text


def test_a_sponsor_hears_of_a_comment_that_calls_nobody(app, cio, claire, now):
    services.comment_on(app, text="Vu.", by=cio, at=now)

    assert letters() == [("claire", "comment", f"{cio} commented “Application mobile”")]


def test_nobody_hears_of_their_own_words(app, claire, now):
    services.comment_on(app, text="Note pour moi", by=claire, at=now)

    assert letters() == []


def test_a_sponsor_who_no_longer_reaches_it_hears_nothing(valmorel, app, cio, claire, now):
    claire.memberships.get().units.set([unit(valmorel, "FIN", "Finance")])

    services.comment_on(app, text="@Claire Ansel", by=cio, at=now)

    assert letters() == []


def test_a_correction_tells_only_who_is_newly_called(app, cio, claire, now):
    said = services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)

    services.change_comment(said, text="@Claire Ansel !", by=cio, at=now)

    assert [about for _who, about, _subject in letters()] == ["call"]


def test_who_is_asked_then_who_asked_are_told(app, valmorel, herself, cio, claire, now):
    question = Referral(
        organisation=valmorel, person=herself, initiative=app, question="Continuer ?"
    )
    asked = services.refer(question, by=cio, at=now)

    services.answer(asked, outcome="Oui", by=claire, at=now)

    assert letters() == [
        ("claire", "question", f"{cio} asks you a question"),
        (cio.username, "question", "Claire Ansel a répondu à votre question"),
    ]


def test_a_letter_goes_with_its_act_when_the_act_is_taken_back(app, cio, claire, now):
    with transaction.atomic():
        services.comment_on(app, text="@Claire Ansel", by=cio, at=now)
        transaction.set_rollback(True)

    assert letters() == []
