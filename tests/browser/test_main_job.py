"""The main job, in a real browser: a portfolio file, its golden thread, its board pack."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CIO = "helene.brun"


def enter(page, persona=CIO):
    page.goto("/accounts/login/")
    page.locator(f'button[value="{persona}"]').first.click()
    expect(page.locator("#account")).to_be_attached()


def fits(page):
    """No page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def open_organisation(page, name):
    page.goto("/organisations/new/")
    page.fill("input[name=name]", name)
    page.click("form.card button.primary")
    expect(page.locator("form.card input[name=name]")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_panorama_becomes_a_thread_and_a_board_pack(page, shared_data, tmp_path):
    enter(page)
    open_organisation(page, f"Panorama {page.viewport_size['width']}")

    page.goto("/imports/new/")
    page.set_input_files(
        "input[type=file][name=file]",
        shared_data / "portfolio" / "panorama_grands_projets_2018.xlsx",
    )
    page.click("form.card button.primary")
    expect(page.locator("main")).to_contain_text("61")
    expect(page.locator("main")).to_contain_text("Coût estimé par tranche")
    assert fits(page)
    page.click('form[action$="/apply/"] button.primary')
    expect(page.locator('form[action$="/apply/"]')).to_have_count(0)
    expect(page.locator("main")).to_contain_text("61")

    page.goto("/thread/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("60 des 61 initiatives")
    expect(page.locator("main")).to_contain_text(re.compile(r"2\s826[,\s]"))
    assert fits(page)

    page.goto("/board-pack/")
    page.click('form[action$="/ask/"] button.primary')
    expect(page.locator('a[href$="/pdf/"]')).to_be_visible(timeout=60_000)
    assert fits(page)
    for kind, start in (("pdf", b"%PDF"), ("pptx", b"PK"), ("xlsx", b"PK")):
        with page.expect_download() as caught:
            page.click(f'a[href$="/{kind}/"]')
        file = tmp_path / f"pack.{kind}"
        caught.value.save_as(file)
        assert file.read_bytes().startswith(start)
        assert kind == "pdf" or zipfile.is_zipfile(file)


def test_a_node_of_the_thread_opens_beside_it(page):
    enter(page)
    page.goto("/thread/")
    expect(page.locator("main .path")).to_have_count(0)
    if page.viewport_size["width"] < 600:
        first = page.locator(".thread-list a:visible, .tree a:visible").first
        page.locator(".tree summary").first.click()
    else:
        first = page.locator(".thread svg a").first

    first.click()

    expect(page.locator("main .path").first).to_be_visible()
    assert fits(page)


def test_points_are_added_up_while_they_are_typed(page):
    enter(page)
    page.goto("/priorities/")
    first = page.locator("input[data-sum-group]").first
    before = page.locator("output[data-sum-of]").first.inner_text()

    first.fill("1")

    assert page.locator("output[data-sum-of]").first.inner_text() != before


def test_a_reader_sees_and_changes_nothing(page):
    enter(page, "jeanne.arnoux")

    page.goto("/initiatives/")

    expect(page.locator("h1")).to_be_visible()
    assert page.locator('a[href="/initiatives/new/"]').count() == 0
    assert page.goto("/initiatives/new/").status == 403


def test_the_theme_chosen_stays(page):
    enter(page)
    page.emulate_media(color_scheme="light")
    page.goto("/")

    page.click("[data-theme-toggle]")
    page.reload()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
