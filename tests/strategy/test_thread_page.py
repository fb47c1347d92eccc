import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.platform.access import Role
from tests.factories import (
    application,
    contribution,
    initiative,
    member,
    objective,
    organisation,
    spend,
    unit,
)
from tests.pages import HTMX, IN_ENGLISH, drawn, links, words

THREAD = reverse("strategy:thread")


def node_url(row):
    return reverse("strategy:thread_node", args=[row._meta.model_name, row.pk])


@pytest.fixture
def portfolio(valmorel):
    """Croissance is served, Marge is not, Résilience by an unknown cost; the intranet is orphan."""
    valmorel.fiscal_year = 2027
    valmorel.save()
    growth = objective(valmorel, "O1", "Croissance", weight=60)
    objective(valmorel, "O2", "Marge", weight=30)
    resilience = objective(valmorel, "O3", "Résilience", weight=10)
    app = initiative(valmorel, "I-01", "Application mobile")
    app.applications.add(application(valmorel, "SITE", "Site marchand"))
    orion = initiative(valmorel, "I-02", "Sortie d’Orion")
    intranet = initiative(valmorel, "I-03", "Intranet")
    contribution(app, growth)
    contribution(orion, resilience)
    spend(app, 300_000, fiscal_year=2027, nature="capex")
    spend(orion, None, fiscal_year=2027, unknown_reason="en cadrage")
    spend(intranet, 100_000, fiscal_year=2027)
    return {"growth": growth, "app": app, "orion": orion, "intranet": intranet}


@pytest.fixture
def read(client, cio):
    client.force_login(cio)

    def ask(url, **headers):
        return client.get(url, headers=headers or IN_ENGLISH)

    return ask


def test_the_page_opens_on_its_finding_with_what_it_rests_on(portfolio, read):
    page = words(read(THREAD))

    assert "One initiative, €100k, leads to no objective" in page
    assert "2027, planned · 2 of 3 initiatives, 1 unknown" in page


def test_every_node_of_the_drawing_is_a_link_to_its_thread(portfolio, read):
    found = set(links(read(THREAD), "drawing"))

    shown = [portfolio["growth"], portfolio["app"], portfolio["orion"], portfolio["intranet"]]
    wanted = {f"{node_url(row)}?basis=2027-planned" for row in shown}
    assert wanted <= found


def test_the_orphan_stands_out_in_the_drawing_and_waits_in_its_card(portfolio, read):
    page = read(THREAD)

    orphan = f"initiative-{portfolio['intranet'].pk}"
    tags, _words = drawn(page, "drawing")
    classes = [dict(told)["class"] for _tag, told in tags if ("id", orphan) in told]
    assert classes == ["orphan"]
    assert "To link or to stop 1 Intranet €100k" in words(page, "orphans")
    assert links(page, "orphans")[-1] == reverse("strategy:contribution_grid")


def test_unserved_and_unknown_objectives_are_listed_apart(portfolio, read):
    page = read(THREAD)

    assert words(page, "unserved").endswith("1 Marge 30%")
    assert words(page, "unknown").endswith("1 Résilience 10%")


def test_the_table_behind_gives_every_line_and_the_total_with_its_coverage(portfolio, read):
    table = words(read(THREAD), "table")

    assert "Application mobile Croissance 100% €300,000 Site marchand" in table
    assert "Sortie d’Orion Résilience 100% unknown —" in table
    assert "Nothing serves it Marge" in table
    assert "Intranet No objective 100% €100,000 —" in table
    assert table.endswith("Total of the known spend 2 of 3 initiatives, 1 unknown €400,000")


def test_without_script_the_address_of_a_node_shows_the_page_with_it_chosen(portfolio, read):
    page = read(node_url(portfolio["app"]))

    panel = words(page, "node")
    assert "Initiative I-01 Application mobile Croissance priority 60% 100%" in panel
    assert "Site marchand application changed" in panel
    assert "€300k 2027, planned · Investment (capex) €300k" in panel
    tags, _words = drawn(page, "drawing")
    chosen = {dict(told)["id"] for tag, told in tags if tag == "a" and "hl" in dict(told)["class"]}
    assert f"initiative-{portfolio['app'].pk}" in chosen
    assert f"initiative-{portfolio['intranet'].pk}" not in chosen


@pytest.mark.parametrize("chosen", ["growth", "app", "orion", "intranet"])
def test_the_fragment_swapped_in_is_what_a_reload_shows(portfolio, read, chosen):
    url = node_url(portfolio[chosen])

    fragment, reloaded = read(url, **HTMX), read(url)

    assert "<html" not in fragment.content.decode()
    assert drawn(fragment, "drawing") == drawn(reloaded, "drawing")
    swapped = fragment.content.decode().partition('<div id="drawing"')[0]
    assert swapped.strip() in reloaded.content.decode()


def test_an_unknown_cost_says_why_and_never_zero(portfolio, read):
    panel = words(read(node_url(portfolio["orion"])), "node")

    assert "cost unknown en cadrage" in panel
    assert "€0" not in panel


def test_an_objective_served_by_an_unknown_cost_only_is_unknown_in_the_panel_and_the_list(
    portfolio, read
):
    resilience = portfolio["orion"].contributions.get().objective

    page = read(node_url(resilience))

    assert "cost unknown 2027, planned · 1 contributor has an unknown cost" in words(page, "node")
    assert "Résilience unknown Sortie d’Orion unknown" in words(page, "flow")


def test_an_application_shows_what_changes_it(portfolio, read):
    site = portfolio["app"].applications.get()

    panel = words(read(node_url(site)), "node")

    assert "Application mobile changes this application €300k" in panel
    assert "nothing is written on the basis “2027, planned”" in panel


def test_another_year_is_one_link_away_and_kept_by_the_nodes(portfolio, read):
    spend(portfolio["intranet"], 50_000, fiscal_year=2026, stage="actual")

    page = read(f"{THREAD}?basis=2026-actual")

    assert "2026, actual · 1 of 1 initiative" in words(page)
    assert f"{node_url(portfolio['intranet'])}?basis=2026-actual" in links(page, "drawing")


def test_what_is_not_in_reach_is_not_found(portfolio, read, valmorel, client):
    rivaud = organisation("Ateliers Rivaud", "rivaud")
    theirs = objective(rivaud, "O1", "Croissance")
    stores = unit(valmorel, "MAG", "Magasins")

    assert read(node_url(theirs)).status_code == 404
    assert read(reverse("strategy:thread_node", args=["unit", stores.pk])).status_code == 404
    client.force_login(member(valmorel, Role.TEAM_LEAD, "chef", units=[stores]))
    assert read(node_url(portfolio["app"])).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(THREAD).headers["Location"].startswith(reverse("account_login"))


def test_before_there_is_anything_the_page_says_what_it_will_show(valmorel, read):
    page = read(THREAD)

    assert "No thread to draw yet" in words(page)
    assert reverse("strategy:new_import") in links(page)


@pytest.fixture
def queries_of(read):
    def count(url):
        with CaptureQueriesContext(connection) as captured:
            read(url)
        return len(captured)

    return count


def test_the_pages_cost_the_same_number_of_queries_whatever_their_size(
    portfolio, queries_of, valmorel
):
    urls = THREAD, node_url(portfolio["growth"])
    small = [queries_of(url) for url in urls]
    for extra in range(6):
        one = initiative(valmorel, f"X-{extra}", f"Initiative {extra}")
        one.applications.add(application(valmorel, f"A-{extra}", f"Application {extra}"))
        contribution(one, portfolio["growth"])
        spend(one, 10, fiscal_year=2027)

    assert [queries_of(url) for url in urls] == small
