"""Two tabs, two clients, one session: what is typed for the one is never written in the other."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_job import enter, open_organisation

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def begin_unit(page):
    page.goto("/units/new/")
    page.fill("input[name=code]", "LOG")
    page.fill("input[name=name]", "Logistique")


def test_a_form_left_open_in_another_tab_is_refused_then_sent_where_it_belongs(page):
    one, other = (f"{name} {page.viewport_size['width']}" for name in ("Aubrac", "Vercors"))
    enter(page)
    open_organisation(page, one)
    begin_unit(page)
    tab = page.context.new_page()
    open_organisation(tab, other)
    expect(tab.locator(".topbar .client")).to_contain_text(other)

    page.click("main form button.primary")

    expect(page.locator(".topbar .client")).to_contain_text(other)
    expect(page.locator("main h1")).to_contain_text(one)
    tab.goto("/units/")
    expect(tab.locator("main")).not_to_contain_text("Logistique")
    page.click("main .note button.primary")
    expect(page.locator("main h1")).to_contain_text("Logistique")
    expect(page.locator(".topbar .client")).to_contain_text(one)
    assert one in page.title()


def test_a_fragment_of_a_page_left_open_says_where_one_looks_now(page):
    one, other = (f"{name} {page.viewport_size['width']}" for name in ("Chartreuse", "Bauges"))
    enter(page)
    open_organisation(page, one)
    begin_unit(page)
    page.click("main form button.primary")
    page.goto("/units/")
    tab = page.context.new_page()
    open_organisation(tab, other)

    page.fill("#filter-q", "siège")
    page.press("#filter-q", "Enter")

    expect(page.locator("#notice")).to_contain_text(other)
    expect(page.locator(".topbar .client")).to_contain_text(one)
