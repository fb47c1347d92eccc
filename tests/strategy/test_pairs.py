from datetime import date
from decimal import Decimal

import pytest

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.strategy import services
from cordee.strategy.models import Dependency, DuplicateVerdict
from cordee.strategy.queries import Basis, picture
from cordee.strategy.queries.pairs import Side, conflict_pairs, duplicate_pairs
from tests.factories import initiative, member, spend, unit

ON = date(2026, 11, 23)
YEAR = Basis(2027)


@pytest.fixture
def twins(valmorel):
    """Two intranets in two units, both funded."""
    it, stores = unit(valmorel, "DSI", "Informatique"), unit(valmorel, "MAG", "Magasins")
    one = initiative(valmorel, "I-01", "Nouvel intranet des équipes", unit=it)
    other = initiative(valmorel, "I-02", "Nouvel intranet des équipes de vente", unit=stores)
    spend(one, 190, fiscal_year=2027)
    spend(other, 70, fiscal_year=2027)
    return one, other


def side(row, amount, name):
    known = None if amount is None else Decimal(amount)
    return Side(row.pk, row.code, row.name, name, known, known=True)


def test_a_pair_names_both_sides_and_what_was_said_of_it(twins, cio_reader, cio, now):
    one, other = twins
    services.rule_on_duplicates(
        other, one, verdict=DuplicateVerdict.Verdict.DISTINCT, reason="Deux publics", by=cio, at=now
    )

    (pair,) = duplicate_pairs(cio_reader, picture=picture(cio_reader, basis=YEAR, on=ON))

    assert (pair.first, pair.second) == (
        side(one, "190.00", "Informatique"),
        side(other, "70.00", "Magasins"),
    )
    assert (pair.verdict, pair.reason) == ("distinct", "Deux publics")
    assert {"intranet", "équipes"} <= set(pair.shared)


def test_conflicts_name_both_sides_the_largest_spend_first(twins, cio_reader, valmorel):
    one, other = twins
    base = initiative(valmorel, "I-03", "Socle d’échanges")
    portal = initiative(valmorel, "I-04", "Portail")
    spend(portal, 1000, fiscal_year=2027)
    for source, target, kind in ((portal, base, "requires"), (one, portal, "excludes")):
        Dependency.objects.create(organisation=valmorel, source=source, target=target, kind=kind)

    found = conflict_pairs(cio_reader, picture=picture(cio_reader, basis=YEAR, on=ON))

    assert [(c.cause, c.first, c.second, c.spend) for c in found] == [
        (
            "excludes",
            side(one, "190.00", "Informatique"),
            side(portal, "1000.00", ""),
            Decimal("1190.00"),
        ),
        ("requires", side(portal, "1000.00", ""), side(base, None, ""), Decimal("1000.00")),
        (
            "duplicate",
            side(one, "190.00", "Informatique"),
            side(other, "70.00", "Magasins"),
            Decimal("260.00"),
        ),
    ]


def test_a_prerequisite_outside_the_perimeter_is_not_judged(valmorel):
    stores = unit(valmorel, "MAG", "Magasins")
    till = initiative(valmorel, "I-01", "Caisse", unit=stores)
    secret = initiative(valmorel, "I-02", "Fusion", unit=unit(valmorel, "DG", "Direction"))
    spend(till, 50, fiscal_year=2027)
    Dependency.objects.create(organisation=valmorel, source=till, target=secret, kind="requires")
    reader = reader_of(
        member(valmorel, Role.TEAM_LEAD, "chef", units=[stores]), organisation_id=valmorel.pk
    )

    found = conflict_pairs(reader, picture=picture(reader, basis=YEAR, on=ON))

    assert list(found) == []
