from cordee.people.models import Unit
from cordee.platform.models import Entry
from cordee.platform.storing import removed, stored
from tests.factories import unit


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
