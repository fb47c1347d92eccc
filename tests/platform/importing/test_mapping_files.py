import tomllib
from dataclasses import replace

import pytest

from cordee.platform.errors import Refused
from cordee.platform.importing.fields import Field
from cordee.platform.importing.mapping import Mapping, Served, SpendColumn
from cordee.platform.importing.mapping_files import (
    mapping_as_toml,
    mapping_from_toml,
    sheet_named_in,
)
from tests.platform.importing.files import read_rows

FIELDS = (
    Field("name", "text", synonyms=(), required=True),
    Field("unit", "unit", synonyms=()),
    Field("spend", "money", synonyms=()),
)
ROWS = [["Projet", "Coût", 'Dir "x" \\ [é]', "Coût"], ["A", "1", "u", "2"]]
SPEND = '[columns]\nname = "Projet"\n\n[[spend]]\ncolumn = "Coût"\ncurrency = "EUR"\n'


@pytest.fixture
def table(tmp_path):
    return read_rows(tmp_path, ROWS)


def test_a_mapping_comes_back_from_its_text_with_the_evidence_as_comments(table):
    mapping = Mapping(
        (
            Served("name", "Projet", ("its header “Projet”\nis a known name", "\x00 \u2028 end")),
            Served("unit", 'Dir "x" \\ [é]'),
        ),
        (
            SpendColumn("Coût", 10**6, "EUR", evidence=("12 of 13 [x] = “y”",)),
            SpendColumn("Coût (2)", 1, "GBP", 2027, "capex", "run", "actual"),
        ),
    )

    text = mapping_as_toml(mapping)

    assert mapping_from_toml(text, table=table, fields=FIELDS) == Mapping(
        tuple(replace(each, evidence=()) for each in mapping.served),
        tuple(replace(each, evidence=()) for each in mapping.spend),
    )
    assert "# its header “Projet” is a known name\n# end\nname = " in text
    assert set(tomllib.loads(text)) == {"columns", "spend"}


def test_what_a_spend_section_does_not_say_has_a_default(table):
    mapping = mapping_from_toml(SPEND, table=table, fields=FIELDS)

    assert mapping == Mapping((Served("name", "Projet"),), (SpendColumn("Coût", 1, "EUR"),))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", "The mapping is not valid TOML: Invalid value (at end of document)."),
        ("[column]\n", "Mapping, line 1, “column”: expected one of: “columns”"),
        ('[columns]\n\nnom = "Projet"', "Mapping, line 3, “nom”: expected one of: “name”"),
        (
            '[columns]\nname = "projets"',
            "Mapping, line 2, “name”: “portfolio.csv” has no column “projets”; "
            "the nearest are “Projet”.",
        ),
        (
            '[columns]\nname = "COUT"',
            "Mapping, line 2, “name”: “portfolio.csv” has no column “COUT”; "
            "the nearest are “Coût”, “Coût (2)”.",
        ),
        (
            '[columns]\nname = "Financement"',
            "Mapping, line 2, “name”: “portfolio.csv” has no column “Financement”, but “Projet”, ",
        ),
        ("[columns]\nname = 3", "Mapping, line 2, “name”: the name of a column is expected."),
        ("columns = 3", "Mapping, line 1, “columns”: a section of fields is expected."),
        ("spend = 3", "Mapping, line 1, “spend”: sections [[spend]] are expected."),
        ('sheet = "X"', "Mapping, line 1, “sheet”: the sheet read is “”."),
        (SPEND + "multiplier = 0", "Mapping, line 7, “multiplier”: a whole number such as"),
        (SPEND + "multiplier = true", "Mapping, line 7, “multiplier”: a whole number such as"),
        (SPEND + 'period = "2027"', "Mapping, line 7, “period”: “whole-life” or a year such as"),
        (SPEND + 'nature = "x"', "Mapping, line 7, “nature”: expected one of: “”, “capex”"),
        (SPEND + "stage = []", "Mapping, line 7, “stage”: expected one of: “planned”"),
        (SPEND.replace("EUR", "€"), "Mapping, line 6, “currency”: a code of three capitals"),
    ],
)
def test_a_mistake_is_refused_with_its_line_and_what_was_expected(table, text, sentence):
    with pytest.raises(Refused) as refused:
        mapping_from_toml(text, table=table, fields=FIELDS)

    assert str(refused.value)[: len(sentence)] == sentence


def test_the_sheet_is_known_before_the_file_is_read():
    with pytest.raises(Refused) as refused:
        sheet_named_in("sheet = 3")

    assert (sheet_named_in('sheet = "S"'), sheet_named_in("[columns]")) == ("S", None)
    assert str(refused.value) == "Mapping, line 1, “sheet”: the name of a sheet is expected."
