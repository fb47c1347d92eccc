from datetime import date
from decimal import Decimal

import pytest

from cordee.platform.errors import Refused
from cordee.platform.importing.fields import Field
from cordee.platform.importing.mapping import (
    MappedRow,
    Mapping,
    Money,
    Problem,
    Served,
    SpendColumn,
    mapped_rows,
)
from cordee.platform.importing.values import Reading
from tests.platform.importing.files import read_rows

FIELDS = (
    Field("code", "key", synonyms=()),
    Field("name", "text", synonyms=(), required=True),
    Field("unit", "unit", synonyms=()),
    Field("end", "date", synonyms=(), ends_period=True),
    Field("share", "share", synonyms=()),
    Field("tags", "list", synonyms=()),
)


def _rows(table, *served, spend=()):
    mapping = Mapping(tuple(Served(*each) for each in served), spend)
    return list(mapped_rows(table, mapping=mapping, fields=FIELDS))


def test_each_cell_is_read_as_its_field_asks(tmp_path):
    table = read_rows(
        tmp_path,
        [
            ["Projet", "BU", "Fin", "Part", "Mots", "k€", "Dollars"],
            ["NC", "NA", "06/2027", "25", "ia;web", "1 234,5", "$5m"],
            ["CRM", "Ventes", "en cadrage", "12,5 %", "", "?", "3 k€"],
        ],
    )
    spend = (SpendColumn("k€", 1_000, "EUR"), SpendColumn("Dollars", 10**6, "EUR"))

    rows = _rows(
        table,
        ("name", "Projet"),
        ("unit", "BU"),
        ("end", "Fin"),
        ("share", "Part"),
        ("tags", "Mots"),
        spend=spend,
    )

    assert rows == [
        MappedRow(
            2,
            {
                "name": Reading("NC"),
                "unit": Reading(None, "NA"),
                "end": Reading(date(2027, 6, 30)),
                "share": Reading(Decimal("0.25")),
                "tags": Reading(("ia", "web")),
            },
            (Reading(Money(Decimal(1_234_500), "EUR")), Reading(Money(Decimal(5 * 10**6), "USD"))),
            (),
        ),
        MappedRow(
            3,
            {
                "name": Reading("CRM"),
                "unit": Reading("Ventes"),
                "end": Reading(None, "en cadrage"),
                "share": Reading(Decimal("0.125")),
                "tags": Reading(None),
            },
            (Reading(None, "?"), Reading(Money(Decimal(3_000), "EUR"))),
            (),
        ),
    ]


def test_a_row_without_its_name_or_with_a_key_already_seen_has_a_problem(tmp_path):
    rows = [["Code", "Projet"], ["P1", "Web"], ["P2", ""], ["P1", "CRM"]]

    found = _rows(read_rows(tmp_path, rows), ("code", "Code"), ("name", "Projet"))

    assert [row.problems for row in found] == [
        (),
        (Problem("Projet", "Row 3: “Projet” is empty."),),
        (Problem("Code", "Row 4: “P1” is already the key of row 2."),),
    ]


def test_without_a_code_the_name_is_the_key(tmp_path):
    table = read_rows(tmp_path, [["Projet", "BU"], ["Web", "A"], ["Web", "B"]])

    found = _rows(table, ("name", "Projet"))

    assert [row.problems for row in found] == [
        (),
        (Problem("Projet", "Row 3: “Web” is already the key of row 2."),),
    ]


def test_a_required_field_without_a_column_is_refused(tmp_path):
    table = read_rows(tmp_path, [["Projet", "BU"], ["Web", "A"]])

    with pytest.raises(Refused) as refused:
        _rows(table, ("unit", "BU"))

    assert str(refused.value) == (
        "No column of “portfolio.csv” is mapped to “name”, which is required."
    )


def test_shares_between_zero_and_one_are_not_percentages(tmp_path):
    table = read_rows(tmp_path, [["Projet", "Part"], ["A", "0,25"], ["B", "1"]])

    found = _rows(table, ("name", "Projet"), ("share", "Part"))

    assert [row.values["share"].value for row in found] == [Decimal("0.25"), Decimal(1)]
