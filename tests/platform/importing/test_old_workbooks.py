import struct

from cordee.platform.importing.reading import read_table
from cordee.platform.importing.table import Row
from tests.platform.importing.files import compound, old_workbook, refusal

PASSWORD = struct.pack("<HH", 0x002F, 6) + b"\0" * 6


def test_an_old_workbook_is_read(tmp_path):
    cells = {(0, 0): 2026, (0, 1): 2027, (1, 0): 1.5, (1, 1): 2.5}

    table = read_table(old_workbook(tmp_path, cells))

    assert [each.name for each in table.columns] == ["2026", "2027"]
    assert table.rows == [Row(2, (1.5, 2.5))]


def test_two_cells_far_apart_in_an_old_workbook_are_refused(tmp_path):
    path = old_workbook(tmp_path, {(0, 0): 1, (65_535, 65_535): 2})

    assert refusal(path) == (
        "“portfolio.xls” has 65536 columns; at most 1000 are read. "
        "Keep only the columns that are needed."
    )


def test_a_protected_old_workbook_is_refused(tmp_path):
    path = old_workbook(tmp_path, {(0, 0): 1}, records=PASSWORD)

    assert refusal(path) == "“portfolio.xls” is protected by a password. Save it without one."


def test_a_protected_workbook_is_refused(tmp_path):
    path = tmp_path / "secret.xlsx"
    path.write_bytes(compound({"EncryptionInfo": b"i" * 4096, "EncryptedPackage": b"e" * 5000}))

    assert refusal(path) == "“secret.xlsx” is protected by a password. Save it without one."


def test_an_old_document_is_refused(tmp_path):
    path = tmp_path / "memo.xls"
    path.write_bytes(compound({"WordDocument": b"w" * 5000}))

    assert refusal(path) == (
        "“memo.xls” is an old Office document, not a workbook. Save the table as .xlsx."
    )
