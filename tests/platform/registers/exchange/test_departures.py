import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from cordee.people.registers import UNITS
from cordee.platform.access import Role
from cordee.platform.models import Export
from cordee.platform.registers import declared_registers, narrowed
from cordee.platform.registers.exchange.exporting import exported_numbers
from tests import factories
from tests.test_access import furnished

REGISTERS = declared_registers()


def by_name(register):
    return register.plural


@pytest.fixture
def rows(db):
    return furnished("valmorel", "Valmorel")


@pytest.fixture
def browser(rows, client):
    client.force_login(factories.member(rows.organisation, Role.OWNER))
    return client


def taken(browser, register, format, language="en", **asked):
    answer = browser.get(
        register.export_url,
        {"format": format, **asked},
        headers={"accept-language": language},
    )
    return b"".join(answer.streaming_content)


def sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize("register", REGISTERS, ids=by_name)
def test_every_register_leaves_in_three_formats_with_the_same_rows(register, rows, browser):
    from_json = json.loads(taken(browser, register, "json"))
    from_csv = list(csv.reader(io.StringIO(taken(browser, register, "csv").decode("utf-8-sig"))))
    from_xlsx = [[cell.value for cell in line] for line in sheet(taken(browser, register, "xlsx"))]

    numbers = [row["cordee"].split(".")[0] for row in from_json["rows"]]
    assert numbers == [
        str(row.pk) for row in narrowed(register, reader=reader_of_owner(rows), asked={})
    ]
    assert [line[-1].split(".")[0] for line in from_csv[1:]] == numbers
    assert [line[-1].split(".")[0] for line in from_xlsx[1:]] == numbers
    assert from_csv[0][:-1] == from_xlsx[0][:-1]


def reader_of_owner(rows):
    from cordee.people.queries import reader_of

    owner = rows.organisation.memberships.get(role=Role.OWNER).user
    return reader_of(owner, organisation_id=rows.organisation.pk)


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_what_leaves_is_what_the_list_shows_filtered_and_sorted(format, rows, browser):
    for code, name, kind in (("A", "Atelier", "it"), ("Z", "Zinc", "it"), ("B", "Banc", "support")):
        factories.unit(rows.organisation, code, name, kind=kind)

    content = taken(browser, UNITS, format, kind="it", sort="-name", q="i")

    if format == "json":
        names = [row["name"] for row in json.loads(content)["rows"]]
    elif format == "csv":
        names = [line.split(",")[0] for line in content.decode("utf-8-sig").splitlines()[1:]]
    else:
        names = [cell.value for cell in sheet(content)["A"][1:]]
    assert names == ["Zinc", "Atelier"]


def test_a_file_says_what_it_is(rows, browser):
    content = taken(browser, UNITS, "xlsx", kind="business", q="Unité")

    book = openpyxl.load_workbook(io.BytesIO(content))
    told = {label.value: text.value for label, text in book.worksheets[1].iter_rows(max_col=2)}
    assert told["Organisation"] == "Valmorel et fils"
    assert told["Rows"] == "containing “Unité”; Kind: Business"
    assert told["Currency of the organisation"] == "EUR"
    assert told["Kind"] == "One of: Business, IT, Support."
    assert told["People (read only)"] == "Computed by Cordée: read only."
    assert book.worksheets[0].column_dimensions["F"].hidden


def test_cells_are_typed_and_no_formula_may_run(rows, browser):
    rows.initiative.name = "=HYPERLINK(1)"
    rows.initiative.start = date(2027, 3, 1)
    rows.initiative.save()

    found = sheet(taken(browser, register("initiatives"), "xlsx", q="HYPERLINK"))

    cells = dict(zip([c.value for c in found[1]], [c.value for c in found[2]], strict=True))
    assert cells["Name"] == "'=HYPERLINK(1)"
    assert cells["Start"].date() == date(2027, 3, 1)
    assert cells["State"] == "Candidate"
    assert cells["Unit"] == "valmorel-U"
    assert cells["Spend (read only)"] == 100


def register(plural):
    return next(one for one in REGISTERS if one.plural == plural)


def test_an_unknown_amount_leaves_an_empty_cell_and_its_reason(rows, browser):
    factories.spend(rows.other, None, unknown_reason="en cadrage")

    found = json.loads(taken(browser, register("spend_lines"), "json"))["rows"]

    assert [(row["amount"], row["unknown_reason"]) for row in found] == [
        (None, "en cadrage"),
        (100, None),
        (50, None),
    ]


def test_in_french_a_spreadsheet_opens_the_csv_at_once(rows, browser):
    content = taken(browser, register("exchange_rates"), "csv", language="fr").decode("utf-8-sig")

    assert content.splitlines()[0].startswith("Numéro dans Cordée;Devise;À compter du;Taux;")
    assert content.splitlines()[1].startswith(f"{rows.rate.pk};USD;2026-01-01;0,9;")


def test_who_took_what_out_is_kept_without_what_it_said(rows, browser):
    taken(browser, UNITS, "csv", q="Unité")

    kept = Export.objects.get()
    assert (kept.register, kept.format, kept.rows) == ("people:units", "csv", 1)
    assert kept.narrowed == "containing “Unité”"
    assert kept.by.memberships.get().role == Role.OWNER
    assert exported_numbers(kept) == [rows.unit.pk]


def test_an_export_costs_the_same_number_of_queries_for_one_row_and_for_many(
    rows, browser, django_assert_num_queries
):
    url = reverse("strategy:export_plans") + "?format=json"
    with django_assert_num_queries(8) as few:
        b"".join(browser.get(url).streaming_content)
    for year in range(2030, 2036):
        plan = type(rows.plan).objects.create(
            organisation=rows.organisation, unit=rows.unit, fiscal_year=year
        )
        plan.initiatives.add(rows.initiative)

    with django_assert_num_queries(len(few)):
        b"".join(browser.get(url).streaming_content)


def test_the_list_offers_to_leave_with_its_own_filter(rows, browser):
    page = browser.get(reverse("people:units"), {"kind": "it", "page": "1"})

    assert f'href="{UNITS.export_url}?kind=it&amp;format=xlsx"' in page.content.decode()
