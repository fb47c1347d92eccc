"""axe on every page of the demonstration: light and dark, at a desk and on a phone."""

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_main_job import enter, fits

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
    "/organisations/settings/",
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
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture(scope="module", params=[WIDE, NARROW], ids=["1440", "390"])
def visitor(browser, site, scheme, request):
    """The CIO of the demonstration, signed in once for all the pages."""
    width, height = request.param
    context = browser.new_context(
        base_url=site,
        locale="fr-FR",
        color_scheme=scheme,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text) if _bad(message) else 0)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    enter(page)
    yield page
    context.close()


def _bad(message):
    return message.type in ("error", "warning")


def _violations(page):
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(page, options=RULES).response["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_violation_no_error_and_no_sideways_scroll(visitor, path):
    visitor.problems.clear()
    response = visitor.goto(path)

    assert response.status == 200
    assert fits(visitor)
    assert _violations(visitor) == []
    assert visitor.problems == []


def test_the_sheet_of_an_initiative_and_of_a_node_are_accessible(visitor):
    visitor.goto("/initiatives/")
    addresses = visitor.eval_on_selector_all(
        "th a.row-link", "links => links.slice(0, 2).map(link => link.getAttribute('href'))"
    )

    for address in addresses:
        visitor.goto(address)
        assert fits(visitor)
        assert _violations(visitor) == []


def test_the_sign_in_page_is_accessible(browser, site, scheme):
    context = browser.new_context(base_url=site, locale="fr-FR", color_scheme=scheme)
    page = context.new_page()
    page.goto("/accounts/login/")

    found = _violations(page)

    context.close()
    assert found == []
