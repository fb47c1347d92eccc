from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.mailing import mail_choices
from cordee.platform.models import Digest, Letter, MailChoices, Pace
from cordee.strategy import services
from cordee.strategy.models import Initiative
from cordee.strategy.services.digest import digest_contents, queue_digests, week_of
from tests.factories import initiative, member, person, unit

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def claire(valmorel):
    account = member(valmorel, Role.SPONSOR, "claire")
    account.first_name, account.last_name, account.date_joined = "Claire", "Ansel", BEFORE
    account.save()
    MailChoices.objects.create(user=account, language="en")
    return account


@pytest.fixture
def busy(valmorel, claire, cio):
    """Claire sponsors an initiative that lacks everything, is late, commented, and changed."""
    herself = person(valmorel, "Claire Ansel", user=claire)
    late = initiative(
        valmorel,
        "I-01",
        "Application mobile",
        business_sponsor=herself,
        status="running",
        end=date(2026, 6, 30),
    )
    services.comment_on(late, text="@Claire Ansel, où en est-on ?", by=cio, at=MONDAY)
    services.move_to_state(late, to=Initiative.Status.PAUSED, reason="", by=cio, at=MONDAY)
    Letter.objects.all().delete()
    return late


def contents(claire, valmorel):
    reader = reader_of(claire, organisation_id=valmorel.pk)
    return digest_contents(reader, choices=mail_choices(claire), on=MONDAY.date())


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        (datetime(2026, 11, 23, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 29, 22, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 29, 23, tzinfo=UTC), date(2026, 11, 30)),
    ],
)
def test_a_week_begins_on_monday_where_the_installation_stands(moment, monday):
    assert week_of(moment) == monday


def test_the_digest_tells_what_waits_what_is_late_what_was_said_and_what_changed(
    busy, valmorel, claire, cio
):
    found = contents(claire, valmorel)

    assert [(g.kind.value, g.total) for g in found.waiting] == [
        ("mention", 1),
        ("objective", 1),
        ("sponsor", 1),
    ]
    assert [(i.what, i.due) for i in found.late] == [("Application mobile", date(2026, 6, 30))]
    assert [i.why for i in found.comments] == [f"{cio} on “Application mobile”"]
    assert [t.sentence for t in found.changes] == [
        "“Application mobile” changed state",
        "“Application mobile” commented",
    ]


def test_the_letter_says_it_in_words_and_leads_to_each_page(busy, claire, settings):
    settings.SITE_URL = "https://cordee.example"

    assert queue_digests(at=MONDAY) == 1

    letter = Letter.objects.get()
    assert letter.subject == "Comptoirs Valmorel: 3 things wait for you"
    for told in (
        "You were called (1)",
        "https://cordee.example/initiatives/I-01/#comment-",
        "was to end on 30 Jun 2026",
        "“Application mobile” changed state",
        "https://cordee.example/inbox/",
        "https://cordee.example/unsubscribe/",
    ):
        assert told in letter.text
    assert '<a href="https://cordee.example/initiatives/I-01/">' in letter.html


def test_it_speaks_french_to_who_reads_french(busy, claire):
    MailChoices.objects.update(language="")

    queue_digests(at=MONDAY)

    letter = Letter.objects.get()
    assert "3 choses vous attendent" in letter.subject
    assert "Bonjour Claire Ansel," in letter.text
    assert "Hello" not in letter.text + letter.html


def test_one_digest_a_week_however_often_somebody_looks(busy, claire):
    found = [queue_digests(at=MONDAY + timedelta(days=days)) for days in (0, 0, 1, 6, 7, 7, 13)]

    assert found == [1, 0, 0, 0, 1, 0, 0]
    assert Letter.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_digest(busy, claire):
    ready = Barrier(2)

    def worker(_n):
        ready.wait()
        try:
            return queue_digests(at=MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(worker, range(2)))

    assert sorted(made) == [0, 1]
    assert Letter.objects.count() == Digest.objects.count() == 1


def test_it_leaves_on_monday_at_seven_in_the_morning(busy, claire):
    early = datetime(2026, 11, 23, 5, 59, tzinfo=UTC)

    assert queue_digests(at=early) == 0
    assert queue_digests(at=early + timedelta(minutes=1)) == 1


def test_an_account_opened_in_the_week_waits_for_the_next_unless_asked_for(busy, claire):
    claire.date_joined = MONDAY + timedelta(days=1)
    claire.save()

    assert queue_digests(at=MONDAY + timedelta(days=2)) == 0
    queue_digests(at=MONDAY + timedelta(days=2), newcomers=True)
    assert Letter.objects.filter(user=claire).count() == 1


def test_a_week_with_nothing_to_tell_makes_no_letter(valmorel, claire):
    assert queue_digests(at=MONDAY) == 0
    assert Digest.objects.count() == 1


def test_who_chose_to_hear_nothing_weekly_gets_none(busy, claire):
    MailChoices.objects.update(
        call=Pace.AT_ONCE, comment=Pace.NEVER, waiting=Pace.NEVER, changes=Pace.NEVER
    )

    assert queue_digests(at=MONDAY) == 0


def test_each_part_is_told_as_it_was_chosen(busy, valmorel, claire):
    MailChoices.objects.update(call=Pace.NEVER, comment=Pace.NEVER, changes=Pace.NEVER)

    found = contents(claire, valmorel)

    assert [g.kind.value for g in found.waiting] == ["objective", "sponsor"]
    assert (found.comments, found.changes) == ((), ())


def test_a_perimeter_is_told_nothing_of_the_rest(busy, valmorel, claire):
    claire.memberships.get().units.set([unit(valmorel, "FIN", "Finance")])

    assert contents(claire, valmorel).is_empty


def test_a_digest_costs_the_same_number_of_queries_for_1_and_6_initiatives(
    busy, valmorel, claire, cio, django_assert_num_queries
):
    def one_more(n):
        found = initiative(
            valmorel,
            f"I-{n}",
            "Autre",
            business_sponsor=busy.business_sponsor,
            end=date(2026, 1, 1),
        )
        services.comment_on(found, text="@Claire Ansel", by=cio, at=MONDAY)

    one_more(2)
    reader, choices = reader_of(claire, organisation_id=valmorel.pk), mail_choices(claire)
    with django_assert_num_queries(COST):
        digest_contents(reader, choices=choices, on=MONDAY.date())
    for n in range(3, 8):
        one_more(n)

    with django_assert_num_queries(COST):
        digest_contents(reader, choices=choices, on=MONDAY.date())


COST = 17
