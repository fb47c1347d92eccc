"""A portfolio with every kind of figure, and names that are traps for a document."""

from datetime import date

import pytest

from cordee.reports.board_pack import board_pack
from cordee.strategy.models import Dependency
from cordee.strategy.queries import Basis
from tests.factories import (
    application,
    contribution,
    initiative,
    objective,
    person,
    spend,
    unit,
)

ON = date(2026, 11, 23)
YEAR = Basis(2027)
HOSTILE = '#panic("x") *gras* _ital_ @ref $x^2$ <b>&amp;</b> \\u{0} =cmd'
FORMULA = "=cmd|' /C calc'!A0"


@pytest.fixture
def portfolio(valmorel):
    """Growth 60 %, margin 40 %: 600 on the first, 200 on the second, 200 on none, one unknown."""
    valmorel.fiscal_year = 2027
    valmorel.save()
    growth = objective(valmorel, "O1", "Croissance omnicanale", weight=60)
    margin = objective(valmorel, "O2", HOSTILE, weight=40)
    stores, head = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "SIE", "Siège")
    claire, karim = person(valmorel), person(valmorel, "Karim Belhadj")
    sponsors = {"business_sponsor": claire, "it_sponsor": karim}
    app = initiative(valmorel, "I-01", "Application mobile", unit=stores, **sponsors)
    app.applications.add(application(valmorel, "SITE", "Site marchand"))
    depot = initiative(valmorel, "I-02", HOSTILE, unit=head)
    intranet = initiative(valmorel, "I-03", FORMULA, unit=head)
    orion = initiative(valmorel, "I-04", "Orion", unit=head)
    contribution(app, growth, "0.75")
    contribution(app, margin, "0.25")
    contribution(depot, margin)
    for source, amount, purpose in (
        (app, 600_000, "change"),
        (depot, 200_000, "run"),
        (intranet, 200_000, "run"),
    ):
        spend(source, amount, fiscal_year=2027, purpose=purpose, nature="capex")
    spend(orion, None, fiscal_year=2027, unknown_reason="en cadrage")
    Dependency.objects.create(organisation=valmorel, source=app, target=depot, kind="excludes")
    return valmorel


@pytest.fixture
def pack(portfolio, cio_reader):
    return board_pack(cio_reader, basis=YEAR, on=ON, language="en")


@pytest.fixture
def empty_pack(cio_reader):
    return board_pack(cio_reader, basis=YEAR, on=ON, language="en")
