from datetime import date, timedelta

import pytest
from django.utils import timezone

from cordee.people.acquaintance import own_persons
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import ImportRun
from cordee.strategy import services
from cordee.strategy.charts.inbox import inbox_finding
from cordee.strategy.models import Referral, SetAside, Waiver
from cordee.strategy.queries.waiting import waiting, waiting_count, waiting_for
from cordee.strategy.services.inbox import bring_back, finish, put_off
from tests.factories import (
    contribution,
    initiative,
    member,
    need,
    objective,
    organisation,
    person,
    referral,
    unit,
)
from tests.pages import HTMX, IN_ENGLISH, drawn, links, words

ON = date(2026, 11, 23)


@pytest.fixture
def claire(valmorel):
    """A sponsor, known among the people by her e-mail only."""
    account = member(valmorel, Role.SPONSOR, "claire")
    account.first_name, account.last_name = "Claire", "Ansel"
    account.save()
    return account


@pytest.fixture
def herself(valmorel, claire):
    return person(valmorel, "Claire Ansel", email=claire.email.upper().lower())


@pytest.fixture
def reader(claire, herself, valmorel):
    return reader_of(claire, organisation_id=valmorel.pk)


@pytest.fixture
def it(valmorel):
    return person(valmorel, "Éric Tran")


@pytest.fixture
def app(valmorel, herself, it):
    """Complete: it lacks nothing."""
    found = initiative(
        valmorel, "I-01", "Application mobile", business_sponsor=herself, it_sponsor=it
    )
    contribution(found, objective(valmorel))
    return found


def told(reader, on=ON, aside=False):
    return [
        (item.kind.value, item.what, item.why, item.since, item.due, item.url)
        for group in waiting_for(reader, on=on, aside=aside)
        for item in group.items
    ]


def keys(reader, on=ON, aside=False):
    return [i.key for g in waiting_for(reader, on=on, aside=aside) for i in g.items]


def waived(found, until, now):
    return Waiver.objects.create(
        organisation=found.organisation,
        initiative=found,
        kind=Waiver.Kind.INHERITED,
        granted_at=now,
        expires_on=until,
    )


def imported(organisation, by, now, state=ImportRun.State.DRAFT):
    return ImportRun.objects.create(
        organisation=organisation, file_name="portefeuille.xlsx", by=by, at=now, state=state
    )


def test_an_account_is_found_among_the_people_by_its_link_else_by_its_email(
    valmorel, claire, reader, herself
):
    person(valmorel, "Homonyme", email=claire.email, user=member(valmorel, username="autre"))
    person(organisation("Rivaud", "rivaud"), "Claire Ansel", user=claire)

    assert list(own_persons(reader)) == [herself]


def test_nothing_waits_when_nothing_is_lacking(reader, app):
    assert told(reader) == []
    assert waiting_count(reader, on=ON) == 0
    assert inbox_finding((), on=ON, is_aside=False) == "Nothing waits for you"


def test_a_question_waits_until_it_is_answered(reader, herself, cio, app, now):
    asked = referral(herself, "Continuer ?", asked_by=cio, due_on=date(2026, 12, 1))

    found = told(reader)

    assert found == [
        ("referral", "Continuer ?", f"{cio} asks you", ON, date(2026, 12, 1), "/referrals/1/")
    ]
    services.answer(asked, outcome="Oui", by=reader.user, at=now)
    assert told(reader) == []


def test_an_answer_waits_for_who_asked_and_for_a_month(cio_reader, herself, cio, claire, now):
    asked = services.refer(
        Referral(organisation=cio_reader.organisation, person=herself, question="Combien ?"),
        by=cio,
        at=now,
    )
    services.answer(asked, outcome="Douze", by=claire, at=now)

    assert told(cio_reader) == [
        (
            *("answer", "Combien ?", "Claire Ansel answered: “Douze”", ON, None),
            f"/referrals/{asked.pk}/",
        )
    ]
    assert told(cio_reader, on=ON + timedelta(days=30)) == []


def test_a_mention_waits_until_it_is_done_with(reader, app, cio, now):
    said = services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)

    (found,) = told(reader)

    assert found == (
        "mention",
        "@Claire Ansel ?",
        f"{cio} calls you about “Application mobile”",
        *(ON, None, f"/initiatives/I-01/#comment-{said.pk}"),
    )
    item = waiting(reader, key=f"mention:{said.mentions.get().pk}", on=ON)
    finish(item, reader=reader, at=now)
    assert told(reader) == []
    assert said.mentions.get().done_at == now


def test_what_my_initiatives_lack_waits_for_me_and_for_me_alone(
    valmorel, reader, herself, it, cio_reader
):
    orphan = initiative(valmorel, "I-02", "Sans but", business_sponsor=herself, it_sponsor=it)
    alone = initiative(valmorel, "I-03", "Sans IT", business_sponsor=herself)
    contribution(alone, objective(valmorel))
    initiative(valmorel, "I-04", "Arrêtée", business_sponsor=herself, status="killed")
    initiative(valmorel, "I-05", "À d’autres", it_sponsor=it)

    assert told(reader) == [
        (
            *("objective", "Sans but", "It serves no objective: link it, or stop it"),
            *(None, None, "/initiatives/I-02/"),
        ),
        (
            *("sponsor", "Sans IT", "No IT sponsor is named"),
            *(None, None, "/initiatives/I-03/"),
        ),
    ]
    assert told(cio_reader) == []
    contribution(orphan, objective(valmorel, "O2", "Autre"))
    assert keys(reader) == [f"sponsor:{alone.pk}"]


@pytest.mark.parametrize(
    ("until", "waits"),
    [(ON - timedelta(days=1), True), (ON + timedelta(13), True), (ON + timedelta(14), False)],
)
def test_a_waiver_waits_from_two_weeks_before_its_end(reader, app, now, until, waits):
    app.status = "running"
    app.save()
    waived(app, until, now)

    assert (
        told(reader)
        == [
            (
                *("waiver", "Application mobile"),
                "It runs without an approval: a body must have decided by then",
                *(None, until, "/initiatives/I-01/#state"),
            )
        ]
        * waits
    )


def test_a_need_given_to_me_waits_until_it_is_planned(reader, valmorel, herself):
    asked = need(valmorel, name="Retrait en deux heures", owner=herself, wanted_by=date(2027, 3, 1))

    assert told(reader) == [
        (
            *("need", "Retrait en deux heures", "You are its owner: it is “Captured”"),
            *(None, date(2027, 3, 1), f"/needs/{asked.pk}/"),
        )
    ]
    asked.status = "planned"
    asked.save()
    assert told(reader) == []


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("draft", "It is read, and not yet applied"),
        ("failed", "It failed: nothing was written"),
        ("applied", None),
        ("undone", None),
    ],
)
def test_my_imports_wait_for_their_application(reader, valmorel, cio, now, state, why):
    run = imported(valmorel, reader.user, now, state)
    imported(valmorel, cio, now)

    found = [(kind, reason) for kind, _what, reason, *_rest in told(reader)]

    assert found == ([("import", why)] if why else [])
    assert (waiting(reader, key=f"import:{run.pk}", on=ON) is not None) == bool(why)


def test_a_perimeter_hides_what_is_outside_even_when_it_is_mine(
    valmorel, reader, herself, cio, now
):
    app = initiative(valmorel, "I-02", "Ailleurs", business_sponsor=herself)
    services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)
    referral(herself, "Là-bas ?", initiative=app, asked_by=cio)
    reader.user.memberships.get().units.set([unit(valmorel, "FIN", "Finance")])
    narrowed = reader_of(reader.user, organisation_id=valmorel.pk)

    assert len(told(reader)) == 4
    assert told(narrowed) == []
    assert waiting_count(narrowed, on=ON) == 0


def test_what_is_put_off_comes_back_on_its_day(reader, valmorel, herself, it, now):
    orphan = initiative(valmorel, "I-02", "Sans but", business_sponsor=herself, it_sponsor=it)
    item = waiting(reader, key=f"objective:{orphan.pk}", on=ON)

    put_off(item, reader=reader, until=ON + timedelta(days=7), at=now)

    assert (keys(reader), keys(reader, aside=True)) == ([], [item.key])
    assert waiting_count(reader, on=ON) == 0
    back = ON + timedelta(days=7)
    assert (keys(reader, on=back), keys(reader, on=back, aside=True)) == ([item.key], [])


def test_what_is_put_off_may_be_put_off_again_or_brought_back(reader, valmorel, herself, it, now):
    orphan = initiative(valmorel, "I-02", "Sans but", business_sponsor=herself, it_sponsor=it)
    item = waiting(reader, key=f"objective:{orphan.pk}", on=ON)
    for days in (1, 9):
        put_off(item, reader=reader, until=ON + timedelta(days=days), at=now)
    assert SetAside.objects.get().until == ON + timedelta(days=9)

    bring_back(item, reader=reader)

    assert keys(reader) == [item.key]


def test_what_only_leaves_by_being_done_is_not_waved_away(reader, valmorel, herself, it, now):
    orphan = initiative(valmorel, "I-02", "Sans but", business_sponsor=herself, it_sponsor=it)
    item = waiting(reader, key=f"objective:{orphan.pk}", on=ON)

    with pytest.raises(Refused, match="leaves by itself"):
        finish(item, reader=reader, at=now)
    with pytest.raises(Refused, match="day to come"):
        put_off(item, reader=reader, until=ON, at=now)

    assert keys(reader) == [item.key]


def test_an_import_done_with_is_gone_for_good(reader, valmorel, now):
    run = imported(valmorel, reader.user, now)

    finish(waiting(reader, key=f"import:{run.pk}", on=ON), reader=reader, at=now)

    assert (keys(reader), keys(reader, aside=True)) == ([], [])


@pytest.mark.parametrize("key", ["", "mention", "mention:x", "mention:999", "thing:1", ":1"])
def test_a_key_that_names_nothing_waiting_finds_nothing(reader, key):
    assert waiting(reader, key=key, on=ON) is None


def test_the_inbox_and_its_count_cost_the_same_for_1_and_6_things_of_each_kind(
    reader, valmorel, herself, cio, now, django_assert_num_queries
):
    def one_more(n):
        app = initiative(valmorel, f"I-{n}", f"App {n}", business_sponsor=herself, status="running")
        waived(app, ON, now)
        services.comment_on(app, text="@Claire Ansel", by=cio, at=now)
        referral(herself, asked_by=cio, initiative=app)
        imported(valmorel, reader.user, now)

    one_more(1)
    with django_assert_num_queries(9):
        assert len(keys(reader)) == 6
    for n in range(2, 7):
        one_more(n)

    with django_assert_num_queries(9):
        assert len(keys(reader)) == 36
    with django_assert_num_queries(5):
        assert waiting_count(reader, on=ON) == 36
    with django_assert_num_queries(3):
        assert waiting_count(reader, on=ON) == 36


def test_the_count_that_is_remembered_follows_what_its_reader_does(reader, valmorel, cio, now):
    app = initiative(valmorel, "I-1", "App")
    services.comment_on(app, text="@Claire Ansel", by=cio, at=now)
    told = [waiting_count(reader, on=ON)]
    call = waiting(reader, key=keys(reader)[0], on=ON)

    for deed in (
        lambda: put_off(call, reader=reader, until=ON + timedelta(days=2), at=now),
        lambda: bring_back(call, reader=reader),
        lambda: imported(valmorel, reader.user, now),
        lambda: finish(call, reader=reader, at=now),
    ):
        deed()
        told.append(waiting_count(reader_of(reader.user, organisation_id=valmorel.pk), on=ON))

    assert told == [1, 0, 1, 2, 1]


def test_a_long_list_shows_its_first_fifty_and_says_how_many_there_are(
    reader, valmorel, herself, it
):
    for n in range(120):
        initiative(valmorel, f"I-{n:03}", "Sans but", business_sponsor=herself, it_sponsor=it)

    (group,) = waiting_for(reader, on=ON)

    assert (len(group.items), group.total) == (50, 120)
    assert waiting_count(reader, on=ON) == 100


def test_the_page_says_how_many_things_wait_and_which_are_late(client, reader, herself, cio):
    referral(herself, "Vieille ?", asked_by=cio, due_on=date(2020, 1, 1))
    referral(herself, "Neuve ?", asked_by=cio)
    client.force_login(reader.user)

    page = client.get("/inbox/", headers=IN_ENGLISH)

    assert "2 things wait for you; 1 is late" in words(page)
    assert "late: " in words(page)
    assert words(page, "waiting-count") == "2 waiting"


def test_an_empty_inbox_says_so_kindly(client, reader):
    client.force_login(reader.user)

    assert "The rope is taut: nothing waits for you" in words(
        client.get("/inbox/", headers=IN_ENGLISH)
    )
    later = client.get("/inbox/?view=later", headers=IN_ENGLISH)
    assert "Nothing is put off" in words(later)


def test_a_button_puts_a_thing_off_without_script(client, reader, herself, cio):
    asked = referral(herself, "Continuer ?", asked_by=cio)
    client.force_login(reader.user)
    item = f"referral:{asked.pk}"

    answer = client.post("/inbox/aside/", {"item": item, "until": "week"})

    assert (answer.status_code, answer.url) == (302, "/inbox/")
    assert SetAside.objects.get().until == timezone.localdate() + timedelta(days=7)
    later = client.get("/inbox/?view=later", headers=IN_ENGLISH)
    assert "Continuer ?" in words(later)
    back = client.post("/inbox/aside/", {"item": item, "until": "back"})
    assert back.url == "/inbox/?view=later"
    assert f"/referrals/{asked.pk}/" in links(client.get("/inbox/"))


def test_the_fragment_swapped_in_is_what_a_reload_shows(client, reader, app, herself, cio, now):
    services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)
    referral(herself, "Continuer ?", asked_by=cio)
    client.force_login(reader.user)
    item = f"mention:{app.comments.get().mentions.get().pk}"

    fragment = client.post("/inbox/aside/", {"item": item, "until": "done"}, headers=HTMX)

    assert words(fragment, "messages") == "Done with “@Claire Ansel ?”."
    assert words(fragment, "waiting-count") == "1 waiting"
    assert drawn(fragment, "inbox") == drawn(client.get("/inbox/", headers=IN_ENGLISH), "inbox")


def test_what_waits_for_another_is_not_moved_by_its_key(client, reader, herself, cio):
    asked = referral(herself, "Continuer ?", asked_by=cio)
    client.force_login(cio)

    client.post("/inbox/aside/", {"item": f"referral:{asked.pk}", "until": "week"})

    assert not SetAside.objects.exists()
    assert keys(reader) == [f"referral:{asked.pk}"]
