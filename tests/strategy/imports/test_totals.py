"""The foot of a spreadsheet: a line of totals is no initiative, a project called so may be."""

import pytest


@pytest.mark.parametrize("label", ["Total", "TOTAL GÉNÉRAL", "Sous-total", "Totaux HT", "Subtotal"])
def test_a_line_of_totals_is_refused_with_its_reason(rehearse, portfolio_file, label):
    file = portfolio_file("Projet;Coût (M€);Objectif", "Un;1,5;A", "Deux;2,5;A", f"{label};4,0;")

    found = rehearse(file)

    assert [change.wanted.name for change in found.created] == ["Un", "Deux"]
    assert [(remark.row, remark.column) for remark in found.refused] == [(4, "Projet")]


@pytest.mark.parametrize("name", ["Grand Paris", "Total rewards", "Sous-traitance", "Ensemble"])
def test_a_project_whose_name_only_looks_like_it_is_kept(rehearse, portfolio_file, name):
    file = portfolio_file("Projet;Coût (M€)", "Un;1,5", f"{name};2,5")

    found = rehearse(file)

    assert [change.wanted.name for change in found.created] == ["Un", name]


def test_a_row_called_total_that_says_more_is_an_initiative(rehearse, portfolio_file):
    file = portfolio_file("Projet;Coût (M€);Objectif", "Un;1,5;A", "Total;2,5;Énergie")

    found = rehearse(file)

    assert [change.wanted.name for change in found.created] == ["Un", "Total"]


def test_a_total_in_the_column_of_codes_is_told_as_a_total(rehearse, portfolio_file):
    file = portfolio_file("Code;Projet;Coût (M€)", "P1;Un;1,5", "P2;Deux;2,5", "Total;;4,0")

    found = rehearse(file)

    assert [change.wanted.code for change in found.created] == ["P1", "P2"]
    assert [remark.reason for remark in found.refused] == [
        "Row 4 adds up the others: it is no initiative."
    ]
