from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cordee.people.models import Unit
from cordee.people.services import save_unit
from cordee.platform.access import Role
from cordee.strategy.models import Waiver
from tests.factories import (
    application,
    contribution,
    initiative,
    member,
    objective,
    person,
    spend,
)
from tests.pages import IN_ENGLISH, links, words

COCKPIT = reverse("web:cockpit")


@pytest.fixture
def portfolio(valmorel):
    """600 on Croissance (60 points), 200 on Marge (40), 200 on nothing, one unknown cost."""
    valmorel.fiscal_year = 2027
    valmorel.save()
    growth = objective(valmorel, "O1", "Croissance", weight=60)
    margin = objective(valmorel, "O2", "Marge", weight=40)
    claire, karim = person(valmorel), person(valmorel, "Karim Belhadj")
    app = initiative(
        valmorel, "I-01", "Application mobile", business_sponsor=claire, it_sponsor=karim
    )
    depot = initiative(valmorel, "I-02", "Entrepôt")
    intranet = initiative(valmorel, "I-03", "Intranet")
    orion = initiative(valmorel, "I-04", "Sortie d’Orion")
    contribution(app, growth)
    contribution(depot, margin)
    contribution(orion, margin)
    for source, amount, purpose in (
        (app, 600, "change"),
        (depot, 200, "run"),
        (intranet, 200, "unstated"),
        (orion, None, "unstated"),
    ):
        spend(source, amount, fiscal_year=2027, purpose=purpose)
    return {"growth": growth, "app": app, "intranet": intranet}


@pytest.fixture
def read(client, cio):
    client.force_login(cio)
    return lambda url=COCKPIT: client.get(url, headers=IN_ENGLISH)


def test_the_score_is_shown_with_its_formula_its_date_and_its_coverage(portfolio, read):
    page = words(read())

    assert "Alignment score 80 /100" in page
    assert "Costs known 3 / 4" in page
    assert "Initiatives linked 3 / 4" in page
    assert "How it is computed 100 × (1 − half of the sum of the gaps" in page
    assert "2027, planned · 3 of 4 initiatives, 1 unknown" in page


def test_every_figure_stands_with_what_it_rests_on(portfolio, read):
    page = words(read())

    for told in (
        "Orphan spend €200 20% of the known spend; 1 initiative",
        "Objectives unserved 0 of 2; 0 of unknown cost",
        "Spend in conflict €0 0 pairs of initiatives",
        "Joint sponsorship 60% business and IT together; measured on 100% of the spend",
        "Share of run 25% purpose stated for 80% of the spend",
        "Concentration 0.63 The spend is as concentrated as if it served 1.6 equal objectives",
    ):
        assert told in page


def test_the_chart_has_its_two_widths_and_its_table(portfolio, read):
    page = read()

    html = page.content.decode()
    assert html.count('class="wide"') == html.count('class="narrow"') == 1
    assert "Croissance 60% 60%" in words(page)


def test_what_leads_nowhere_is_to_link_or_to_stop(portfolio, read):
    page = read()

    assert "To link or to stop" in words(page, "orphans")
    assert reverse("strategy:initiative", args=["I-03"]) in links(page, "orphans")
    assert links(page, "orphans")[-1] == reverse("strategy:contribution_grid")


def test_without_priorities_the_score_is_not_computed_and_the_allotment_is_offered(
    portfolio, read, valmorel
):
    valmorel_objectives = type(portfolio["growth"]).objects.filter(organisation=valmorel)
    valmorel_objectives.update(weight=None)

    page = read()

    assert "Alignment score — Not computed: no priority stated yet." in words(page)
    assert reverse("strategy:priorities") in links(page)


def test_the_page_and_its_chart_do_not_say_the_same_thing_twice(portfolio, read, valmorel):
    objectives = type(portfolio["growth"]).objects.filter(organisation=valmorel)
    objectives.update(weight=None)

    page = words(read())

    assert page.count("A fifth of the planned spend serves no objective") == 1
    assert page.count("The spend is as concentrated as if it served 1.6 equal objectives") == 3


def test_running_without_approval_is_shown_with_the_days_left(portfolio, read):
    today = timezone.localdate()
    app = portfolio["app"]
    app.status = "running"
    app.save()
    Waiver.objects.create(
        organisation=app.organisation,
        initiative=app,
        kind="inherited",
        granted_at=timezone.now(),
        expires_on=today + timedelta(days=12),
    )

    told = words(read(), "unapproved")

    assert "1 initiative runs without an approval" in told
    assert "Application mobile 12 days left" in told


def test_the_journal_is_told_in_sentences(portfolio, read, cio, valmorel):
    save_unit(Unit(organisation=valmorel, code="MAG", name="Magasins"), by=cio, at=timezone.now())

    page = words(read())

    assert f"Unit “Magasins” written {cio}" in without_dates(page)


def without_dates(text):
    today = timezone.localdate()
    return text.replace(f"{today.day} {today:%b} {today.year} ", "")


def test_another_basis_is_chosen_by_a_link_and_followed_by_the_others(portfolio, read):
    spend(portfolio["app"], 900, fiscal_year=2026, stage="actual")

    first, other = read(), read(f"{COCKPIT}?basis=2026-actual")

    assert "?basis=2026-actual" in links(first)
    assert "2026, actual · 1 of 1 initiative" in words(other)
    assert f"{reverse('strategy:thread')}?basis=2026-actual" in links(other)


def test_an_empty_organisation_is_told_what_the_page_will_show_and_how_to_begin(valmorel, read):
    page = read()

    assert "Start from the spreadsheet you already have" in words(page)
    assert links(page) == [reverse("strategy:new_import"), reverse("strategy:new_objective")]


def test_someone_who_may_not_import_is_not_offered_to(valmorel, client):
    client.force_login(member(valmorel, Role.READER))

    page = client.get(COCKPIT, headers=IN_ENGLISH)

    assert "Start from the spreadsheet you already have" in words(page)
    assert links(page) == []


def test_objectives_without_any_initiative_leave_the_figures_unknown(valmorel, read):
    objective(valmorel, "O1", "Croissance", weight=100)

    page = words(read())

    assert "Alignment score — Not computed: no cost is known here." in page
    assert "No cost is known on the basis" in page
    assert "Bring in the portfolio to do" in page
    assert "Write the objectives of the strategy done" in page


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(COCKPIT).headers["Location"].startswith(reverse("account_login"))


def test_the_page_costs_the_same_number_of_queries_whatever_its_size(portfolio, read, valmorel):
    read()
    counts = []
    for more in (0, 6):
        for extra in range(more):
            one = initiative(valmorel, f"X-{extra}", f"Initiative {extra}", status="running")
            one.applications.add(application(valmorel, f"A-{extra}", f"Application {extra}"))
            contribution(one, portfolio["growth"])
            spend(one, 10, fiscal_year=2027)
        with CaptureQueriesContext(connection) as captured:
            read()
        counts.append(len(captured))

    assert counts[0] == counts[1]
