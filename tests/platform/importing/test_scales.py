import pytest

from cordee.platform.importing.scales import Scale, scale_of
from tests.platform.importing.files import read_rows

NOTHING = "no unit found: taken as units; check"


def _scale(folder, rows, *, header="Coût"):
    table = read_rows(folder, rows)
    return scale_of(table, column=table.column(header), currency="CHF")


@pytest.mark.parametrize(
    ("header", "multiplier", "currency"),
    [
        ("Budget (M€)", 10**6, "EUR"),
        ("Budget k€", 10**3, "EUR"),
        ("Cost in £m", 10**6, "GBP"),
        ("Cost ($bn)", 10**9, "USD"),
        ("Coût en millions d'euros", 10**6, "EUR"),
        ("Coût KEUR", 10**3, "EUR"),
    ],
)
def test_the_header_may_state_the_unit(tmp_path, header, multiplier, currency):
    scale = _scale(tmp_path, [["Projet", header], ["A", "12,5"]], header=header)

    sentence = f"its header “{header}” states the unit"
    assert scale == Scale(multiplier, currency, (sentence,))


def test_the_cells_may_state_the_unit(tmp_path):
    scale = _scale(tmp_path, [["Projet", "Coût"], ["A", "12 M€"], ["B", "3,5 M€"], ["C", "4"]])

    evidence = ("2 of 3 numbers state their unit in their cell",)
    assert scale == Scale(10**6, "EUR", evidence)


def test_a_column_of_bands_tells_the_unit_its_amounts_are_written_in(tmp_path):
    bands = ["entre 20 et 100 M€", "moins de 5 M€", "plus de 100 M€", "5 à 9 M€", "en cadrage"]
    amounts = ["53,02", "4,42", "250", "8", "12"]
    rows = [["Coût", "Tranche"], *zip(amounts, bands, strict=True), ["9", "entre 9 et 20 M€"]]

    scale = _scale(tmp_path, rows)

    evidence = (
        "5 of 5 values fall in the band their row names in “Tranche” when read in millions",
    )
    assert scale == Scale(10**6, "EUR", evidence)


def test_bands_in_millions_tell_that_large_amounts_are_in_units(tmp_path):
    rows = [["Coût", "Tranche"]]
    rows += [[str(53_020_000 + step), "entre 20 et 100 M€"] for step in range(6)]

    scale = _scale(tmp_path, rows)

    assert (scale.multiplier, scale.currency) == (1, "EUR")


def test_bands_that_the_amounts_do_not_fall_in_tell_nothing(tmp_path):
    rows = [["Coût", "Tranche"]] + [[str(step), "entre 20 et 100 M€"] for step in range(200, 206)]

    scale = _scale(tmp_path, rows)

    assert (scale.multiplier, scale.currency) == (1, "CHF")
    assert scale.evidence[0] == NOTHING


def test_a_comment_that_quotes_the_amount_with_its_unit_tells_it(tmp_path):
    amounts = ["2,013.02", "1,996.00", "375.90", "12.50", "43"]
    rows = [["Coût", "Comment"]]
    rows += [[cell, f"It rose from £1.00m to £{cell.replace(',', '')}m."] for cell in amounts]

    scale = _scale(tmp_path, rows)

    evidence = (
        "5 of 5 values are quoted with their unit in “Comment” (“£2013.02m”): they are in millions",
    )
    assert scale == Scale(10**6, "GBP", evidence)


def test_another_header_may_name_the_currency(tmp_path):
    rows = [["Coût", "Gains (£m)"], ["12.5", "3.5"]]

    scale = _scale(tmp_path, rows)

    evidence = ("the header “Gains (£m)” of another column of amounts states the unit",)
    assert scale == Scale(10**6, "GBP", evidence)


def test_a_unit_that_nothing_tells_is_said_to_be_a_guess(tmp_path):
    scale = _scale(tmp_path, [["Projet", "Coût"], ["A", "12,5"]])

    evidence = (NOTHING, "no currency found: taken as CHF, the organisation's; check")
    assert scale == Scale(1, "CHF", evidence)


def test_a_line_above_the_table_may_state_the_unit(tmp_path):
    rows = [["Comité de mars", ""], ["Montants en k€", ""], ["Projet", "Coût"], ["A", "12"]]

    scale = _scale(tmp_path, rows)

    assert scale == Scale(10**3, "EUR", ("“Montants en k€”, above the table, states the unit",))


def test_beside_cells_that_state_their_unit_a_currency_alone_means_units(tmp_path):
    scale = _scale(
        tmp_path, [["Projet", "Coût"], ["A", "12 k€"], ["B", "3 k€"], ["C", "250 000 €"]]
    )

    evidence = "some numbers state their unit, others a currency alone: these are in units"
    assert scale == Scale(1, "EUR", (evidence,))
