import pytest
from django.urls import reverse

from cordee.people.models import Unit
from cordee.people.queries import reader_of
from cordee.people.registers import UNITS
from cordee.people.services import save_unit
from cordee.platform.access import Role
from cordee.platform.models import ImportRun
from tests import factories
from tests.pages import IN_ENGLISH, links, words
from tests.platform.registers.exchange.files import AT, edited, taken_out
from tests.test_access import furnished


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "imports"


@pytest.fixture
def rows(db):
    return furnished("valmorel", "Valmorel")


@pytest.fixture
def owner(rows):
    return factories.member(rows.organisation, Role.OWNER)


@pytest.fixture
def reader(rows, owner):
    return reader_of(owner, organisation_id=rows.organisation.pk)


@pytest.fixture
def browser(client, owner):
    client.force_login(owner)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def given(browser, path, url=UNITS.bring_back_url):
    with path.open("rb") as file:
        return browser.post(url, {"file": file}, follow=True)


@pytest.fixture
def clash(rows, owner, reader, tmp_path):
    """A unit whose name changed here and in the file, whose code changed in the file."""
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    rows.unit.name = "Ici"
    save_unit(rows.unit, by=owner, at=AT)
    return edited(path, {(2, "Name"): "Là-bas", (2, "Code"): "NOUV"})


def seen_in(page):
    return page.context["seen"]


def test_the_list_leads_to_where_an_edited_export_comes_back(browser):
    page = browser.get(UNITS.list_url, headers=IN_ENGLISH)

    assert UNITS.bring_back_url in links(page)


def test_the_page_shows_each_cell_then_here_and_in_the_file(browser, clash):
    page = given(browser, clash)

    told = words(page)
    assert "1 row to change" in told
    assert "1 cell changed here and in the file: choose" in told
    assert "Name Unité Valmorel Ici Là-bas" in told
    assert "Code valmorel-U valmorel-U NOUV" in told
    assert Unit.objects.get().name == "Ici"


@pytest.mark.parametrize(("choice", "name"), [("here", "Ici"), ("file", "Là-bas")])
def test_applying_writes_what_was_chosen(choice, name, browser, clash):
    page = given(browser, clash)
    run = ImportRun.objects.get()

    done = browser.post(
        reverse("people:apply_units", args=[run.pk]),
        {"seen": seen_in(page), "take-2-name": choice},
        follow=True,
    )

    assert "1 row changed" in words(done)
    assert list(Unit.objects.values_list("name", "code")) == [(name, "NOUV")]


def test_undoing_from_the_page_gives_everything_back(browser, clash):
    page = given(browser, clash)
    run = ImportRun.objects.get()
    browser.post(
        reverse("people:apply_units", args=[run.pk]),
        {"seen": seen_in(page), "take-2-name": "file"},
    )

    done = browser.post(reverse("people:undo_units", args=[run.pk]), follow=True)

    assert "This import was undone: all is as it was before" in words(done)
    assert list(Unit.objects.values_list("name", "code")) == [("Ici", "valmorel-U")]


def test_a_change_made_after_the_page_was_shown_asks_to_look_again(browser, clash, owner):
    page = given(browser, clash)
    run, unit = ImportRun.objects.get(), Unit.objects.get()
    unit.name = "Encore"
    save_unit(unit, by=owner, at=AT)

    answer = browser.post(
        reverse("people:apply_units", args=[run.pk]),
        {"seen": seen_in(page), "take-2-name": "file"},
    )

    told = words(answer)
    assert "Something changed here since these differences were shown: look at them again." in told
    assert "Name Unité Valmorel Encore Là-bas" in told
    assert Unit.objects.get().name == "Encore"
    assert 'value="file" checked' in answer.content.decode()


def test_refused_rows_are_told_with_their_reason_before_and_after(browser, reader, rows, tmp_path):
    factories.unit(rows.organisation, "Z", "Zinc")
    path = taken_out(UNITS, reader=reader, folder=tmp_path)
    edited(path, {(2, "Kind"): "Licorne", (3, "Name"): "Zinc 2"})

    page = given(browser, path)
    run = ImportRun.objects.get()
    done = browser.post(
        reverse("people:apply_units", args=[run.pk]), {"seen": seen_in(page)}, follow=True
    )

    assert "1 row to change, 1 row refused" in words(page)
    assert "Business Licorne Choose one of: Business, IT, Support." in words(page)
    assert "Choose one of: Business, IT, Support." in words(done)
    assert "1 row changed, 1 row refused" in words(done)


def test_a_new_row_said_nothing_when_the_file_left(browser, reader, rows, tmp_path):
    path = edited(
        taken_out(UNITS, reader=reader, folder=tmp_path), {(3, "Name"): "Neuve", (3, "Code"): "N"}
    )

    page = given(browser, path)

    assert "Name — — Neuve Code — — N" in words(page)


def test_a_file_that_changes_nothing_says_so(browser, reader, rows, tmp_path):
    page = given(browser, taken_out(UNITS, reader=reader, folder=tmp_path, format="csv"))

    assert "Nothing new in this file: everything it says is already here" in words(page)
    assert "Apply this import" not in words(page)


def test_a_file_that_is_no_table_gets_a_sentence(browser, tmp_path):
    path = tmp_path / "photo.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")

    page = given(browser, path)

    assert "photo.xlsx" in words(page)
    assert not ImportRun.objects.exists()


def test_the_wizard_of_portfolios_leads_an_export_to_its_own_list(browser, clash):
    page = given(browser, clash, url=reverse("strategy:new_import"))

    run = ImportRun.objects.get()
    assert page.redirect_chain == [(reverse("people:returned_units", args=[run.pk]), 302)]
    listed = words(browser.get(reverse("strategy:imports")))
    assert run.file_name in listed
    assert browser.get(reverse("strategy:import", args=[run.pk])).status_code == 302


def test_the_wizard_refuses_an_export_that_the_role_may_not_write(rows, client, clash):
    client.force_login(factories.member(rows.organisation, Role.FINANCE))

    page = given(client, clash, url=reverse("strategy:new_import"))

    assert page.status_code == 200
    assert not ImportRun.objects.exists()
