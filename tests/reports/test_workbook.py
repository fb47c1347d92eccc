from io import BytesIO

import pytest
from openpyxl import load_workbook

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from tests.factories import initiative, spend
from tests.reports.conftest import FORMULA, ON, YEAR

FIRST = 5
"""First line of values, as a person reads the sheet."""


def opened(pack, *, values):
    content = write_board_pack(pack, kind="xlsx")
    return load_workbook(BytesIO(content), data_only=values)


def column(sheet, letter, count):
    return [sheet[f"{letter}{FIRST + n}"].value for n in range(count)]


def summary(book):
    return {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=FIRST)}


def test_the_sheets_are_those_of_the_golden_thread(pack):
    assert opened(pack, values=True).sheetnames == [
        "Summary",
        "Objectives",
        "Initiatives",
        "Contributions",
        "Conflicts",
        "Duplicates",
        "Method",
    ]


def test_stored_values_are_the_figures_of_the_picture(pack):
    book, picture = opened(pack, values=True), pack.picture

    told = summary(book)
    assert told["Alignment"] == pytest.approx(picture.score)
    assert told["Spend"] == float(picture.total)
    assert told["Spend without objective"] == float(picture.orphan_spend)
    assert told["Concentration"] == pytest.approx(picture.concentration)
    assert told["Spend in conflict"] == float(picture.conflict_spend)
    assert column(book["Objectives"], "E", 2) == [float(o.spend) for o in picture.objectives]
    assert column(book["Objectives"], "F", 2) == [o.share for o in picture.objectives]


def test_formulas_followed_by_hand_give_the_figures_of_the_picture(pack):
    book, picture = opened(pack, values=True), pack.picture
    sources, links = book["Initiatives"], book["Contributions"]

    spend = dict(zip(column(sources, "A", 4), column(sources, "H", 4), strict=True))
    given = list(
        zip(column(links, "A", 3), column(links, "C", 3), column(links, "E", 3), strict=True)
    )
    known = {number: amount for number, amount in spend.items() if amount != "unknown"}
    total = sum(known.values())
    by_objective = {n: sum(known[s] * p for s, o, p in given if o == n) for n in (1, 2)}
    linked = {n: sum(p for s, _o, p in given if s == n) for n in known}
    orphan = sum(amount * (1 - linked[number]) for number, amount in known.items())
    priorities = column(book["Objectives"], "D", 2)
    gaps = [abs(by_objective[n] / total - p) for n, p in enumerate(priorities, start=1)]

    assert total == float(picture.total)
    assert list(by_objective.values()) == [float(o.spend) for o in picture.objectives]
    assert orphan == float(picture.orphan_spend)
    assert 1 - 0.5 * (sum(gaps) + orphan / total) == pytest.approx(picture.score)


def test_totals_shares_and_the_score_are_formulas(pack):
    book = opened(pack, values=False)

    assert [cell.value for cell in book["Objectives"][FIRST][4:7]] == [
        "=SUMIFS('Contributions'!$F$5:$F$7,'Contributions'!$C$5:$C$7,A5)",
        "=E5/SUM('Initiatives'!$H$5:$H$8)",
        "=F5-D5",
    ]
    assert book["Contributions"]["F5"].value == (
        "=E5*INDEX('Initiatives'!$H$5:$H$8,MATCH(A5,'Initiatives'!$A$5:$A$8,0))"
    )
    assert summary(book)["Alignment"] == (
        "=1-0.5*(SUMPRODUCT(ABS('Objectives'!$G$5:$G$6))"
        "+SUM('Initiatives'!$J$5:$J$8)/SUM('Initiatives'!$H$5:$H$8))"
    )


def test_a_name_that_looks_like_a_formula_stays_text(pack):
    sheet = opened(pack, values=False)["Initiatives"]

    cell = next(cell for cell in sheet["D"] if cell.value == FORMULA)
    assert cell.data_type == "s"


def test_an_unknown_cost_is_a_word_not_a_zero(pack):
    sheet = opened(pack, values=True)["Initiatives"]

    row = next(r for r in sheet.iter_rows(min_row=FIRST, values_only=True) if r[3] == "Orion")
    assert (row[7], row[9], row[10], row[11]) == ("unknown", "unknown", "unknown", "en cadrage")


def test_each_sheet_says_its_date_its_coverage_and_its_currency_and_keeps_its_heads(pack):
    book = opened(pack, values=True)

    assert {sheet["A2"].value for sheet in book} == {f"{pack.source} · EUR"}
    assert {sheet.freeze_panes for sheet in book} == {"A5"}
    assert book["Initiatives"].auto_filter.ref == "A4:M8"
    assert book["Initiatives"]["H4"].value == "Spend (EUR)"
    assert book["Initiatives"]["H5"].number_format == "#,##0.00"


def test_an_empty_portfolio_gives_a_workbook_with_a_sentence(empty_pack):
    book = opened(empty_pack, values=True)

    assert book["Summary"]["A1"].value == "No initiative has been brought in yet"
    assert summary(book)["Alignment"] == "not computed"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sheets_refer_to_each_other_in_both_languages(portfolio, cio_reader, language):
    book = opened(board_pack(cio_reader, basis=YEAR, on=ON, language=language), values=False)

    initiatives = book.sheetnames[2]
    assert book.worksheets[0]["B6"].value == f"=SUM('{initiatives}'!$H$5:$H$8)"


def test_rows_are_as_high_as_their_wrapped_words(portfolio, cio_reader):
    long = initiative(portfolio, "I-05", "Une initiative au nom très long " * 8)
    spend(long, 1_000, fiscal_year=2027)

    made = board_pack(cio_reader, basis=YEAR, on=ON, language="en")
    sheet = opened(made, values=True)["Initiatives"]

    heights = {row[2].value: sheet.row_dimensions[row[2].row].height for row in sheet.iter_rows()}
    width = sheet.column_dimensions["D"].width
    least = len("Une initiative au nom très long " * 8) / width * 15
    assert heights["I-05"] >= least
    assert heights["I-03"] is None
