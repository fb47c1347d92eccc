"""Real portfolios written otherwise: the same picture must come out.

Columns in another order, headers renamed within the synonyms, amounts in another unit that the
header states, rows shuffled, the other format: nothing may be tuned to one file.
"""

import csv
import io
import random
import re
from decimal import Decimal

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from cordee.platform.importing.fields import plain
from cordee.platform.importing.units import unit_in
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

FIELDS = {field.name: field for field in PORTFOLIO_FIELDS}
UNITS = {"€": 1, "k€": 1_000, "M€": 1_000_000, "Md€": 1_000_000_000}
POUNDS = {"£": 1, "£k": 1_000, "£m": 1_000_000}
SPEND_HEADERS = ("Coût du projet", "Budget total", "Coût complet", "Total cost", "Project cost")


class Portfolio:
    """A real file as columns of text, and what is known of it by other means."""

    def __init__(self, rows, *, fields, spend, units, key):
        self.rows, self.fields, self.spend, self.units, self.key = rows, fields, spend, units, key

    def expected(self):
        """Key -> amount in units, None when unknown."""
        return {row[self.key]: amount_of(row[self.spend]) for row in self.rows}


def amount_of(text):
    """Amounts of both real files are in millions: 53,02 or £2,013.02 or 7.9."""
    bare = re.sub(r"[£\s]", "", text)
    bare = bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
    bare = bare.replace(",", "")
    return Decimal(bare) * 1_000_000 if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None


@pytest.fixture(scope="module")
def panorama(shared_data):
    sheet = CalamineWorkbook.from_path(
        str(shared_data / "portfolio/panorama_grands_projets_2018.xlsx")
    ).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    return Portfolio(
        [dict(zip(header, map(str, row), strict=True)) for row in rows if any(row)],
        fields={
            "Nom du projet": "name",
            "Phase du projet en cours": "status",
            "Début": "start",
            "Zone fonctionnelle": "objective",
            "Ministère nom complet": "unit",
        },
        spend="Coût estimé",
        units=UNITS,
        key="Nom du projet",
    )


@pytest.fixture(scope="module")
def gmpp(shared_data):
    text = (shared_data / "portfolio/gmpp_2022.csv").read_bytes().decode("cp1252")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return Portfolio(
        [dict(zip(header, map(str.strip, row), strict=False)) for row in rows if any(row)],
        fields={
            "project_number": "code",
            "project_name": "name",
            "department": "unit",
            "report_category": "objective",
            "start_date": "start",
        },
        spend="wlc_baseline_incl_NCG",
        units=POUNDS,
        key="project_number",
    )


def transformed(portfolio, *, rng, folder, mark):
    """The same portfolio in another file."""
    sign, scale = rng.choice(sorted(portfolio.units.items()))
    spend = f"{rng.choice(SPEND_HEADERS)} ({sign})"
    columns = [(rng.choice(synonyms_of(field)), name) for name, field in portfolio.fields.items()]
    columns.append((spend, portfolio.spend))
    rng.shuffle(columns)
    rows = rng.sample(portfolio.rows, len(portfolio.rows))
    table = [[header for header, _name in columns]]
    for row in rows:
        cells = [row[name] for _header, name in columns]
        place = [name for _header, name in columns].index(portfolio.spend)
        cells[place] = rewritten(row[portfolio.spend], scale=scale, mark=mark)
        table.append(cells)
    return write(table, rng=rng, folder=folder)


def synonyms_of(field):
    """Headers that name this field and no other, and that say nothing of a unit of money."""
    owners = {}
    for other in PORTFOLIO_FIELDS:
        for synonym in other.synonyms:
            owners.setdefault(plain(synonym), set()).add(other.name)
    return [
        synonym
        for synonym in FIELDS[field].synonyms
        if owners[plain(synonym)] == {field} and unit_in(synonym).currency is None
    ]


def rewritten(text, *, scale, mark):
    amount = amount_of(text)
    if amount is None:
        return text
    told = f"{(amount / scale).normalize():f}"
    return told.replace(".", mark)


def write(table, *, rng, folder):
    if rng.random() < 0.5:
        file = folder / "portfolio.csv"
        delimiter = rng.choice(";\t|")
        with file.open("w", newline="", encoding=rng.choice(["utf-8-sig", "utf-16"])) as stream:
            csv.writer(stream, delimiter=delimiter).writerows(table)
        return file
    file = folder / "portfolio.xlsx"
    book = xlsxwriter.Workbook(file, {"strings_to_urls": False})
    sheet = book.add_worksheet("Données")
    for number, row in enumerate(table):
        sheet.write_row(number, 0, row)
    book.close()
    return file


def told(found):
    """Key -> amount, from the rehearsal."""
    by_name = found.mapping.column_of("code") is None
    return {
        (change.wanted.name if by_name else change.wanted.code): spend.amount
        for change in found.created
        for spend in change.wanted.spend
    }


@pytest.mark.parametrize("mark", [",", "."])
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["panorama", "gmpp"])
def test_the_same_portfolio_written_otherwise_gives_the_same_amounts(
    request, rehearse, tmp_path, name, seed, mark
):
    portfolio = request.getfixturevalue(name)
    file = transformed(portfolio, rng=random.Random(seed), folder=tmp_path, mark=mark)

    found = rehearse(file)

    currencies = {spend.currency for spend in found.mapping.spend}
    assert told(found) == portfolio.expected()
    assert currencies == {"EUR" if portfolio.units is UNITS else "GBP"}
    assert found.counts["refused"] == 0
