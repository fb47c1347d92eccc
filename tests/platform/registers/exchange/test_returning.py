from datetime import date, timedelta
from decimal import Decimal

import pytest

from cordee.landscape.models import Application
from cordee.people.models import Unit
from cordee.people.queries import reader_of
from cordee.people.registers import UNITS
from cordee.people.services import remove_unit, save_unit
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry, ImportRun
from cordee.platform.registers.exchange.returning import (
    bring_back,
    looked_at,
    read_back,
    receive_back,
    recognised,
    undo_bring_back,
)
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine
from tests import factories
from tests.platform.registers.exchange.files import AT, brought, edited, register, taken_out
from tests.test_access import furnished

LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "imports"


@pytest.fixture
def rows(db):
    return furnished("valmorel", "Valmorel")


@pytest.fixture
def owner(rows):
    return factories.member(rows.organisation, Role.OWNER)


@pytest.fixture
def reader(rows, owner):
    return reader_of(owner, organisation_id=rows.organisation.pk)


def received(path, one, reader):
    returned = read_back(path, register=one, reader=reader)
    return receive_back(path, register=one, returned=returned, reader=reader, at=LATER)


def applied(path, one, reader, **options):
    run = received(path, one, reader)
    return bring_back(run, register=one, reader=reader, at=LATER, **options)


def cells(found):
    return {
        (row.number, cell.label): (cell.state, cell.base, cell.here, cell.file)
        for row in found.changes
        for cell in row.cells
    }


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_edits_are_found_cell_by_cell_and_written_in_one_line_of_the_journal(
    format, rows, reader, tmp_path
):
    initiatives = register("initiatives")
    path = taken_out(initiatives, reader=reader, folder=tmp_path, format=format)
    edited(
        path,
        {
            (2, "Name"): "Renommée",
            (2, "Start"): date(2027, 4, 1) if format == "xlsx" else "2027-04-01",
            (3, "Kind"): "Programme",
            (3, "Applications"): "valmorel-A",
        },
    )
    before = Entry.objects.count()

    run = applied(path, initiatives, reader)

    first, second = Initiative.objects.order_by("code")
    assert (first.name, first.start) == ("Renommée", date(2027, 4, 1))
    assert (second.kind, list(second.applications.all())) == ("programme", [rows.application])
    assert run.counts == {"created": 0, "updated": 2, "unchanged": 0, "refused": 0}
    assert Entry.objects.count() == before + 1
    line = Entry.objects.latest("number")
    assert line.action == "platform.bring_back"
    assert line.detail["register"] == "strategy:initiatives"
    assert {k: line.detail[k] for k in run.counts} == run.counts
    assert journal.verification(rows.organisation).holds


def test_a_row_that_is_added_is_created_with_what_the_form_starts_with(rows, reader, tmp_path):
    lines = register("spend_lines")
    path = taken_out(lines, reader=reader, folder=tmp_path)
    edited(path, {(4, "Initiative"): "valmorel-J", (4, "Amount"): 1250.5, (4, "Currency"): "eur"})

    run = applied(path, lines, reader)

    made = SpendLine.objects.latest("pk")
    assert (made.initiative, made.amount, made.currency) == (rows.other, Decimal("1250.5"), "EUR")
    assert (made.stage, made.nature, made.fiscal_year) == ("planned", "unstated", None)
    assert run.counts["created"] == 1


def test_a_new_row_may_name_another_new_row_of_the_same_file(rows, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path, format="csv")
    new = {(3, "Name"): "Magasin", (3, "Code"): "MAG", (3, "Parent unit"): "RET"}
    edited(path, new | {(4, "Name"): "Vente", (4, "Code"): "RET", (4, "Kind"): "business"})

    run = applied(path, UNITS, reader)

    assert Unit.objects.get(code="MAG").parent == Unit.objects.get(code="RET")
    assert run.counts["created"] == 2


def test_an_emptied_amount_becomes_unknown_only_with_its_reason(rows, reader, tmp_path):
    lines = register("spend_lines")
    path = taken_out(lines, reader=reader, folder=tmp_path)
    edited(path, {(2, "Amount"): None, (3, "Amount"): None, (3, "Why the amount is unknown"): "?"})

    run = applied(path, lines, reader)

    first, second = SpendLine.objects.order_by("pk")
    assert first.amount == 100
    assert (second.amount, second.unknown_reason) == (None, "?")
    assert run.counts == {"created": 0, "updated": 1, "unchanged": 0, "refused": 1}
    assert run.options["refused"][0]["refusal"] == (
        "Why the amount is unknown: Say why the amount is unknown."
    )


def test_a_cell_that_cannot_be_read_or_is_not_allowed_is_refused_with_its_reason(
    rows, reader, tmp_path
):
    initiatives = register("initiatives")
    path = taken_out(initiatives, reader=reader, folder=tmp_path)
    edited(path, {(2, "Start"): "bientôt", (2, "Kind"): "Rêve", (3, "Unit"): "NOWHERE"})
    run = received(path, initiatives, reader)

    found, _seen = looked_at(run, register=initiatives, reader=reader, at=LATER)

    reasons = {(r.number, c.label): c.reason for r in found.changes for c in r.cells}
    assert reasons == {
        (2, "Start"): "Write a day, for example 2027-03-31.",
        (2, "Kind"): "Choose one of: Project, Product, Programme, Experiment, Obligation.",
        (3, "Unit"): "“NOWHERE” is not known here.",
    }
    assert (found.refused, found.changed) == (2, 0)


def test_the_state_of_a_row_that_exists_does_not_change_by_a_file(rows, reader, tmp_path):
    initiatives = register("initiatives")
    path = taken_out(initiatives, reader=reader, folder=tmp_path)
    edited(path, {(2, "State"): "Running"})

    run = applied(path, initiatives, reader)

    rows.initiative.refresh_from_db()
    assert rows.initiative.status == "candidate"
    assert run.options["refused"][0]["cells"][0]["reason"] == (
        "Only a new row states it: change it on the page of the row."
    )


def test_looking_writes_nothing(rows, reader, tmp_path):
    path = edited(
        taken_out(UNITS, reader=reader, folder=tmp_path),
        {(2, "Name"): "Autre", (3, "Name"): "Neuve", (3, "Code"): "N"},
    )
    run = received(path, UNITS, reader)
    before = Entry.objects.count()

    found, _seen = looked_at(run, register=UNITS, reader=reader, at=LATER)

    assert (found.changed, found.created) == (1, 1)
    assert list(Unit.objects.values_list("name", flat=True)) == ["Unité Valmorel"]
    assert Entry.objects.count() == before


def test_a_row_changed_on_both_sides_is_a_conflict_cell_by_cell(rows, owner, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    rows.unit.name, rows.unit.kind = "Ici", "it"
    save_unit(rows.unit, by=owner, at=AT)
    edited(path, {(2, "Name"): "Là-bas", (2, "Code"): "NOUV"})

    found = brought(path, one=UNITS, reader=reader)

    assert cells(found) == {
        (2, "Name"): ("conflict", "Unité Valmorel", "Ici", "Là-bas"),
        (2, "Code"): ("changed", "valmorel-U", "valmorel-U", "NOUV"),
    }


@pytest.mark.parametrize(("chosen", "name"), [((), "Ici"), ([(2, "name")], "Là-bas")])
def test_a_conflict_is_settled_by_who_imports(chosen, name, rows, owner, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    rows.unit.name, rows.unit.kind = "Ici", "it"
    save_unit(rows.unit, by=owner, at=AT)
    edited(path, {(2, "Name"): "Là-bas", (2, "Code"): "NOUV"})

    applied(path, UNITS, reader, chosen=chosen)

    rows.unit.refresh_from_db()
    assert (rows.unit.name, rows.unit.code, rows.unit.kind) == (name, "NOUV", "it")


def test_the_same_change_on_both_sides_is_no_conflict(rows, owner, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    rows.unit.name = "Pareil"
    save_unit(rows.unit, by=owner, at=AT)
    edited(path, {(2, "Name"): "Pareil"})

    assert brought(path, one=UNITS, reader=reader).changes == ()


def test_what_changed_after_the_page_was_shown_is_not_written_over(rows, owner, reader, tmp_path):
    path = edited(taken_out(UNITS, reader=reader, folder=tmp_path), {(2, "Name"): "Là-bas"})
    run = received(path, UNITS, reader)
    _found, seen = looked_at(run, register=UNITS, reader=reader, at=LATER)
    rows.unit.name = "Ici"
    save_unit(rows.unit, by=owner, at=AT)

    with pytest.raises(Refused, match="Something changed here"):
        bring_back(run, register=UNITS, reader=reader, at=LATER, seen=seen)

    rows.unit.refresh_from_db()
    assert rows.unit.name == "Ici"


def test_rows_that_did_not_come_back_are_told_and_stay(rows, reader, tmp_path):
    factories.unit(rows.organisation, "Z", "Zinc")
    path = taken_out(UNITS, reader=reader, folder=tmp_path, format="csv")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:2]))

    found = brought(path, one=UNITS, reader=reader)

    assert (found.missing, found.missing_names, found.changes) == (1, ("Zinc",), ())
    assert Unit.objects.filter(code="Z").exists()


def test_a_row_removed_here_since_is_refused_and_told(rows, owner, reader, tmp_path):
    gone = factories.unit(rows.organisation, "Z", "Zinc")
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    remove_unit(gone, by=owner, at=AT)
    edited(path, {(3, "Name"): "Zinc 2"})

    found = brought(path, one=UNITS, reader=reader)

    assert [(row.number, row.name, row.refusal[:35]) for row in found.changes] == [
        (3, "Z", "This row is no longer here: it was ")
    ]


def test_a_key_that_changes_is_a_new_key_of_the_same_row(rows, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    edited(path, {(2, "Code"): "COM"})

    applied(path, UNITS, reader)

    assert list(Unit.objects.values_list("pk", "code")) == [(rows.unit.pk, "COM")]


def test_a_copied_line_with_another_key_is_a_new_row(rows, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path, format="csv")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]))
    edited(path, {(3, "Code"): "COPIE"})

    run = applied(path, UNITS, reader)

    assert run.counts == {"created": 1, "updated": 0, "unchanged": 1, "refused": 0}
    assert sorted(Unit.objects.values_list("code", flat=True)) == ["COPIE", "valmorel-U"]


def test_the_same_key_twice_is_refused(rows, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path, format="csv")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]))

    found = brought(path, one=UNITS, reader=reader)

    assert [row.refusal for row in found.changes] == [
        "This row stands twice in the file: rows 2 and 3."
    ]


def test_a_file_without_its_last_column_is_still_read_by_its_key(rows, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path, format="csv")
    path.write_text("Code,Name\nvalmorel-U,Par son code\n")

    found = brought(path, one=UNITS, reader=reader)

    assert cells(found) == {(2, "Name"): ("changed", None, "Unité Valmorel", "Par son code")}


def test_a_row_of_another_organisation_is_a_row_that_is_not_here(rows, reader, tmp_path):
    theirs = furnished("rivaud", "Rivaud")
    rival = reader_of(
        factories.member(theirs.organisation, Role.OWNER), organisation_id=theirs.organisation.pk
    )
    plans = register("plans")
    stolen = taken_out(plans, reader=rival, folder=tmp_path, format="csv")
    with pytest.raises(Refused, match="another organisation"):
        read_back(stolen, register=plans, reader=reader)
    stolen.write_text(stolen.read_text().replace("rivaud", "valmorel"))
    edited(stolen, {(2, "Fiscal year"): 2031})

    run = applied(stolen, plans, reader)

    theirs.plan.refresh_from_db()
    assert theirs.plan.fiscal_year == 2027
    assert run.counts == {"created": 0, "updated": 0, "unchanged": 0, "refused": 1}


def test_a_file_of_another_list_is_refused(rows, reader, tmp_path):
    path = taken_out(UNITS, reader=reader, folder=tmp_path)

    with pytest.raises(Refused, match="another list than “People”"):
        read_back(path, register=register("people"), reader=reader)


def test_who_may_not_edit_the_list_writes_nothing(rows, reader, tmp_path):
    path = edited(taken_out(UNITS, reader=reader, folder=tmp_path), {(2, "Name"): "Autre"})
    finance = reader_of(
        factories.member(rows.organisation, Role.FINANCE), organisation_id=rows.organisation.pk
    )
    run = received(path, UNITS, finance)

    with pytest.raises(Refused, match="Your role does not give this right"):
        bring_back(run, register=UNITS, reader=finance, at=LATER)


def test_undoing_gives_back_every_value_and_removes_what_was_created(rows, reader, tmp_path):
    applications = register("applications")
    rows.application.description = " bords \t"
    rows.application.save()
    path = taken_out(applications, reader=reader, folder=tmp_path)
    new = {(3, "Name"): "Neuve", (3, "Code"): "NEW"}
    edited(path, {(2, "Name"): "Autre", (2, "Owner"): None, **new})
    before = list(Application.objects.order_by("pk").values("name", "owner", "description", "code"))
    run = applied(path, applications, reader)
    assert Application.objects.count() == 2

    undo_bring_back(run, register=applications, reader=reader, at=LATER)

    now = list(Application.objects.order_by("pk").values("name", "owner", "description", "code"))
    assert now == before
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE
    assert Entry.objects.latest("number").action == "platform.undo_bring_back"
    assert journal.verification(rows.organisation).holds


def test_undoing_is_refused_whole_when_a_row_was_changed_since(rows, owner, reader, tmp_path):
    factories.unit(rows.organisation, "Z", "Zinc")
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    edited(path, {(2, "Name"): "Une", (3, "Name"): "Deux"})
    run = applied(path, UNITS, reader)
    other = Unit.objects.get(code="Z")
    other.kind = "it"
    save_unit(other, by=owner, at=LATER)

    with pytest.raises(Refused, match="1 row was changed since this import"):
        undo_bring_back(run, register=UNITS, reader=reader, at=LATER)

    assert sorted(Unit.objects.values_list("name", flat=True)) == ["Deux", "Une"]


def test_an_import_is_applied_once_and_undone_once(rows, reader, tmp_path):
    path = edited(taken_out(UNITS, reader=reader, folder=tmp_path), {(2, "Name"): "Autre"})
    run = applied(path, UNITS, reader)

    with pytest.raises(Refused, match="applied already"):
        bring_back(run, register=UNITS, reader=reader, at=LATER)
    undo_bring_back(run, register=UNITS, reader=reader, at=LATER)
    with pytest.raises(Refused, match="Only an applied import"):
        undo_bring_back(run, register=UNITS, reader=reader, at=LATER)


def test_shares_may_move_from_one_objective_to_another(rows, reader, tmp_path):
    second = Objective.objects.create(
        organisation=rows.organisation, code="valmorel-P", name="Autre", weight=1
    )
    Contribution.objects.all().delete()
    factories.contribution(rows.initiative, rows.objective, "0.6")
    factories.contribution(rows.initiative, second, "0.4")
    shares = register("contributions")
    path = taken_out(shares, reader=reader, folder=tmp_path, sort="share")
    edited(path, {(2, "Share that serves it"): 0.7, (3, "Share that serves it"): 0.3})

    run = applied(path, shares, reader)

    assert run.counts["updated"] == 2
    assert [c.share for c in Contribution.objects.order_by("objective__code")] == [
        Decimal("0.3"),
        Decimal("0.7"),
    ]


def test_the_register_of_a_file_is_recognised(rows, reader, tmp_path):
    path = taken_out(register("spend_lines"), reader=reader, folder=tmp_path, format="json")
    foreign = tmp_path / "autre.csv"
    foreign.write_text("Nom du projet;Budget\nCaisse;12\n")

    found = recognised(path)

    assert found and found[0] is register("spend_lines")
    assert recognised(foreign) is None


def test_a_fault_in_the_middle_leaves_nothing(rows, reader, tmp_path, monkeypatch):
    for number in range(4):
        factories.unit(rows.organisation, f"Z{number}", f"Zinc {number}")
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    edited(path, {(number, "Name"): f"Autre {number}" for number in range(2, 7)})
    run = received(path, UNITS, reader)
    before = (list(Unit.objects.order_by("pk").values()), Entry.objects.count())
    saved = Unit.save

    def failing(unit, *args, **kwargs):
        if unit.name == "Autre 5":
            raise RuntimeError("power cut")
        saved(unit, *args, **kwargs)

    monkeypatch.setattr(Unit, "save", failing)
    with pytest.raises(RuntimeError, match="power cut"):
        bring_back(run, register=UNITS, reader=reader, at=LATER)

    run.refresh_from_db()
    assert (list(Unit.objects.order_by("pk").values()), Entry.objects.count()) == before
    assert run.state == ImportRun.State.DRAFT
