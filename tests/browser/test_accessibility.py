"""axe on every page of the demonstration: light and dark, at a desk and on a phone.

A page is loaded once and looked at under every light: its HTML is the same at all widths, and a
theme changes nothing but colours.
"""

import itertools
from contextlib import contextmanager
from functools import cache

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, PATIENCE, WIDE
from tests.browser.test_main_job import enter, fits, open_organisation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/",
    "/inbox/",
    "/inbox/?view=later",
    "/account/notifications/",
    "/referrals/",
    "/referrals/new/",
    "/thread/",
    "/search/?q=magasin",
    "/imports/units/",
    "/duplicates/",
    "/objectives/",
    "/objectives/new/",
    "/priorities/",
    "/initiatives/",
    "/initiatives/new/",
    "/initiatives/several/change/?every=1&field=state",
    "/contributions/",
    "/contributions/grid/",
    "/applications/",
    "/interfaces/",
    "/interfaces/new/",
    "/technologies/",
    "/technologies/new/",
    "/technology-uses/",
    "/suppliers/",
    "/suppliers/new/",
    "/supplies/",
    "/indicators/",
    "/indicators/new/",
    "/measures/",
    "/needs/",
    "/needs/new/",
    "/plans/",
    "/spend/",
    "/spend/new/",
    "/board-pack/",
    "/board-pack/templates/",
    "/imports/",
    "/imports/new/",
    "/units/",
    "/people/",
    "/capacity/",
    "/teams/",
    "/teams/new/",
    "/allocations/",
    "/absences/",
    "/absences/new/",
    "/reserved-time/",
    "/calendars/",
    "/calendars/new/",
    "/visions/",
    "/organisations/new/",
    "/organisations/copy/",
    "/clients/",
    "/members/",
    "/members/invitations/",
    "/members/webhooks/",
    "/members/webhooks/new/",
    "/account/",
    "/account/second-factor/",
    "/account/second-factor/app/",
    "/account/passkeys/",
    "/account/passkeys/new/",
    "/account/sessions/",
    "/account/tokens/",
    "/account/tokens/new/",
    "/account/close/",
    "/dependencies/",
    "/dependencies/new/",
    "/exchange-rates/",
    "/exchange-rates/new/",
    "/editions/",
    "/editions/new/",
    "/editions/changes/",
    "/scenarios/",
    "/scenarios/new/",
    "/saved-views/?register=strategy:needs&asked=status%3Dplanned",
    "/account/email/",
    "/accounts/logout/",
    "/imports/initiatives/",
    "/needs/?view=none&status=declined&q=zzz",
    "/suppliers/several/change/?every=1&field=owner",
)
SHEETS = (
    ("/teams/", ("", "edit/", "cells/lead/")),
    ("/calendars/", ("",)),
    ("/needs/", ("", "cells/status/", "remove/")),
    ("/indicators/", ("",)),
    ("/applications/", ("", "cells/owner/")),
    ("/initiatives/", ("", "cells/state/")),
    ("/suppliers/", ("", "edit/")),
    ("/technologies/", ("",)),
    ("/interfaces/", ("",)),
    ("/objectives/", ("",)),
    ("/people/", ("",)),
    ("/absences/", ("",)),
    ("/spend/", ("",)),
    ("/referrals/", ("",)),
)
"""Lists, and pages below the first of their rows."""
EMPTY = (
    "/",
    "/initiatives/",
    "/needs/",
    "/suppliers/",
    "/teams/",
    "/members/security/",
    "/organisations/settings/",
    "/organisations/archives/",
    "/organisations/erase/",
)
"""Pages of an organisation that has nothing yet."""
SIGNED_OUT = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
SCREENS = tuple(itertools.product((WIDE, NARROW), ("light", "dark")))
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


@cache
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


@contextmanager
def opened(browser, site):
    """A French visitor who has not signed in."""
    size = {"width": WIDE[0], "height": WIDE[1]}
    context = browser.new_context(
        base_url=site, locale="fr-FR", reduced_motion="reduce", viewport=size
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if _bad(message) else 0)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()


@pytest.fixture(scope="module")
def visitor(browser, site):
    """The CIO of the demonstration, signed in once for all the pages."""
    with opened(browser, site) as page:
        enter(page)
        yield page


@pytest.fixture
def founder(browser, site):
    """The owner of an organisation that has nothing yet."""
    with opened(browser, site) as page:
        enter(page)
        open_organisation(page, "Refuge des Écrins")
        yield page


def _bad(message):
    return message.type in ("error", "warning")


def faults(page):
    """What is wrong with this page: where it does not fit, and what axe finds, on each screen."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(axe())
    found = []
    for (width, height), scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        if not fits(page):
            found.append((width, "scrolls sideways"))
        rules = RULES if scheme == "light" else COLOURS
        told = page.evaluate(
            "rules => axe.run(document, {...rules, resultTypes: ['violations']})"
            ".then(found => found.violations.map(v => [v.id, v.nodes.map(n => n.target)]))",
            rules,
        )
        found += [(width, scheme, rule, nodes[:3]) for rule, nodes in told]
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_violation_no_error_and_no_sideways_scroll(visitor, path):
    visitor.problems.clear()
    response = visitor.goto(path)

    assert response.status == 200
    assert faults(visitor) == []
    assert visitor.problems == []


@pytest.mark.parametrize(("start", "ends"), SHEETS, ids=[start for start, _ends in SHEETS])
def test_the_pages_of_a_row_are_accessible(visitor, start, ends):
    visitor.goto(start)
    row = visitor.locator("tbody th > a").first.get_attribute("href")
    visitor.problems.clear()

    seen = {end: (visitor.goto(row + end).status, faults(visitor)) for end in ends}

    assert seen == dict.fromkeys(ends, (200, []))
    assert visitor.problems == []


def test_the_pages_of_a_webhook_are_accessible(visitor):
    visitor.goto("/members/webhooks/")
    sheet = visitor.locator("main th a").first.get_attribute("href")
    visitor.problems.clear()

    seen = {end: (visitor.goto(sheet + end).status, faults(visitor)) for end in ("", "edit/")}

    assert seen == dict.fromkeys(("", "edit/"), (200, []))
    assert visitor.problems == []


def test_the_page_of_a_board_pack_is_accessible_once_it_is_made(visitor):
    visitor.goto("/board-pack/")
    visitor.locator("main form[action*='board-pack'] button").first.click()
    visitor.locator("main a[href$='/pdf/'], main a[download]").first.wait_for(timeout=90_000)

    assert faults(visitor) == []


def test_a_cell_that_asks_is_accessible_and_so_is_its_notice(visitor):
    visitor.goto("/needs/")
    visitor.locator("td > a[id$=owner], td > a[id$=status]").first.click()
    visitor.wait_for_selector("form.asked select")

    asked = faults(visitor)
    visitor.click("form.asked button.primary")
    visitor.wait_for_selector("#notice form")

    assert (asked, faults(visitor)) == ([], [])


def test_the_page_that_says_what_became_of_many_rows_is_accessible(visitor):
    visitor.goto("/suppliers/several/change/?every=1&field=owner")
    visitor.select_option("select[name=to-owner]", index=1)
    visitor.click("main form button.primary")
    visitor.wait_for_url("**/suppliers/several/*/")

    assert faults(visitor) == []


def test_the_page_of_two_people_on_one_row_is_accessible(visitor):
    visitor.goto("/suppliers/")
    visitor.goto(visitor.locator("tbody th > a").first.get_attribute("href") + "edit/")
    visitor.fill("input[name=name]", "Un autre nom")
    visitor.eval_on_selector("input[name=revision]", "field => field.value = '0'")
    visitor.click("main form button.primary")
    visitor.wait_for_selector("main fieldset input[value=mine]")

    assert faults(visitor) == []


def test_an_export_that_comes_back_is_accessible_from_differences_to_undoing(visitor, tmp_path):
    edited = tmp_path / "unites.csv"
    taken = visitor.request.get("/exports/units/?format=csv").body().decode("utf-8-sig")
    visitor.goto("/units/")
    rows = visitor.locator("tbody th > a")
    here, name = rows.first.get_attribute("href"), rows.first.inner_text()
    other = rows.nth(1).inner_text()
    edited.write_text(
        taken.replace(f"\n{name};", f"\n{name} du fichier;").replace(
            f"\n{other};", f"\n{other} bis;"
        ),
        encoding="utf-8-sig",
    )
    visitor.goto(f"{here}edit/")
    visitor.fill("input[name=name]", f"{name} ici")
    visitor.click("main form button.primary")
    expect(visitor.locator("main form input[name=name]")).to_have_count(0)

    visitor.goto("/imports/units/")
    visitor.set_input_files("input[type=file]", edited)
    visitor.click("main form button.primary")
    visitor.wait_for_selector("#clashing-title")
    differences = faults(visitor)
    visitor.click("main form button.primary")
    visitor.wait_for_selector("#differences-title", state="detached")

    assert (differences, faults(visitor)) == ([], [])


def test_the_pages_of_an_owner_whose_organisation_is_empty_are_accessible(founder):
    founder.problems.clear()

    seen = {path: (founder.goto(path).status, faults(founder)) for path in EMPTY}

    assert seen == dict.fromkeys(EMPTY, (200, []))
    assert founder.problems == []


@pytest.mark.parametrize("path", SIGNED_OUT)
def test_a_page_before_signing_in_is_accessible(browser, site, path):
    context = browser.new_context(base_url=site, locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    page.goto(path)

    found = faults(page)

    context.close()
    assert found == []
