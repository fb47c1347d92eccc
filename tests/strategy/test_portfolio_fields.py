"""The real portfolio files, and the same files transformed at random, against a second reading."""

import csv
import random
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.utils import translation

from cordee.platform.importing.mapping import mapped_rows
from cordee.platform.importing.reading import read_table
from cordee.platform.importing.suggesting import suggested_mapping
from cordee.strategy.models import Initiative
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS
from tests.platform.importing.files import delimited, workbook

DOCS = Path(__file__).parents[2] / "docs"
HEADERS = {
    "Nom du projet": ["Projet", "NOM_DU_PROJET", "Intitulé du projet", "Project name", "Libellé"],
    "Ministère nom complet": ["Ministère", "Direction", "Business unit", "Département"],
    "Phase du projet en cours": ["Phase", "Statut", "Status", "État d'avancement"],
    "Début": ["Date de début", "Start date", "Démarrage", "start_date"],
    "Durée prévisionnelle en année": ["Durée (années)", "Duration in years", "Durée"],
    "Zone fonctionnelle": ["Objectif stratégique", "Axe stratégique", "Strategic theme"],
    "Coût estimé": ["Coût total", "Budget", "Estimated cost", "Dépenses"],
}
SCALES = {"M€": 10**6, "k€": 10**3, "€": 1}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def portfolio(shared_data):
    return shared_data / "portfolio"


def _suggested(table):
    return suggested_mapping(
        table, fields=PORTFOLIO_FIELDS, today=date(2026, 11, 23), currency="CHF"
    )


def _read(table):
    mapping = _suggested(table)
    return mapping, list(mapped_rows(table, mapping=mapping, fields=PORTFOLIO_FIELDS))


def _columns(mapping):
    return {served.field: served.column for served in mapping.served}


def _spend(rows):
    """(known, unknown, total) of the only spend column."""
    readings = [row.spend[0] for row in rows]
    known = [reading.value.amount for reading in readings if reading.value]
    return len(known), len(readings) - len(known), sum(known)


def test_each_status_a_file_may_name_is_a_status_of_an_initiative():
    status = next(field for field in PORTFOLIO_FIELDS if field.name == "status")

    assert set(status.choices.values()) == set(Initiative.Status.values)


def test_panorama_is_read_whole(portfolio):
    table = read_table(portfolio / "panorama_grands_projets_2018.xlsx")

    mapping, rows = _read(table)

    assert (table.origin.sheet, table.decimal, len(table.rows), table.blank_rows) == (
        "Export CSV",
        ",",
        61,
        232,
    )
    assert _columns(mapping) == {
        "name": "Nom du projet",
        "description": "Description et objectifs du projet",
        "unit": "Ministère nom complet",
        "status": "Phase du projet en cours",
        "start": "Début",
        "duration_years": "Durée prévisionnelle en année",
        "objective": "Zone fonctionnelle",
        "url": "En savoir plus sur le projet",
    }
    assert _spend(rows) == (60, 1, Decimal(2_826_280_000))
    assert [row.spend[0].reason for row in rows if row.spend[0].value is None] == ["NA"]
    assert [problem for row in rows for problem in row.problems] == []
    assert len({row.values["objective"].value for row in rows}) == 37


def test_panorama_says_why_its_costs_are_in_millions_of_euros(portfolio):
    spend = _suggested(read_table(portfolio / "panorama_grands_projets_2018.xlsx")).spend

    assert [(each.column, each.multiplier, each.currency, each.period) for each in spend] == [
        ("Coût estimé", 10**6, "EUR", "whole-life")
    ]
    assert spend[0].evidence == (
        "its header “Coût estimé” names a spend",
        "60 of 61 cells are numbers",
        "60 of 60 values fall in the band their row names in “Coût estimé par tranche” "
        "when read in millions",
    )


@pytest.mark.parametrize(("year", "count"), [(2021, 184), (2022, 235), (2023, 244)])
def test_the_major_projects_of_each_year_are_read_whole(portfolio, year, count):
    path = portfolio / f"gmpp_{year}.csv"
    table = read_table(path)

    mapping, rows = _read(table)

    raw = path.read_bytes().decode("latin-1")
    records = list(csv.DictReader(StringIO(raw, newline=""), delimiter=";"))
    costs = [
        Decimal(re.sub("[£, ]", "", cost))
        for cost in (record["wlc_baseline_incl_NCG"] for record in records)
        if re.fullmatch(r"£?[\d,]+(\.\d+)?", cost)
    ]
    days = sum(re.match(r"[\d.-]{10}$", record["end_date"]) is not None for record in records)
    assert (table.origin.encoding, table.origin.delimiter) == ("cp1252", ";")
    assert _columns(mapping) == {
        "code": "project_number",
        "name": "project_name",
        "description": "description_aims",
        "unit": "department",
        "start": "start_date",
        "end": "end_date",
        "objective": "report_category",
    }
    assert [(each.column, each.multiplier, each.currency) for each in mapping.spend] == [
        ("wlc_baseline_incl_NCG", 10**6, "GBP")
    ]
    assert _spend(rows) == (len(costs), count - len(costs), sum(costs) * 10**6)
    assert sum(row.values["end"].value is not None for row in rows) == days
    assert [problem for row in rows for problem in row.problems] == []


def test_a_sentence_where_a_cost_is_expected_is_kept_as_the_reason(portfolio):
    _mapping, rows = _read(read_table(portfolio / "gmpp_2023.csv"))

    reasons = {row.spend[0].reason[:15] for row in rows if row.spend[0].value is None}

    assert reasons == {"", "Exempt under Se", "Early planning "}


@pytest.mark.parametrize("seed", range(24))
def test_panorama_transformed_at_random_says_the_same(tmp_path, portfolio, seed):
    rng = random.Random(seed)
    source = read_table(portfolio / "panorama_grands_projets_2018.xlsx")
    headers, rows, renamed = _transformed(source, rng)
    path = _written(tmp_path, [headers, *rows], rng)

    table = read_table(path)
    mapping, read = _read(table)

    assert (
        _columns(mapping).items()
        >= {
            "name": renamed["Nom du projet"],
            "unit": renamed["Ministère nom complet"],
            "status": renamed["Phase du projet en cours"],
            "start": renamed["Début"],
            "duration_years": renamed["Durée prévisionnelle en année"],
            "objective": renamed["Zone fonctionnelle"],
        }.items()
    )
    assert [each.currency for each in mapping.spend] == ["EUR"]
    assert _spend(read) == (60, 1, Decimal(2_826_280_000))
    assert {
        row.values["name"].value: (row.values["start"].value, row.spend[0].value) for row in read
    } == {
        row.values["name"].value: (row.values["start"].value, row.spend[0].value)
        for row in _read(source)[1]
    }


@pytest.mark.parametrize("seed", range(9))
def test_the_major_projects_transformed_at_random_say_the_same(tmp_path, portfolio, seed):
    rng = random.Random(seed)
    source = read_table(portfolio / f"gmpp_{2021 + seed % 3}.csv")
    headers = {
        "project_number": rng.choice(["Project ID", "Référence", "project_code"]),
        "project_name": rng.choice(["Name", "Project title", "Intitulé"]),
        "report_category": rng.choice(["Theme", "Strategic objective", "Axe stratégique"]),
        "wlc_baseline_incl_NCG": rng.choice(["Whole-life cost", "WLC", "Total cost"]),
        "end_date": rng.choice(["Finish date", "Date de fin", "Project end date"]),
    }
    order = rng.sample(range(len(source.columns)), len(source.columns))
    rows = [[row.cells[place] for place in order] for row in source.rows]
    rng.shuffle(rows)
    names = [source.columns[place].original for place in order]
    path = _written(tmp_path, [[headers.get(name, name) for name in names], *rows], rng)

    mapping, read = _read(read_table(path))

    _before, expected = _read(source)
    assert (_columns(mapping)["code"], _columns(mapping)["name"], _columns(mapping)["end"]) == (
        headers["project_number"],
        headers["project_name"],
        headers["end_date"],
    )
    assert _by_code(read) == _by_code(expected)


def _by_code(rows):
    return {
        row.values["code"].value: (
            row.values["objective"].value,
            row.values["end"].value,
            row.spend[0].value,
        )
        for row in rows
    }


def _transformed(source, rng):
    """Other headers, other unit, other order of columns and of rows."""
    renamed = {
        column.name: rng.choice([column.name, *HEADERS.get(column.name, [])])
        for column in source.columns
    }
    unit = rng.choice(list(SCALES))
    cost = source.column("Coût estimé").index
    if unit != "M€" and rng.random() < 0.5:
        renamed["Coût estimé"] += f" ({unit})"
    order = rng.sample(range(len(source.columns)), len(source.columns))
    rows = [
        [_scaled(cell, unit) if place == cost else cell for place, cell in enumerate(row.cells)]
        for row in source.rows
    ]
    rng.shuffle(rows)
    headers = [renamed[source.columns[place].name] for place in order]
    return headers, [[row[place] for place in order] for row in rows], renamed


def _scaled(cell, unit):
    if not re.fullmatch(r"[\d,]+", cell):
        return cell
    value = Decimal(cell.replace(",", ".")) * 10**6 / SCALES[unit]
    return f"{value:f}".replace(".", ",")


def _written(folder, rows, rng):
    if rng.random() < 0.4:
        titles = [["Portefeuille des grands projets"], []]
        return workbook(folder, rng.choice([titles, []]) + [_as_texts(row) for row in rows])
    return delimited(
        folder,
        [_as_texts(row) for row in rows],
        delimiter=rng.choice(";,\t|"),
        encoding=rng.choice(["utf-8", "utf-8-sig", "utf-16"]),
    )


def _as_texts(row):
    return ["" if cell is None else str(cell) for cell in row]


def test_the_documentation_of_mappings_names_every_field():
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")

    missing = [f.name for f in PORTFOLIO_FIELDS if f.kind != "money" and f"`{f.name}`" not in text]
    assert missing == []


def test_a_name_goes_by_many_words_the_plain_ones_first(tmp_path):
    rows = [["Objet", "Désignation", "Coût"], ["Refonte", "CRM", "1"], ["Achat", "ERP", "2"]]

    alone = _names(delimited(tmp_path, [row[1:] for row in rows], name="alone.csv"))
    beside = _names(delimited(tmp_path, [["Projet", *rows[0][1:]], *rows[1:]], name="beside.csv"))

    assert (alone, beside) == ("Désignation", "Projet")


def _names(file):
    mapping = suggested_mapping(
        read_table(file), fields=PORTFOLIO_FIELDS, today=date(2026, 11, 23), currency="EUR"
    )
    return mapping.column_of("name")
