"""The files of the board pack: a PDF to read, slides to edit, a workbook to check."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.utils import translation

from cordee.platform.access import Reader
from cordee.reports.board_pack import board_pack
from cordee.reports.contents import BoardPack
from cordee.reports.pdf import as_pdf
from cordee.reports.slides import as_slides
from cordee.reports.workbook import as_workbook
from cordee.strategy.queries import Basis

WRITERS: dict[str, Callable[[BoardPack], bytes]] = {
    "pdf": as_pdf,
    "pptx": as_slides,
    "xlsx": as_workbook,
}
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


def write_board_pack(pack: BoardPack, *, kind: str) -> bytes:
    """The board pack as a `pdf`, `pptx` or `xlsx` file, in the language of the pack."""
    with translation.override(pack.language):
        return WRITERS[kind](pack)


def save_board_pack(
    reader: Reader, *, basis: Basis, on: date, language: str, folder: Path
) -> list[Path]:
    """Write the three files in `folder`, made if need be, over those of an older pack."""
    pack = board_pack(reader, basis=basis, on=on, language=language)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in WRITERS:
        path = folder / f"board-pack.{kind}"
        path.write_bytes(write_board_pack(pack, kind=kind))
        written.append(path)
    return written
