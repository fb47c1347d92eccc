from datetime import date
from decimal import Decimal

import pytest

from cordee.strategy.queries import Basis, picture
from cordee.strategy.queries.node import LISTED, branches, thread_node
from tests.factories import application, contribution, initiative, objective, spend

ON = date(2026, 11, 23)
YEAR = Basis(2027)


@pytest.fixture
def shared_app(valmorel):
    """An initiative that serves two objectives, and three parts in ten of it none."""
    growth = objective(valmorel, "O1", "Croissance", weight=60)
    margin = objective(valmorel, "O2", "Marge", weight=40)
    app = initiative(valmorel, "I-01", "Application mobile", status="running")
    app.applications.add(application(valmorel, "SITE", "Site marchand"))
    contribution(app, growth, "0.5")
    contribution(app, margin, "0.2")
    spend(app, 100, fiscal_year=2027, nature="capex")
    spend(app, 50, fiscal_year=2027, nature="opex")
    return app


def told(strands):
    return [
        (s.source.code, s.objective.code if s.objective else None, s.share, s.spend)
        for s in strands
    ]


def test_the_list_of_the_thread_holds_every_euro_once(shared_app, cio_reader):
    spend(initiative(shared_app.organisation, "I-02", "Intranet"), 30, fiscal_year=2027)

    found = picture(cio_reader, basis=YEAR, on=ON)
    listed = branches(found)

    assert [told(branch.strands) for branch in listed] == [
        [("I-01", "O1", Decimal("0.5000"), Decimal("75.00"))],
        [("I-01", "O2", Decimal("0.2000"), Decimal("30.00"))],
        [
            ("I-01", None, Decimal("0.3000"), Decimal("45.00")),
            ("I-02", None, Decimal(1), Decimal("30.00")),
        ],
    ]
    assert sum(branch.spend for branch in listed) == found.total


def test_an_unknown_cost_has_a_strand_without_amount(shared_app, cio_reader):
    orion = initiative(shared_app.organisation, "I-03", "Orion")
    contribution(orion, shared_app.contributions.first().objective)
    spend(orion, None, fiscal_year=2027)

    first = branches(picture(cio_reader, basis=YEAR, on=ON))[0]

    assert told(first.strands)[-1] == ("I-03", "O1", Decimal("1.0000"), None)
    assert (first.spend, first.unknown) == (Decimal("75.00"), 1)


def test_a_cost_known_in_part_gives_its_floor_and_is_counted_unknown(shared_app, cio_reader):
    spend(shared_app, None, fiscal_year=2027, unknown_reason="licences à chiffrer")

    first = branches(picture(cio_reader, basis=YEAR, on=ON))[0]

    assert told(first.strands) == [("I-01", "O1", Decimal("0.5000"), Decimal("75.00"))]
    assert first.unknown == 1


def test_a_chosen_initiative_shows_what_stands_above_and_below_it(shared_app, cio_reader):
    found = picture(cio_reader, basis=YEAR, on=ON)

    node = thread_node(found, kind="initiative", pk=shared_app.pk, code="I-01", name="App")

    assert node.key == f"initiative-{shared_app.pk}"
    assert told(node.strands) == [
        ("I-01", "O1", Decimal("0.5000"), Decimal("75.00")),
        ("I-01", "O2", Decimal("0.2000"), Decimal("30.00")),
    ]
    assert [a.code for a in node.applications] == ["SITE"]
    assert node.natures == (
        ("Investment (capex)", Decimal("100.00")),
        ("Operating cost (opex)", Decimal("50.00")),
    )
    assert (node.state, node.unserved_share) == ("Running", Decimal("0.3000"))


def test_a_chosen_objective_shows_its_contributors_and_their_applications(shared_app, cio_reader):
    found = picture(cio_reader, basis=YEAR, on=ON)
    growth = found.objectives[0]

    node = thread_node(found, kind="objective", pk=growth.pk, code="O1", name="Croissance")

    assert node.objective == growth
    assert told(node.strands) == [("I-01", "O1", Decimal("0.5000"), Decimal("75.00"))]
    assert [a.code for a in node.applications] == ["SITE"]
    assert node.spend == growth.spend


def test_a_chosen_application_shows_the_initiatives_that_change_it(shared_app, cio_reader):
    site = shared_app.applications.get()

    node = thread_node(
        picture(cio_reader, basis=YEAR, on=ON),
        kind="application",
        pk=site.pk,
        code="SITE",
        name="Site marchand",
    )

    assert [source.code for source in node.initiatives] == ["I-01"]
    assert (node.source, node.strands) == (None, ())


def test_a_long_branch_lists_its_largest_strands_and_sums_the_others(valmorel, cio_reader):
    growth = objective(valmorel, "O1", "Croissance")
    for n in range(1, LISTED + 3):
        one = initiative(valmorel, f"I-{n:02}", f"Initiative {n:02}")
        contribution(one, growth)
        spend(one, n, fiscal_year=2027)

    branch = branches(picture(cio_reader, basis=YEAR, on=ON))[0]

    assert len(branch.shown) == LISTED
    assert [s.source.code for s in branch.left_out] == ["I-02", "I-01"]
    assert branch.left_out_spend == Decimal("3.00")
