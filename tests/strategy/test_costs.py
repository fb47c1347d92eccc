"""What the lists say in SQL is what the golden thread computes."""

from datetime import date
from decimal import Decimal

import pytest

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.models import User
from cordee.platform.registers import listing
from cordee.strategy.queries import Basis, bases, picture, standing
from cordee.strategy.queries.neighbours import broken_dependencies
from cordee.strategy.queries.portfolio import costed_initiatives, ground, listed_initiatives
from cordee.strategy.queries.reach import dependencies, initiatives
from cordee.strategy.registers import INITIATIVES
from tests.factories import (
    application,
    contribution,
    dependency,
    exchange_rate,
    initiative,
    member,
    objective,
    spend,
    unit,
)

ON = date(2026, 11, 23)


@pytest.fixture
def company(prepared, db):
    """The example company, as its CIO sees it."""
    return reader_of(User.objects.get(username="helene.brun"), organisation_id=None)


@pytest.fixture
def tangled(valmorel, cio_reader):
    """Credits, two currencies, one without rate, unknown lines, silence, everything at once."""
    growth = objective(valmorel, "O1", "Croissance", weight=50)
    margin = objective(valmorel, "O2", "Marge", weight=50)
    exchange_rate(valmorel, "USD", "0.9")
    exchange_rate(valmorel, "USD", "0.5", day=date(2999, 1, 1))
    lines = {
        "CREDIT": [(100, "EUR"), (-30, "EUR")],
        "REFUND": [(10, "EUR"), (-30, "EUR")],
        "DOLLAR": [(100, "USD")],
        "POUND": [(100, "GBP")],
        "PARTLY": [(100, "EUR"), (None, "EUR"), (5, "GBP")],
        "CENTS": [("0.10", "EUR"), ("0.20", "EUR"), ("-0.30", "EUR")],
        "UNKNOWN": [(None, "EUR"), (-5, "EUR")],
    }
    for code, amounts in lines.items():
        app = initiative(valmorel, code, code.title(), status="running")
        for amount, currency in amounts:
            reason = "" if amount is not None else "en cadrage"
            spend(app, amount, currency=currency, fiscal_year=2027, unknown_reason=reason)
    initiative(valmorel, "SILENT", status="running")
    spend(initiative(valmorel, "ELSEWHERE", status="running"), 10, fiscal_year=2026)
    initiative(valmorel, "QUIET")
    spend(application(valmorel), 70, fiscal_year=2027)
    rows = {row.code: row for row in initiatives(cio_reader)}
    for code, aim, share in (("CREDIT", growth, "0.5"), ("CREDIT", margin, "0.5")):
        contribution(rows[code], aim, share)
    contribution(rows["DOLLAR"], margin)
    contribution(rows["UNKNOWN"], growth)
    contribution(rows["QUIET"], growth)
    dependency(rows["CREDIT"], rows["DOLLAR"], "excludes")
    dependency(rows["CREDIT"], rows["QUIET"], "requires")
    dependency(rows["DOLLAR"], rows["UNKNOWN"], "requires")
    dependency(rows["REFUND"], rows["CREDIT"], "excludes")
    return cio_reader


def listed(reader, basis):
    stood = ground(reader, key=basis.key, on=ON)
    return listed_initiatives(stood, costed_initiatives(stood))


def as_listed(rows):
    return {
        row.initiative.code: (row.spend, row.known, row.unknown_reason)
        for row in rows
        if row.in_basis
    }


def as_pictured(drawn):
    return {
        s.code: (s.spend if s.known or s.spend > 0 else None, s.known, s.unknown_reason)
        for s in drawn.initiatives
    }


def test_the_list_and_the_picture_say_the_same_of_every_cost_of_the_example(company):
    for basis in bases(company):
        drawn = picture(company, basis=basis, on=ON)

        assert as_listed(listed(company, basis)) == as_pictured(drawn)


def test_the_list_and_the_picture_say_the_same_of_tangled_costs(tangled):
    for basis in bases(tangled):
        drawn = picture(tangled, basis=basis, on=ON)

        assert as_listed(listed(tangled, basis)) == as_pictured(drawn)


def test_the_tangled_costs_are_those_computed_by_hand(tangled):
    assert as_listed(listed(tangled, Basis(2027))) == {
        "CREDIT": (Decimal("70.00"), True, ""),
        "REFUND": (Decimal("0.00"), True, ""),
        "DOLLAR": (Decimal("90.00"), True, ""),
        "POUND": (None, False, "100.00 GBP"),
        "PARTLY": (Decimal("100.00"), False, "en cadrage; 5.00 GBP"),
        "CENTS": (Decimal("0.00"), True, ""),
        "UNKNOWN": (None, False, "en cadrage"),
        "SILENT": (None, False, ""),
    }


@pytest.mark.parametrize("who", ["company", "tangled"])
def test_the_views_count_what_the_picture_holds(who, request):
    reader = request.getfixturevalue(who)
    for basis in bases(reader):
        drawn = picture(reader, basis=basis, on=ON)

        found = listing(INITIATIVES, reader=reader, asked={"basis": basis.key}).everything

        asked = initiatives(reader).filter(status__in=("idea", "candidate"))
        assert (found.rows, found.by_view) == (
            initiatives(reader).count(),
            {
                "funded": sum(s.spend > 0 for s in drawn.initiatives),
                "orphan": len(drawn.orphan_initiatives),
                "unknown": sum(not s.known for s in drawn.initiatives),
                "candidates": asked.count(),
            },
        )
        assert found.totals[0].amount == sum(s.spend for s in drawn.initiatives)
        assert found.totals[0].unknown == found.by_view["unknown"]


@pytest.mark.parametrize("who", ["company", "tangled"])
def test_the_standing_says_of_the_objectives_what_the_picture_says(who, request):
    reader = request.getfixturevalue(who)
    for basis in bases(reader):
        drawn, stood = (f(reader, basis=basis, on=ON) for f in (picture, standing))

        assert stood.objectives == drawn.objectives
        assert (stood.total, stood.coverage, stood.only_initiatives) == (
            drawn.total,
            drawn.coverage,
            drawn.only_initiatives,
        )


@pytest.mark.parametrize("who", ["company", "tangled"])
def test_the_dependencies_that_do_not_hold_are_those_of_the_picture(who, request):
    reader = request.getfixturevalue(who)
    for basis in bases(reader):
        drawn = picture(reader, basis=basis, on=ON)
        rows = list(dependencies(reader))

        stood = ground(reader, key=basis.key, on=ON)
        broken = broken_dependencies(stood, rows, among=costed_initiatives(stood))

        told = {(c.cause, c.first, c.second) for c in drawn.conflicts if c.cause != "duplicate"}
        assert {(r.kind, r.source_id, r.target_id) for r in rows if r.pk in broken} == told


def test_a_perimeter_counts_its_own_initiatives_only(valmorel):
    trade = unit(valmorel)
    inside = initiative(valmorel, "IN", unit=trade)
    for row in (inside, initiative(valmorel, "OUT")):
        spend(row, 10, fiscal_year=2027)
    looking = member(valmorel, Role.SPONSOR, units=[trade])
    reader = reader_of(looking, organisation_id=valmorel.pk)

    found = listing(INITIATIVES, reader=reader, asked={"basis": "2027-planned"}).everything

    assert (found.rows, found.by_view["funded"], found.totals[0].amount) == (1, 1, Decimal(10))
    assert standing(reader, basis=Basis(2027), on=ON).total == Decimal(10)
