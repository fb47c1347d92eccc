"""A state is changed in the list with the keyboard, undone, then given to many rows at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE
from tests.browser.test_main_job import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CELL = "#list td > a[id$=state]"
COUNT = "#tabs [aria-current] .count"
CHOOSES_AT_ONCE = """name => new MutationObserver((_changes, watch) => {
    const choice = document.querySelector(`select#${name}`);
    if (!choice) return;
    watch.disconnect();
    choice.value = "paused";
    choice.dispatchEvent(new Event("change", {bubbles: true}));
}).observe(document.body, {childList: true, subtree: true})"""


def test_a_cell_is_changed_in_place_by_keyboard_and_undone(page):
    enter(page)
    page.goto("/initiatives/?state=running")
    cell = page.locator(CELL).first
    name, before = cell.get_attribute("id"), cell.inner_text()

    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"select#{name}")
    focused = page.evaluate("document.activeElement.id")
    page.select_option(f"select#{name}", "paused")
    page.wait_for_selector("#notice button")
    after = page.locator(f"a#{name}").inner_text()
    page.click("#notice button")
    page.wait_for_selector("#notice form:not(:has(button))")

    assert focused == name
    assert after != before
    assert page.locator(f"a#{name}").inner_text() == before


def test_the_counts_of_the_views_follow_a_change_and_its_undoing(page):
    enter(page)
    page.goto("/initiatives/?view=candidates")
    before = int(page.inner_text(COUNT))
    name = page.locator(CELL).first.get_attribute("id")

    page.click(f"#{name}")
    page.select_option(f"select#{name}", "killed")
    page.wait_for_selector(f"{COUNT}:text-is('{before - 1}')")
    page.click("#notice button")
    page.wait_for_selector(f"{COUNT}:text-is('{before}')")

    assert page.locator(f"a#{name}").is_visible()


def test_the_notice_goes_away_by_itself(page):
    enter(page)
    page.goto("/initiatives/?state=running")
    name = page.locator(CELL).first.get_attribute("id")
    page.click(f"#{name}")
    page.select_option(f"select#{name}", "paused")
    notice = page.wait_for_selector("#notice form", state="visible")
    page.mouse.move(0, 0)

    notice.wait_for_element_state("hidden", timeout=PATIENCE * 1000)

    assert page.locator(f"a#{name}").is_visible()


def test_a_choice_made_the_instant_it_is_offered_is_kept(page):
    enter(page)
    page.goto("/initiatives/?state=running")
    name = page.locator(CELL).first.get_attribute("id")
    page.evaluate(CHOOSES_AT_ONCE, name)

    page.click(f"#{name}")
    page.wait_for_selector("#notice button")

    assert page.locator(f"a#{name}").is_visible()


def test_ticking_rows_offers_what_to_change_on_them(page):
    enter(page)
    page.goto("/initiatives/?state=running")
    shown_before = page.locator("#bulk").is_visible()
    page.locator("tbody input[type=checkbox]").nth(0).check()
    page.locator("tbody input[type=checkbox]").nth(1).check()
    page.click("#bulk button[value=state]")
    page.select_option("[name=to-state]", "delivered")
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/initiatives/several/\d+/$"))
    done = page.inner_text("h1")
    page.click("main form button")
    expect(page.locator("main form button")).to_have_count(0)

    assert shown_before is False
    assert done.startswith("2 ")
    assert page.inner_text("h1").startswith("2 ")
