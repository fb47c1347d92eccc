from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cordee.people.models import Unit
from cordee.platform.errors import Change, Conflict, Refused
from cordee.platform.models import Entry
from cordee.platform.storing import move_on, removed, stored
from tests.factories import unit, user


def test_creating_a_row_journals_every_value(valmorel, cio, now):
    row = Unit(organisation=valmorel, code="MAG", name="Magasins")

    stored(row, action="people.save_unit", by=cio, at=now)

    assert Entry.objects.get().detail == {
        "code": [None, "MAG"],
        "name": [None, "Magasins"],
        "kind": [None, "business"],
    }


def test_changing_a_row_journals_what_changed_and_why(valmorel, cio, now):
    row = unit(valmorel, "MAG", "Magasins")
    row.name = "Réseau"

    stored(row, action="people.save_unit", by=cio, at=now, reason="Nouvelle organisation")

    entry = Entry.objects.get()
    assert (entry.detail, entry.reason) == (
        {"name": ["Magasins", "Réseau"]},
        "Nouvelle organisation",
    )


def test_saving_without_change_writes_nothing_in_the_journal(valmorel, cio, now):
    stored(unit(valmorel), action="people.save_unit", by=cio, at=now)

    assert list(Entry.objects.all()) == []


def test_removing_a_row_journals_what_it_said(valmorel, cio, now):
    row = unit(valmorel, "MAG", "Magasins")

    removed(row, action="people.remove_unit", by=cio, at=now)

    assert Entry.objects.get().detail["name"] == ["Magasins", None]
    assert list(Unit.objects.all()) == []


def test_a_change_moves_the_row_to_its_next_revision_and_its_line_says_so(valmorel, cio, now):
    row = unit(valmorel, "MAG", "Magasins")
    row.name = "Réseau"

    stored(row, action="people.save_unit", by=cio, at=now)

    assert (row.revision, Unit.objects.get().revision, Entry.objects.get().revision) == (2, 2, 2)


def test_saving_without_change_stays_at_the_same_revision(valmorel, cio, now):
    row = unit(valmorel)

    stored(row, action="people.save_unit", by=cio, at=now)

    assert Unit.objects.get().revision == 1


def test_a_row_that_somebody_changed_meanwhile_is_not_written_over(valmorel, cio, now):
    row = unit(valmorel, "MAG", "Magasins")
    mine, theirs = Unit.objects.get(), Unit.objects.get()
    theirs.name = "Réseau"
    stored(theirs, action="people.save_unit", by=cio, at=now)
    mine.code = "RES"

    with pytest.raises(Conflict) as refusal:
        stored(mine, action="people.save_unit", by=cio, at=now)

    assert refusal.value.changes == (Change("name", "Magasins", "Réseau", str(cio), now),)
    assert (refusal.value.row, refusal.value.is_told) == (row, True)
    assert str(refusal.value) == (
        f"{cio} changed “Réseau” on 23 Nov 2026 at 10:00, since you opened it: open it again first."
    )
    assert Unit.objects.values("code", "name", "revision").get() == {
        "code": "MAG",
        "name": "Réseau",
        "revision": 2,
    }


def test_several_changes_of_one_field_are_told_from_the_first_to_the_last(valmorel, cio, now):
    unit(valmorel, "MAG", "Magasins")
    mine = Unit.objects.get()
    for name, by in (("Réseau", cio), ("Boutiques", user("jeanne"))):
        row = Unit.objects.get()
        row.name = name
        stored(row, action="people.save_unit", by=by, at=now)
    mine.name = "Points de vente"

    with pytest.raises(Conflict) as refusal:
        stored(mine, action="people.save_unit", by=cio, at=now)

    told = Change("name", "Magasins", "Boutiques", "jeanne@valmorel.example", now)
    assert refusal.value.changes == (told,)


def test_a_row_written_together_with_others_is_known_to_have_changed(valmorel, cio, now):
    mine, row = unit(valmorel, "MAG", "Magasins"), Unit.objects.get()
    move_on([row])
    mine.name = "Réseau"

    with pytest.raises(Conflict, match="“Magasins” was changed since you opened it") as refusal:
        stored(mine, action="people.save_unit", by=cio, at=now)

    assert (row.revision, refusal.value.changes, refusal.value.is_told) == (2, (), False)


def test_a_row_removed_meanwhile_is_not_brought_back(valmorel, cio, now):
    mine = unit(valmorel, "MAG", "Magasins")
    Unit.objects.all().delete()

    with pytest.raises(Refused, match="“Magasins” was removed meanwhile"):
        stored(mine, action="people.save_unit", by=cio, at=now)

    assert list(Unit.objects.all()) == []


@pytest.mark.django_db(transaction=True)
def test_of_those_who_write_one_row_at_once_nobody_is_lost(cio, valmorel, now):
    """Eight threads, each with its own connection, each adding its letter to what it read."""
    pk, ready = unit(valmorel, "MAG", "-").pk, Barrier(8)
    told = []

    def added(letter):
        ready.wait()
        while True:
            try:
                row = Unit.objects.get(pk=pk)
                row.name += letter
                stored(row, action="people.save_unit", by=cio, at=now)
                break
            except Conflict as conflict:
                told.append(conflict)
        connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(added, "abcdefgh"))

    row = Unit.objects.get(pk=pk)
    assert sorted(row.name) == sorted("-abcdefgh")
    assert row.revision == 9
    assert list(Entry.objects.order_by("number").values_list("revision", flat=True)) == [
        *range(2, 10)
    ]
