"""Writing an @ offers names; choosing one with the keyboard calls this person."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_job import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_name_chosen_in_the_list_is_called_by_the_comment(page):
    """One company serves both widths: each says its own words, seen once."""
    said = f"vu à {page.viewport_size['width']} ?"
    enter(page)
    page.goto("/initiatives/I-17/")
    area = page.locator("textarea[name=text]")
    area.click()
    with page.expect_response(re.compile(r"people/\?mention=ans$")):
        area.press_sequentially("Bonjour @ans", delay=30)
    expect(page.locator("[data-mention]")).to_have_count(1)

    page.locator("[data-mention]").press("Enter")
    area.press_sequentially(said)
    page.click("#comments button.primary")

    page.locator(".comments .words", has_text=f"Bonjour @Claire Ansel {said}").wait_for()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert page.locator(".comments .words strong").last.inner_text() == "@Claire Ansel"
