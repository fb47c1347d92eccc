from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.landscape.models import Application
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.models import BulkChange, Entry
from cordee.strategy import services
from cordee.strategy.models import Initiative
from tests.factories import application, initiative, member, objective, organisation, person, unit

LIST, CHANGE = "/applications/", "/applications/several/change/"
HALF = Decimal("0.5")
INITIATIVES = "/initiatives/several/change/"


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def rows(valmorel):
    return [application(valmorel, f"A-{n}", f"Application {n}") for n in range(4)]


def changed(client, rows, field, value, url=CHANGE, **asked):
    typed = {"row": [row.pk for row in rows], "field": field, f"to-{field}": value, **asked}
    return client.post(url, typed, follow=True).content.decode()


def undone(client):
    bulk = BulkChange.objects.get()
    return client.post(f"{LIST}several/{bulk.pk}/", follow=True).content.decode()


def states(kind=Application):
    return dict(kind.objects.order_by("code").values_list("code", "status"))


def test_the_list_offers_to_choose_rows_and_what_to_change(signed_in, rows):
    page = signed_in.get(LIST).content.decode()

    assert page.count('form="bulk" name="row"') == 4
    assert 'name="field" value="status">State</button>' in page
    assert 'name="field" value="owner">Owner</button>' in page


def test_who_may_not_edit_has_nothing_to_tick(client, rows, valmorel):
    client.force_login(member(valmorel, Role.READER))

    assert 'id="bulk"' not in client.get(LIST).content.decode()


def test_the_value_is_asked_for_the_rows_chosen(signed_in, rows):
    asked = urlencode({"row": [row.pk for row in rows[:2]], "field": "status"}, doseq=True)

    page = signed_in.get(f"{CHANGE}?{asked}").content.decode()

    assert "<h1>Change 2 rows</h1>" in page
    assert 'name="to-status"' in page
    assert states() == dict.fromkeys(["A-0", "A-1", "A-2", "A-3"], "live")


def test_one_value_is_given_to_the_rows_ticked_and_to_no_other(signed_in, rows):
    page = changed(signed_in, rows[:2], "status", "retiring")

    assert states() == {"A-0": "retiring", "A-1": "retiring", "A-2": "live", "A-3": "live"}
    assert "<h1>2 rows changed</h1>" in page


def test_the_journal_has_one_line_with_the_digest_of_what_changed(signed_in, rows, valmorel):
    changed(signed_in, rows[:3], "status", "retiring")

    entry = Entry.objects.get()
    assert entry.action == "platform.change_many"
    assert {k: v for k, v in entry.detail.items() if k != "digest"} == {
        "register": "landscape:applications",
        "field": "status",
        "rows": 3,
        "refused": 0,
    }
    assert len(entry.detail["digest"]) == 64
    assert journal.verification(valmorel).holds


def test_all_that_match_the_filter_are_changed_beyond_the_page(signed_in, rows, valmorel):
    shop = unit(valmorel)
    for row in rows[1:]:
        row.unit = shop
        row.save()

    changed(signed_in, [], "status", "retired", every=1, unit=shop.pk)

    assert states() == {"A-0": "live", "A-1": "retired", "A-2": "retired", "A-3": "retired"}


def test_a_filter_of_the_same_name_as_the_field_does_not_meet_it(signed_in, rows):
    Application.objects.filter(code="A-3").update(status="planned")

    changed(signed_in, [], "status", "retired", every=1, status="planned")

    assert states() == {"A-0": "live", "A-1": "live", "A-2": "live", "A-3": "retired"}


def test_the_other_values_of_the_rows_stay(signed_in, rows, valmorel):
    owner = person(valmorel)
    Application.objects.update(description="En magasin")

    changed(signed_in, rows, "owner", owner.pk)

    told = Application.objects.order_by("code").values_list("name", "description", "owner")
    assert list(told) == [(f"Application {n}", "En magasin", owner.pk) for n in range(4)]


def test_each_row_keeps_its_own_part_in_its_history(signed_in, rows, cio):
    changed(signed_in, rows[:2], "status", "retiring")
    undone(signed_in)

    told = [
        (line.number, line.action, line.detail, line.revision, line.actor)
        for line in journal.entries_of(rows[0])
    ]

    back = {"status": ["retiring", "live"]}
    assert told == [
        (2, "platform.undo_change", back, 3, cio.pseudonym),
        (1, "landscape.save_application", {"status": ["live", "retiring"]}, 2, cio.pseudonym),
    ]
    assert journal.entries_of(rows[2]) == []


def test_undoing_gives_every_row_back_in_one_line(signed_in, rows):
    changed(signed_in, rows, "status", "retiring")

    page = undone(signed_in)

    assert states() == dict.fromkeys(["A-0", "A-1", "A-2", "A-3"], "live")
    assert "<h1>4 rows are as before</h1>" in page
    assert [entry.action for entry in Entry.objects.order_by("number")] == [
        "platform.change_many",
        "platform.undo_many",
    ]


def test_a_row_changed_since_stays_as_it_is_and_is_told(signed_in, rows):
    changed(signed_in, rows[:2], "status", "retiring")
    signed_in.post(
        f"/applications/{rows[0].pk}/cells/status/", {"status": "retired", "revision": 2}
    )

    page = undone(signed_in)

    assert states() == {"A-0": "retired", "A-1": "live", "A-2": "live", "A-3": "live"}
    assert "1 row was refused and stays as it is" in page
    assert "changed “Application 0”" in page


def test_it_is_undone_once_soon_and_by_its_author_only(signed_in, rows, cio, valmorel):
    changed(signed_in, rows, "status", "retiring")

    signed_in.force_login(member(valmorel, Role.OWNER))
    by_another = undone(signed_in)
    signed_in.force_login(cio)
    BulkChange.objects.update(at=timezone.now() - timedelta(minutes=11))
    too_late = undone(signed_in)

    refusal = "This change can no longer be undone here: change the rows again."
    assert (refusal in by_another, refusal in too_late) == (True, True)
    assert set(states().values()) == {"retiring"}


def test_each_refused_row_says_why_and_the_others_are_changed(signed_in, valmorel):
    initiative(valmorel, "I-1", "Caisse", status=Initiative.Status.IDEA)
    initiative(valmorel, "I-2", "Borne", status=Initiative.Status.CLOSED)

    page = changed(signed_in, Initiative.objects.all(), "state", "candidate", url=INITIATIVES)

    assert states(Initiative) == {"I-1": "candidate", "I-2": "closed"}
    assert "1 row was refused and stays as it is" in page
    assert "“Borne” cannot become “Candidate” from “Closed”." in page


def test_orphans_are_linked_to_an_objective_together(signed_in, valmorel, cio, now):
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2", "Marge")
    orphans = [initiative(valmorel, f"I-{n}", f"Initiative {n}") for n in range(3)]
    services.link_to_objectives({orphans[2]: {growth: HALF, margin: HALF}}, by=cio, at=now)

    page = changed(signed_in, orphans, "objective", growth.pk, url=INITIATIVES)

    served = Initiative.objects.order_by("code").values_list("code", "contributions__objective")
    assert sorted(served) == [
        ("I-0", growth.pk),
        ("I-1", growth.pk),
        ("I-2", growth.pk),
        ("I-2", margin.pk),
    ]
    assert "<h1>2 rows changed</h1>" in page
    assert "“Initiative 2”: one choice cannot say it all" in page


def test_the_rows_of_another_organisation_are_not_reached(signed_in, rows):
    theirs = application(organisation("Rivaud", "rivaud"), "R-1", "Application Rivaud")

    changed(signed_in, [*rows, theirs], "status", "retired")

    theirs.refresh_from_db()
    assert (theirs.status, BulkChange.objects.get().changed) == ("live", 4)


def test_a_value_that_is_not_offered_changes_nothing(signed_in, rows):
    page = changed(signed_in, rows, "status", "elsewhere")

    assert "Select a valid choice" in page
    assert set(states().values()) == {"live"}
    assert Entry.objects.count() == 0


def test_without_rows_or_beyond_the_most_nothing_can_be_changed(signed_in, rows, monkeypatch):
    nothing = signed_in.get(f"{CHANGE}?field=status").content.decode()
    monkeypatch.setattr("cordee.platform.registers.several.MOST", 3)
    too_many = changed(signed_in, [], "status", "retired", every=1)

    assert "Nothing can be changed with this choice" in nothing
    assert "at most 3 at once" in too_many
    assert set(states().values()) == {"live"}


def test_each_row_costs_the_same_number_of_queries(signed_in, valmorel, rows):
    counted = []
    for some in (rows[:1], rows[1:2], rows[2:4]):
        with CaptureQueriesContext(connection) as queries:
            changed(signed_in, some, "status", "retiring")
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[2] - counted[1] <= 8


def test_whoever_opened_a_row_before_is_told_that_it_changed(signed_in, rows):
    changed(signed_in, rows, "status", "retiring")

    told = signed_in.post(
        f"/applications/{rows[0].pk}/cells/status/",
        {"status": "retired", "revision": 1},
        headers={"HX-Request": "true"},
    )

    assert told.status_code == 422
    assert "changed “Application 0” on" in told.content.decode()
    assert states()["A-0"] == "retiring"
