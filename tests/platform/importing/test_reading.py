import json
import zipfile
from datetime import date
from decimal import Decimal

import pytest

from cordee.platform.importing.reading import read_table
from cordee.platform.importing.table import Limits, Origin, Row
from tests.platform.importing.files import delimited, refusal, workbook, workbook_with_sheet

ROWS = [
    ["Projet", "Début", "Coût (k€)"],
    ["Site Web", "01/02/2026", "1 234,5"],
    ["Entrepôt; phase 2", "15/03/2026", "18,8"],
    ["Café “€”", "", "NA"],
]
CELLS = [
    Row(2, ("Site Web", "01/02/2026", "1 234,5")),
    Row(3, ("Entrepôt; phase 2", "15/03/2026", "18,8")),
    Row(4, ("Café “€”", None, "NA")),
]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_a_delimited_file_is_read_whatever_its_encoding_and_delimiter(
    tmp_path, delimiter, encoding, said
):
    path = delimited(tmp_path, ROWS, delimiter=delimiter, encoding=encoding)

    table = read_table(path)

    assert table.origin == Origin("portfolio.csv", encoding=said, delimiter=delimiter)
    assert (table.rows, table.header_row, table.decimal) == (CELLS, 1, ",")
    assert [(each.name, each.looks) for each in table.columns] == [
        ("Projet", "text"),
        ("Début", "date"),
        ("Coût (k€)", "number"),
    ]


def test_line_ends_of_every_kind_inside_quoted_cells_are_one_row(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_bytes(b'a;b\r\n1;"x\r\r\ny\nz\rw"\n\r\n2;"q ""q"" ;"\r\n')

    table = read_table(path)

    assert table.rows == [Row(2, ("1", "x\r\r\ny\nz\rw")), Row(4, ("2", 'q "q" ;'))]
    assert table.blank_rows == 1


def test_a_quotation_mark_in_the_middle_of_a_cell_is_kept(tmp_path):
    path = tmp_path / "inches.csv"
    path.write_text('a;b\n"24" screen;1\n"27" screen;2\n', encoding="utf-8")

    assert [row.cells[1] for row in read_table(path).rows] == ["1", "2"]


def test_a_declared_delimiter_is_believed(tmp_path):
    path = tmp_path / "declared.csv"
    path.write_text("sep=|\nname|note\nA|x;y;z\nB|x;y;z\n", encoding="utf-8")

    table = read_table(path)

    assert (table.origin.delimiter, table.header_row) == ("|", 2)
    assert table.rows == [Row(3, ("A", "x;y;z")), Row(4, ("B", "x;y;z"))]


def test_a_file_of_one_column_is_a_table(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("Projet\nSite, web\nEntrepôt\n", encoding="utf-8")

    table = read_table(path)

    assert len(table.rows) == 2


def test_a_workbook_keeps_its_types_and_its_line_numbers(tmp_path):
    path = workbook(
        tmp_path,
        [
            ["Portefeuille 2026"],
            [],
            ["Projet", "Actif", "Coût"],
            ["Web", True, 12.5],
            [],
            ["\u00a0CRM ", False, 3],
        ],
    )

    table = read_table(path)

    assert table.origin == Origin("portfolio.xlsx", sheet="Portfolio", sheets=("Portfolio",))
    assert (table.header_row, table.blank_rows) == (3, 2)
    assert table.rows == [Row(4, ("Web", True, 12.5)), Row(6, ("CRM", False, 3.0))]


def test_a_table_that_starts_away_from_the_corner_keeps_its_columns_in_place(tmp_path):
    path = workbook(tmp_path, [[], [None, None, "a", "b"], [None, None, 1, 2]])

    table = read_table(path)

    assert [(each.name, each.index) for each in table.columns] == [("a", 2), ("b", 3)]
    assert table.rows == [Row(3, (None, None, 1.0, 2.0))]


def test_a_formula_gives_the_value_it_had_and_is_not_evaluated(tmp_path):
    path = workbook(tmp_path, [["name", "total"], ["A", "=cmd|' /C calc'!A0"]])

    assert read_table(path).rows == [Row(2, ("A", 0.0))]


def test_text_that_looks_like_a_formula_or_a_script_stays_text(tmp_path):
    rows = [["name", "note"], ["=cmd|' /C calc'!A0", "<script>alert(1)</script>"]]

    table = read_table(delimited(tmp_path, rows))

    assert table.rows == [Row(2, ("=cmd|' /C calc'!A0", "<script>alert(1)</script>"))]


def test_the_sheet_asked_for_is_read_and_an_unknown_one_is_refused_with_the_names(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [1, 2]], sheets=("One", "Two"))

    assert read_table(path, sheet="Two").origin.sheet == "Two"
    assert refusal(path, sheet="Three") == (
        "“portfolio.xlsx” has no sheet “Three”; its sheets are “One”, “Two”."
    )


def test_a_workbook_named_csv_is_read_as_a_workbook(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [1, 2]]).rename(tmp_path / "trompeur.csv")

    assert read_table(path).rows == [Row(2, (1.0, 2.0))]


def test_a_delimited_file_named_xlsx_is_read_as_text(tmp_path):
    path = delimited(tmp_path, ROWS, name="trompeur.xlsx")

    assert read_table(path).rows == CELLS


@pytest.mark.parametrize("wrapped", [False, True])
def test_json_objects_are_rows_under_their_keys(tmp_path, wrapped):
    rows = [{"name": "A", "cost": 1.1, "tags": ["x", "y"]}, {"name": "B", "on": True}]
    path = tmp_path / "rows.json"
    path.write_text(json.dumps({"rows": rows} if wrapped else rows), encoding="utf-8")

    table = read_table(path)

    assert [each.name for each in table.columns] == ["name", "cost", "tags", "on"]
    assert table.rows == [
        Row(1, ("A", Decimal("1.1"), "x; y", None)),
        Row(2, ("B", None, None, True)),
    ]


def test_text_dates_make_a_column_of_dates(tmp_path):
    table = read_table(workbook(tmp_path, [["day", "n"], ["2026-02-28", 1], ["NA", 2]]))

    assert [each.looks for each in table.columns] == ["date", "number"]


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "nowhere.csv") == "There is no file “nowhere.csv”."


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()

    assert refusal(path) == "“empty.csv” is empty. Export it again."


def test_a_file_of_blank_lines_is_refused(tmp_path):
    path = tmp_path / "blank.csv"
    path.write_text("\n;;\n \n", encoding="utf-8")

    assert refusal(path) == "“blank.csv” holds no row at all."


def test_a_header_alone_is_refused(tmp_path):
    path = delimited(tmp_path, [["name", "cost"]])

    assert refusal(path) == "“portfolio.csv” has a header on line 1 and no row below it."


def test_a_file_of_two_hundred_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)

    assert refusal(path) == (
        "“large.csv” weighs 200 MB; at most 100 MB are read. "
        "Keep only the columns and rows that are needed, or split it."
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"%PDF-1.7 ...", "“a.csv” is a PDF file, not a table."),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "“a.xlsx” is a PNG file, not a table."),
        ("a.xls", b"  <html><table>", "“a.xls” is a web page, not a workbook."),
        ("a.xls", b"\xef\xbb\xbf<!DOCTYPE html>", "“a.xls” is a web page, not a workbook."),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "“a.xls” is an XML file."),
        ("a.csv", b"a;b\n1;\0\0\0\n", "“a.csv” is not text: it contains NUL bytes."),
        ("a.xlsx", b"PK\x03\x04 cut short", "“a.xlsx” is damaged or cut short"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 600, "“a.xls” is damaged"),
        ("a.json", b'[{"a": 1}', "“a.json” is not valid JSON: line 1, column 10."),
        ("a.json", b'{"lines": 1}', "“a.json” must be a list of objects"),
        ("a.json", b"[" * 200_000, "“a.json” is JSON too deep"),
        ("a.json", b'[{"a": ' + b"9" * 5_000 + b"}]", "“a.json” is JSON too deep or with"),
        ("a.csv", b'name;cost\nA;1\n"B;2\nC;3\n', "“a.csv” ends inside a quotation mark"),
        ("a.csv", b"a;b\n" + b"x" * 1_000_001 + b";1\n", "“a.csv”, row 2: a cell holds more"),
    ],
)
def test_what_is_not_a_table_is_refused_with_a_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)

    assert refusal(path)[: len(sentence)] == sentence


def test_nul_bytes_far_into_a_file_are_refused(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(b"a;b\n" + b"1;2\n" * 50_000 + b"3;\0\n")

    assert refusal(path) == (
        "“late.csv” is not text: it contains NUL bytes. Give a workbook or a CSV."
    )


def test_a_truncated_workbook_is_refused(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [1, 2]])
    path.write_bytes(path.read_bytes()[:-200])

    assert refusal(path) == (
        "“portfolio.xlsx” is damaged or cut short: it cannot be opened. Save or download it again."
    )


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    assert refusal(path) == (
        "“photos.xlsx” is an archive or a document, not a workbook. Give the table it contains."
    )


def test_a_million_columns_are_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(";".join("c" * 3 for _ in range(10**6)) + "\n1;2\n", encoding="utf-8")

    assert refusal(path) == (
        "“wide.csv” has 1000000 columns; at most 1000 are read. "
        "Keep only the columns that are needed."
    )


def test_too_many_rows_are_refused(tmp_path):
    path = delimited(tmp_path, [["a", "b"], *([1, 2] for _ in range(11))])

    assert refusal(path, limits=Limits(rows=10)) == (
        "“portfolio.csv” has more than 10 rows. Split it into several files."
    )
    assert refusal(path, limits=Limits(rows=11)) is None


def test_a_date_cell_of_a_workbook_is_a_date_and_not_a_text(tmp_path, shared_data):
    table = read_table(shared_data / "portfolio" / "panorama_grands_projets_2018.xlsx")

    published = table.column("Date de publication")

    assert set(table.cells(published)) == {date(2018, 2, 28)}


def test_a_formula_that_nothing_computed_is_refused_and_an_empty_result_is_read(tmp_path):
    rows = (
        b'<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        b'<row r="2"><c r="A2"><v>3</v></c><c r="B2"%s><f>A2*2</f>%s</c></row>'
    )
    for written in (b"", b"<v></v>", b"<v/>", b"<v />"):
        path = workbook_with_sheet(tmp_path, rows % (b' s="1"', written))
        assert refusal(path) == (
            "“made.xlsx”, sheet “Sheet1”, cell B2: its formula was never computed. Open the file "
            "in your spreadsheet program, save it and give it again."
        )

    empty = read_table(workbook_with_sheet(tmp_path, rows % (b' t="str"', b"<v></v>")))
    known = read_table(workbook_with_sheet(tmp_path, rows % (b"", b"<v>6</v>")))

    assert [row.cells for row in empty.rows] == [(3, None)]
    assert [row.cells for row in known.rows] == [(3, 6)]
