from cordee.platform.importing.table import Row
from tests.platform.importing.files import read_rows


def test_title_lines_above_the_table_are_passed_over(tmp_path):
    table = read_rows(
        tmp_path,
        [
            ["Portefeuille de projets", "", "", ""],
            ["Exporté le", "12/03/2026", "", ""],
            ["Projet", "Direction", "Coût", "Début"],
            ["Web", "Ventes", "12", "2026"],
            ["CRM", "Ventes", "13", "2027"],
        ],
    )

    assert (table.header_row, len(table.rows)) == (3, 2)
    assert [each.name for each in table.columns] == ["Projet", "Direction", "Coût", "Début"]


def test_years_may_be_headers(tmp_path):
    table = read_rows(tmp_path, [["Projet", "2026", "2027"], ["Web", "12", "13"]])

    assert [each.name for each in table.columns] == ["Projet", "2026", "2027"]


def test_columns_of_one_name_are_numbered_and_a_column_without_name_has_its_letter(tmp_path):
    rows = [["cost", "cost (2)", "cost", "", "note", ""], ["1", "2", "3", "4", "x", ""]]

    table = read_rows(tmp_path, rows)

    assert [(each.index, each.name, each.original) for each in table.columns] == [
        (0, "cost", "cost"),
        (1, "cost (2)", "cost (2)"),
        (2, "cost (3)", "cost"),
        (3, "[D]", ""),
        (4, "note", "note"),
    ]


def test_cells_beyond_the_header_are_kept_under_their_letter(tmp_path):
    table = read_rows(tmp_path, [["a", "b"], ["1", "2"], ["3", "4", "5"], ["6"]])

    assert [each.name for each in table.columns] == ["a", "b", "[C]"]
    assert table.rows == [
        Row(2, ("1", "2", None)),
        Row(3, ("3", "4", "5")),
        Row(4, ("6", None, None)),
    ]


def test_the_decimal_mark_is_told_for_each_column_and_for_the_table(tmp_path):
    rows = [["fr", "en", "fr2", "either"], ["1,5", "1.5", "2,25", "1,234"]]

    table = read_rows(tmp_path, rows)

    assert table.decimal == ","
    assert [each.decimal for each in table.columns] == [",", ".", ",", ","]


def test_a_second_line_of_headers_is_joined_to_the_merged_cells_above_it(tmp_path):
    rows = [
        ["Projet", "Direction", "Budget", "", "Début"],
        ["", "", "2026", "2027", ""],
        ["Web", "Ventes", "12", "13", "2026"],
        ["CRM", "Ventes", "14", "15", "2027"],
    ]

    table = read_rows(tmp_path, rows)

    names = ["Projet", "Direction", "Budget 2026", "Budget 2027", "Début"]
    assert [each.original for each in table.columns] == names
    assert [row.number for row in table.rows] == [3, 4]


def test_years_under_a_merged_cell_take_its_words(tmp_path):
    rows = [
        ["", "", "Coût", ""],
        ["Projet", "Direction", "2026", "2027"],
        ["Web", "Ventes", "12", "13"],
    ]

    table = read_rows(tmp_path, rows)

    names = ["Projet", "Direction", "Coût 2026", "Coût 2027"]
    assert [each.original for each in table.columns] == names


def test_a_first_row_of_words_below_a_header_with_a_blank_is_data(tmp_path):
    rows = [["Projet", "", "Note"], ["Web", "oui", "vite"], ["CRM", "non", "lent"]]

    table = read_rows(tmp_path, rows)

    assert [each.name for each in table.columns] == ["Projet", "[B]", "Note"]
    assert len(table.rows) == 2


def test_a_title_above_years_is_no_part_of_their_name(tmp_path):
    rows = [["Portefeuille", "", ""], ["Projet", "2026", "2027"], ["Web", "12", "13"]]

    table = read_rows(tmp_path, rows)

    assert [each.original for each in table.columns] == ["Projet", "2026", "2027"]
    assert table.above == ("Portefeuille",)
