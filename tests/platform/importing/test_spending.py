import pytest

from cordee.platform.importing.fields import Field
from tests.platform.importing.files import mapping_of, read_rows

FIELDS = (
    Field("name", "text", synonyms=("projet",), required=True),
    Field(
        "spend",
        "money",
        synonyms=("budget", "coût total", "capex", "opex", "run", "build", "réalisé"),
        weak_synonyms=("montant",),
        excluded_words=("gain", "écart"),
    ),
)


def _spend(folder, *headers):
    rows = [["Projet", *headers]]
    rows += [[name, *(str(rank + 1) for rank, _ in enumerate(headers))] for name in "ABC"]
    return [
        (each.column, each.period, each.nature, each.purpose, each.stage)
        for each in mapping_of(read_rows(folder, rows), FIELDS).spend
    ]


@pytest.mark.parametrize(
    ("headers", "spend"),
    [
        (["Coût total"], [("Coût total", "whole-life", "", "", "planned")]),
        (["Montant", "Coût total"], [("Coût total", "whole-life", "", "", "planned")]),
        (["Montant", "Gain en montant"], [("Montant", "whole-life", "", "", "planned")]),
        (
            ["Coût total", "Budget 2026", "Budget 2027"],
            [
                ("Budget 2026", 2026, "", "", "planned"),
                ("Budget 2027", 2027, "", "", "planned"),
            ],
        ),
        (
            ["Budget 2027", "Capex 2027", "Opex 2027"],
            [
                ("Capex 2027", 2027, "capex", "", "planned"),
                ("Opex 2027", 2027, "opex", "", "planned"),
            ],
        ),
        (
            ["Capex", "Opex"],
            [
                ("Capex", "whole-life", "capex", "", "planned"),
                ("Opex", "whole-life", "opex", "", "planned"),
            ],
        ),
        (
            ["Run 2027", "Build 2027"],
            [
                ("Run 2027", 2027, "", "run", "planned"),
                ("Build 2027", 2027, "", "change", "planned"),
            ],
        ),
        (
            ["Budget réalisé 2026", "Budget FY26"],
            [("Budget FY26", 2026, "", "", "planned")],
        ),
        (["Budget 1998"], [("Budget 1998", "whole-life", "", "", "planned")]),
        (["Réalisé 2026"], [("Réalisé 2026", 2026, "", "", "actual")]),
    ],
)
def test_the_spend_is_one_kind_of_figure(tmp_path, headers, spend):
    assert _spend(tmp_path, *headers) == spend


def test_what_is_left_out_is_said(tmp_path):
    rows = [["Projet", "Budget 2027", "Coût total"], ["A", "1", "2"], ["B", "3", "4"]]

    spend = mapping_of(read_rows(tmp_path, rows), FIELDS).spend

    assert spend[0].evidence[-1] == ("left out, so that nothing is counted twice: “Coût total”")


def test_a_column_of_words_is_no_spend(tmp_path):
    rows = [["Projet", "Budget"], ["A", "validé"], ["B", "à revoir"]]

    assert mapping_of(read_rows(tmp_path, rows), FIELDS).spend == ()
