from datetime import date
from decimal import Decimal

import pytest

from cordee.strategy.queries import Basis, picture
from tests.factories import (
    application,
    contribution,
    dependency,
    initiative,
    objective,
    person,
    spend,
    unit,
)

ON = date(2026, 11, 23)
YEAR = Basis(2027)


@pytest.fixture
def small_portfolio(valmorel):
    """Two objectives at 60/40, 300 on the first, 100 on the second, 100 on none."""
    growth = objective(valmorel, "O1", "Croissance", weight=60)
    margin = objective(valmorel, "O2", "Marge", weight=40)
    app = initiative(valmorel, "I-01", "Application mobile")
    depot = initiative(valmorel, "I-02", "Entrepôt")
    intranet = initiative(valmorel, "I-03", "Intranet")
    contribution(app, growth)
    contribution(depot, margin)
    for source, amount in ((app, 300), (depot, 100), (intranet, 100)):
        spend(source, amount, fiscal_year=2027)
    return valmorel


def test_the_picture_compares_spend_with_priorities(small_portfolio, cio_reader):
    found = picture(cio_reader, basis=YEAR, on=ON)

    told = [(o.code, o.priority, o.spend, o.share, o.initiatives) for o in found.objectives]
    assert told == [
        ("O1", 0.6, Decimal("300.00"), 0.6, 1),
        ("O2", 0.4, Decimal("100.00"), 0.2, 1),
    ]
    assert found.total == Decimal("500.00")
    assert found.orphan_spend == Decimal("100.00")
    assert [s.code for s in found.orphan_initiatives] == ["I-03"]
    assert found.score == pytest.approx(1 - 0.5 * (0 + 0.2 + 0.2))


def test_an_unknown_cost_is_counted_and_never_zero(small_portfolio, cio_reader):
    resilience = objective(small_portfolio, "O3", "Résilience", weight=0)
    orion = initiative(small_portfolio, "I-04", "Orion")
    contribution(orion, resilience)
    spend(orion, None, fiscal_year=2027, unknown_reason="en cadrage")

    found = picture(cio_reader, basis=YEAR, on=ON)

    assert (found.coverage.known, found.coverage.of) == (3, 4)
    assert [o.code for o in found.unknown_objectives] == ["O3"]
    assert found.unserved == ()
    assert [s.unknown_reason for s in found.sources if not s.known] == ["en cadrage"]


def test_an_initiative_under_way_without_any_line_has_an_unknown_cost(small_portfolio, cio_reader):
    initiative(small_portfolio, "I-05", "Sans ligne", status="running")
    initiative(small_portfolio, "I-06", "Idée", status="idea")

    found = picture(cio_reader, basis=YEAR, on=ON)

    assert [(s.code, s.known) for s in found.sources] == [
        ("I-01", True),
        ("I-02", True),
        ("I-03", True),
        ("I-05", False),
    ]


def test_joint_sponsorship_is_unknown_until_someone_is_named(small_portfolio, cio_reader):
    before = picture(cio_reader, basis=YEAR, on=ON).joint_sponsorship
    claire, karim = person(small_portfolio), person(small_portfolio, "Karim Belhadj")
    small_portfolio_app = initiative(
        small_portfolio, "I-07", "Caisse", business_sponsor=claire, it_sponsor=karim
    )
    spend(small_portfolio_app, 500, fiscal_year=2027)

    after = picture(cio_reader, basis=YEAR, on=ON)

    assert before is None
    assert after.joint_sponsorship == pytest.approx(0.5)


def test_application_spend_flows_by_its_own_contributions(small_portfolio, cio_reader):
    growth = small_portfolio_objective(small_portfolio)
    site = application(small_portfolio, "SITE", "Site marchand")
    contribution(site, growth, "0.5")
    spend(site, 200, fiscal_year=2027, purpose="run")

    found = picture(cio_reader, basis=YEAR, on=ON)

    assert found.objectives[0].spend == Decimal("400.00")
    assert found.orphan_spend == Decimal("200.00")
    assert (found.run_share, found.run_covered) == (1.0, pytest.approx(200 / 700))


def small_portfolio_objective(organisation):
    from cordee.strategy.models import Objective

    return Objective.objects.get(organisation=organisation, code="O1")


def test_a_foreign_line_without_rate_is_unknown_and_says_so(small_portfolio, cio_reader):
    crm = initiative(small_portfolio, "I-08", "CRM")
    spend(crm, 10, fiscal_year=2027, currency="USD")

    found = picture(cio_reader, basis=YEAR, on=ON)

    assert [s.unknown_reason for s in found.sources if s.code == "I-08"] == ["10.00 USD"]


def test_a_perimeter_sees_its_own_initiatives_only(small_portfolio, cio_reader):
    stores = unit(small_portfolio, "MAG", "Magasins")
    till = initiative(small_portfolio, "I-09", "Caisse", unit=stores)
    spend(till, 50, fiscal_year=2027)
    reader = type(cio_reader)(
        cio_reader.user, cio_reader.organisation, cio_reader.role, frozenset({stores.pk})
    )

    found = picture(reader, basis=YEAR, on=ON)

    assert [s.code for s in found.sources] == ["I-09"]


@pytest.mark.parametrize("more", [0, 6])
def test_the_picture_costs_the_same_number_of_queries_whatever_its_size(
    small_portfolio, cio_reader, more, django_assert_num_queries
):
    growth = small_portfolio_objective(small_portfolio)
    for extra in range(more):
        one = initiative(small_portfolio, f"X-{extra}", f"Initiative {extra}")
        contribution(one, growth)
        spend(one, 10, fiscal_year=2027)

    with django_assert_num_queries(9):
        picture(cio_reader, basis=YEAR, on=ON)


def test_a_perimeter_sees_no_conflict_and_no_application_of_others(valmorel, cio_reader):
    stores, it = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "DSI", "DSI")
    till = initiative(valmorel, "I-1", "Caisse", unit=stores)
    core = initiative(valmorel, "I-2", "Socle", unit=it)
    for source in (till, core):
        spend(source, 50, fiscal_year=2027)
    till.applications.add(application(valmorel, "CAISSE", "Encaissement", unit=stores))
    till.applications.add(application(valmorel, "ERP", "Progiciel", unit=it))
    dependency(till, core, "excludes")
    reader = type(cio_reader)(
        cio_reader.user, cio_reader.organisation, cio_reader.role, frozenset({stores.pk})
    )

    whole = picture(cio_reader, basis=YEAR, on=ON)
    found = picture(reader, basis=YEAR, on=ON)

    assert whole.conflict_spend == Decimal("100.00")
    assert (found.conflict_spend, found.conflicts) == (Decimal("0.00"), ())
    assert [code for _pk, code, _name in found.sources[0].applications] == ["CAISSE"]
