"""Small portfolios: what an import writes, leaves, refuses; what undoing gives back."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cordee.landscape.models import Application
from cordee.people.models import Person, Unit
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping import Mapping, Served
from cordee.platform.journal import verification
from cordee.platform.models import Entry, ImportRun, Organisation
from cordee.strategy import services
from cordee.strategy.imports import CellChange, apply_import, undo_import
from cordee.strategy.models import (
    Contribution,
    Dependency,
    Initiative,
    Objective,
    SpendLine,
    Waiver,
)
from tests import factories
from tests.strategy.imports.dumps import difference, dump

HEADER = "Code;Nom;Direction;Statut;Budget 2027 (k€);Objectif;Sponsor métier;Applications"
TWO = (
    "P-1;Caisse;Magasins;En cours;120;Croissance;Claire Ansel;Caisse centrale",
    "P-2;Entrepôt;Logistique;En cadrage;en étude;Marge;Luc Morel;WMS;",
)


@pytest.fixture
def two(portfolio_file):
    return portfolio_file(HEADER, *TWO)


@pytest.fixture
def imported(bring_in, two):
    run, _found = bring_in(two)
    return run


def cells(found):
    return {change.wanted.code: change.cells for change in found.updated}


def reasons(remarks):
    return [(remark.row, remark.column) for remark in remarks]


def test_a_row_becomes_an_initiative_with_all_its_lines(imported):
    caisse = Initiative.objects.get(code="P-1")

    assert (caisse.name, caisse.status, caisse.unit.name) == ("Caisse", "running", "Magasins")
    assert str(caisse.business_sponsor) == "Claire Ansel"
    assert [(line.fiscal_year, line.amount) for line in caisse.spend.all()] == [
        (2027, Decimal("120000.00"))
    ]
    assert [(c.objective.name, c.share) for c in caisse.contributions.all()] == [
        ("Croissance", Decimal("1.0000"))
    ]
    assert [a.name for a in caisse.applications.all()] == ["Caisse centrale"]
    assert [line.unknown_reason for line in SpendLine.objects.filter(amount=None)] == ["en étude"]


def test_a_changed_copy_updates_exactly_the_changed_cells(imported, bring_in, portfolio_file):
    changed = portfolio_file(
        HEADER,
        "P-1;Caisse;Commerce;En cours;150,5;Croissance;Claire Ansel;Caisse centrale",
        TWO[1],
    )

    _run, found = bring_in(changed)

    assert found.counts == {"created": 0, "updated": 1, "unchanged": 1, "refused": 0}
    spend = next(cell for cell in cells(found)["P-1"] if cell.field == "spend")
    assert cells(found) == {"P-1": (CellChange("unit", "Magasins", "Commerce"), spend)}
    assert (spend.before, spend.after) == ("120000.00 EUR", "150500.00 EUR")
    assert SpendLine.objects.get(initiative__code="P-1").amount == Decimal("150500.00")


def test_a_cell_the_file_leaves_empty_keeps_what_is_known(imported, bring_in, portfolio_file):
    _run, found = bring_in(portfolio_file(HEADER, "P-1;Caisse;;;120;;;", TWO[1]))

    assert found.counts["unchanged"] == 2
    assert Initiative.objects.get(code="P-1").unit.name == "Magasins"


def test_one_line_of_the_journal_says_what_was_applied_and_one_what_was_undone(
    imported, cio, now, valmorel
):
    undo_import(imported, by=cio, at=now + timedelta(hours=1))

    imported.refresh_from_db()
    digest = hashlib.sha256(bytes(imported.changes)).hexdigest()
    told = [
        (e.action, e.subject, e.detail["changes_digest"], e.detail["file_digest"])
        for e in Entry.objects.order_by("number")
    ]
    subject = f"platform.importrun:{imported.pk}"
    assert told == [
        ("strategy.apply_import", subject, digest, imported.digest),
        ("strategy.undo_import", subject, digest, imported.digest),
    ]
    assert verification(valmorel).holds


def test_applying_twice_writes_once(imported, cio_reader, now):
    with pytest.raises(Refused):
        apply_import(imported, reader=cio_reader, at=now)

    assert (Initiative.objects.count(), Entry.objects.count()) == (2, 1)


def test_undoing_twice_undoes_once(imported, cio, now):
    undo_import(imported, by=cio, at=now)

    with pytest.raises(Refused):
        undo_import(imported, by=cio, at=now)

    assert Entry.objects.count() == 2


def test_undoing_an_update_gives_back_every_row_to_the_last_cell(
    imported, bring_in, portfolio_file, cio, now
):
    before = dump()
    run, _found = bring_in(
        portfolio_file(
            HEADER,
            "P-1;Caisse unique;Commerce;Terminé;99;Marge;Luc Morel;Caisse centrale, WMS",
            "P-2;Entrepôt;Logistique;En cadrage;10;Marge;Luc Morel;WMS",
            "P-3;Nouveau;Digital;;5;Élan;Ana Sol;Site",
        )
    )

    undo_import(run, by=cio, at=now)

    assert difference(before, dump()) == {}


def test_undoing_gives_the_organisation_its_currency_and_its_year_back(
    bring_in, two, cio, now, valmorel
):
    Organisation.objects.filter(pk=valmorel.pk).update(currency="CHF", fiscal_year=2024)
    run, _found = bring_in(two)
    adopted = Organisation.objects.values_list("currency", "fiscal_year").get(pk=valmorel.pk)

    undo_import(run, by=cio, at=now)

    assert adopted == ("EUR", 2027)
    assert Organisation.objects.values_list("currency", "fiscal_year").get(pk=valmorel.pk) == (
        "CHF",
        2024,
    )


def sheet_changed(cio, now):
    Initiative.objects.filter(code="P-1").update(description="Reprise à la main")


def amount_changed(cio, now):
    SpendLine.objects.filter(initiative__code="P-1").update(amount=1)


def link_changed(cio, now):
    Contribution.objects.filter(initiative__code="P-1").update(share="0.5")


def dependency_added(cio, now):
    first, second = Initiative.objects.order_by("code")
    Dependency.objects.create(
        organisation=first.organisation, source=first, target=second, kind="requires"
    )


def need_attached(cio, now):
    app = Initiative.objects.get(code="P-1")
    factories.need(app.organisation, initiative=app)


def indicator_attached(cio, now):
    app = Initiative.objects.get(code="P-1")
    factories.indicator(app.organisation).initiatives.add(app)


def comment_written(cio, now):
    factories.comment(Initiative.objects.get(code="P-1"))


def question_asked(cio, now):
    app = Initiative.objects.get(code="P-1")
    factories.referral(factories.person(app.organisation, "Odile"), initiative=app)


def row_removed(cio, now):
    Initiative.objects.filter(code="P-1").delete()


@pytest.mark.parametrize(
    "touch",
    [
        sheet_changed,
        amount_changed,
        link_changed,
        dependency_added,
        need_attached,
        indicator_attached,
        comment_written,
        question_asked,
        row_removed,
    ],
)
def test_undoing_is_refused_once_somebody_changed_a_row(imported, cio, now, touch):
    touch(cio, now)
    before = dump()

    with pytest.raises(Refused):
        undo_import(imported, by=cio, at=now)

    assert difference(before, dump()) == {}
    assert ImportRun.objects.get().state == "applied"


def test_undoing_keeps_a_name_that_something_else_took_up(imported, cio, now, valmorel):
    factories.initiative(valmorel, "X-1", "À la main", unit=Initiative.objects.first().unit)

    undo_import(imported, by=cio, at=now)

    assert [i.code for i in Initiative.objects.all()] == ["X-1"]
    assert [i.unit.name for i in Initiative.objects.all()] == ["Magasins"]


def test_undoing_keeps_what_needs_indicators_suppliers_and_flows_took_up(
    imported, cio, now, valmorel
):
    unit, person = Unit.objects.get(name="Magasins"), Person.objects.first()
    goal = Objective.objects.first()
    till, stock = Application.objects.order_by("name")[:2]
    factories.need(valmorel, unit=unit, requester=person)
    factories.indicator(valmorel, objective=goal)
    factories.interface(till, stock)

    undo_import(imported, by=cio, at=now)

    assert Initiative.objects.count() == 0
    for kept in (unit, person, goal, till, stock):
        assert type(kept).objects.filter(pk=kept.pk).exists()


def test_undoing_keeps_somebody_who_was_asked_a_question(imported, cio, now):
    asked = factories.referral(Person.objects.first())

    undo_import(imported, by=cio, at=now)

    asked.refresh_from_db()
    assert Person.objects.filter(pk=asked.person_id).exists()


def test_undoing_never_widens_the_perimeter_of_a_member(imported, cio, now, valmorel):
    magasins = Initiative.objects.get(code="P-1").unit
    lead = factories.member(valmorel, Role.TEAM_LEAD, units=[magasins])

    undo_import(imported, by=cio, at=now)

    assert reader_of(lead, organisation_id=valmorel.pk).units == {magasins.pk}


def test_a_file_does_not_start_what_was_only_a_candidate(valmorel, bring_in, two):
    factories.initiative(valmorel, "P-1", "Caisse")

    _run, found = bring_in(two)

    assert Initiative.objects.get(code="P-1").status == "candidate"
    assert reasons(found.remarks) == [(2, "Statut")]
    assert Waiver.objects.count() == 0


def test_a_start_in_the_past_says_that_a_new_initiative_is_under_way(bring_in, portfolio_file):
    bring_in(
        portfolio_file("Code;Nom;Début;Fin", "A;Hier;01/02/2025;31/12/2027", "B;Demain;01/02/2027;")
    )

    assert dict(Initiative.objects.values_list("code", "status")) == {
        "A": "running",
        "B": "candidate",
    }


def test_a_start_in_the_past_never_replaces_the_state_somebody_gave(bring_in, portfolio_file):
    file = portfolio_file("Code;Nom;Début", "A;Hier;01/02/2025", "B;Avant-hier;01/01/2025")
    bring_in(file)
    Initiative.objects.filter(code="A").update(status="paused")

    _run, found = bring_in(file)

    assert (found.counts["unchanged"], found.remarks) == (2, [])
    assert Initiative.objects.get(code="A").status == "paused"


def test_objectives_are_only_matched_once_priorities_are_stated(valmorel, bring_in, two):
    growth = factories.objective(valmorel, "O1", "CROISSANCE !", weight=100)

    _run, found = bring_in(two)

    assert list(Objective.objects.all()) == [growth]
    assert [c.initiative.code for c in Contribution.objects.all()] == ["P-1"]
    assert reasons(found.remarks) == [(3, "Objectif")]


def test_an_objective_with_parts_takes_no_link(valmorel, bring_in, two):
    growth = factories.objective(valmorel, "O1", "Croissance")
    factories.objective(valmorel, "O11", "Croissance en ligne", parent=growth)

    _run, found = bring_in(two)

    assert [c.objective.name for c in Contribution.objects.all()] == ["Marge"]
    assert reasons(found.remarks) == [(2, "Objectif")]


def test_two_names_of_one_objective_make_one_link(valmorel, bring_in, portfolio_file):
    factories.objective(valmorel, "O1", "Croissance", aliases=["Growth"])

    bring_in(portfolio_file("Code;Nom;Objectif", "A;Caisse;Croissance; ", 'B;Site;"Growth|O1"'))

    assert [(c.objective.code, c.share) for c in Contribution.objects.all()] == [
        ("O1", Decimal(1)),
        ("O1", Decimal(1)),
    ]


def test_without_codes_the_name_is_the_key_and_new_codes_stay_apart(
    valmorel, bring_in, portfolio_file
):
    factories.initiative(valmorel, "CRM", "Relation client")
    file = portfolio_file("Nom;Direction", "CRM;Ventes", "C.R.M !;Ventes", "relation CLIENT;Ventes")

    _run, found = bring_in(file)
    again = bring_in(file)[1]

    assert dict(Initiative.objects.values_list("name", "code")) == {
        "relation CLIENT": "CRM",
        "CRM": "CRM-2",
        "C.R.M !": "CRM-3",
    }
    assert found.counts == {"created": 2, "updated": 1, "unchanged": 0, "refused": 0}
    assert again.counts["unchanged"] == 3


def test_a_name_that_several_initiatives_have_is_refused_as_a_key(
    valmorel, rehearse, portfolio_file
):
    factories.initiative(valmorel, "A", "Caisse")
    factories.initiative(valmorel, "B", "caisse")

    found = rehearse(portfolio_file("Nom;Direction", "Caisse;Ventes", "Site;Ventes"))

    assert (found.counts["created"], reasons(found.refused)) == (1, [(2, "Nom")])


def test_a_row_without_key_or_name_is_refused_with_its_place(rehearse, portfolio_file):
    file = portfolio_file("Code;Nom;Direction", "A;Caisse;Ventes", ";Site;Ventes", "C;;Ventes")

    found = rehearse(file, mapping=Mapping((Served("code", "Code"), Served("name", "Nom"))))

    assert found.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 2}
    assert reasons(found.refused) == [(3, "Code"), (4, "Nom")]


def test_an_amount_with_more_digits_than_any_budget_is_refused(rehearse, portfolio_file):
    found = rehearse(
        portfolio_file("Code;Nom;Budget (M€)", "A;Caisse;12", "B;Site;1e30", "C;App;13")
    )

    assert reasons(found.refused) == [(3, "Budget (M€)")]


def test_states_and_kinds_that_are_not_understood_are_said_once(rehearse, portfolio_file):
    found = rehearse(
        portfolio_file(
            "Code;Nom;Statut;Type",
            "A;Caisse;En cours;Produit",
            "B;Site;Phase Z;Chose",
            "C;App;Phase Z;Chose",
            "D;Web;En cours;Projet",
        )
    )

    assert reasons(found.remarks) == [(3, "Statut"), (3, "Type")]
    assert [c.wanted.sheet.get("kind") for c in found.created] == ["product", None, None, "project"]


def test_names_longer_than_their_field_are_cut_and_stay_the_same_key(bring_in, portfolio_file):
    long = "Très long " * 60
    file = portfolio_file(
        "Nom;Direction;Sponsor métier;Objectif", f"{long};{long};{long};{long}", "Court;A;B;C"
    )

    bring_in(file)
    again = bring_in(file)[1]

    assert again.counts == {"created": 0, "updated": 0, "unchanged": 2, "refused": 0}
    assert {len(i.name) for i in Initiative.objects.all()} == {5, 299}


def test_an_amount_detailed_by_hand_is_kept_when_it_adds_up(imported, valmorel, bring_in, two):
    line = SpendLine.objects.get(initiative__code="P-1")
    SpendLine.objects.filter(pk=line.pk).update(amount=70_000)
    factories.spend(line.initiative, 50_000, fiscal_year=2027)

    _run, found = bring_in(two)

    assert found.counts["unchanged"] == 2
    assert sorted(SpendLine.objects.filter(amount__gt=0).values_list("amount", flat=True)) == [
        Decimal(50_000),
        Decimal(70_000),
    ]


def test_an_amount_detailed_by_hand_is_not_overwritten(imported, rehearse, two):
    line = SpendLine.objects.get(initiative__code="P-1")
    factories.spend(line.initiative, 50_000, fiscal_year=2027)

    found = rehearse(two)

    assert reasons(found.refused) == [(2, "Budget 2027 (k€)")]


def test_a_reader_with_a_perimeter_brings_in_its_units_only(
    valmorel, bring_in, portfolio_file, imported
):
    magasins = Initiative.objects.get(code="P-1").unit
    finance = factories.member(valmorel, Role.FINANCE, units=[magasins])
    reader = reader_of(finance, organisation_id=valmorel.pk)

    _run, found = bring_in(
        portfolio_file(
            HEADER,
            "P-1;Caisse;Magasins;En cours;130;;;",
            "P-2;Entrepôt;Logistique;En cadrage;1;;;",
            "P-3;Borne;Magasins;;7;;;",
            "P-4;Sans unité;;;7;;;",
        ),
        reader=reader,
    )

    assert found.counts == {"created": 1, "updated": 1, "unchanged": 0, "refused": 2}
    assert reasons(found.refused) == [(3, "Direction"), (5, "Direction")]


def test_a_row_cannot_be_moved_out_of_the_perimeter(valmorel, rehearse, portfolio_file, imported):
    magasins = Initiative.objects.get(code="P-1").unit
    finance = factories.member(valmorel, Role.FINANCE, units=[magasins])
    reader = reader_of(finance, organisation_id=valmorel.pk)

    found = rehearse(portfolio_file(HEADER, "P-1;Caisse;Ailleurs;;130;;;", TWO[1]), reader=reader)

    assert reasons(found.refused) == [(2, "Direction"), (3, "Direction")]


def test_what_others_wrote_since_the_check_is_taken_into_account(draft, two, cio_reader, now, cio):
    run = draft(two)
    services.save_initiative(
        Initiative(organisation=cio_reader.organisation, code="P-1", name="Caisse"), by=cio, at=now
    )

    found = apply_import(run, reader=cio_reader, at=now)

    assert found.counts == {"created": 1, "updated": 1, "unchanged": 0, "refused": 0}
    assert Initiative.objects.count() == 2


def test_the_duration_gives_the_end_and_an_absurd_one_is_unknown(bring_in, portfolio_file):
    bring_in(
        portfolio_file(
            "Code;Nom;Début;Durée en années",
            "A;Caisse;01/01/2026;2",
            "B;Site;01/01/2026;1e9",
            "C;App;01/01/2026;0,5",
        )
    )

    ends = dict(Initiative.objects.values_list("code", "end"))
    assert ends == {"A": date(2028, 1, 1), "B": None, "C": date(2026, 7, 2)}
    assert "1" in Initiative.objects.get(code="B").end_unknown
