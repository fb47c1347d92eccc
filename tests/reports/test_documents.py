import pytest

from cordee.reports.documents import save_board_pack, write_board_pack
from tests.reports.conftest import ON, YEAR


def test_the_three_files_are_saved_under_their_names(portfolio, cio_reader, tmp_path):
    folder = tmp_path / "new" / "pack"

    written = save_board_pack(cio_reader, basis=YEAR, on=ON, language="fr", folder=folder)

    assert written == [folder / f"board-pack.{kind}" for kind in ("pdf", "pptx", "xlsx")]
    assert [path.read_bytes()[:4] for path in written] == [b"%PDF", b"PK\x03\x04", b"PK\x03\x04"]


def test_an_unknown_kind_is_a_programming_error(pack):
    with pytest.raises(KeyError):
        write_board_pack(pack, kind="odt")
