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
from cordee.reports.words import Moved
from cordee.reports.workbook import as_workbook
from cordee.strategy.queries import Basis

WRITERS: dict[str, Callable[[BoardPack], bytes]] = {"pdf": as_pdf, "xlsx": as_workbook}
KINDS = ("pdf", "pptx", "xlsx")
OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


def write_board_pack(pack: BoardPack, *, kind: str, template: bytes = b"") -> bytes:
    """The board pack as a `pdf`, `pptx` or `xlsx` file, in the language of the pack.

    `template` is the presentation of the customer, for the slides."""
    with translation.override(pack.language):
        return as_slides(pack, template=template) if kind == "pptx" else WRITERS[kind](pack)


def pack_name(pack: BoardPack, *, slug: str, edition: int | None, kind: str) -> str:
    """What the file of a pack is called: whose it is, of which edition, on which basis."""
    of = f"-edition-{edition}" if edition else ""
    return f"board-pack-{slug}{of}-{pack.picture.basis.key}.{kind}"


def save_board_pack(
    reader: Reader,
    *,
    basis: Basis,
    on: date,
    language: str,
    folder: Path,
    template: bytes = b"",
    moved: Moved | None = None,
) -> list[Path]:
    """Write the three files in `folder`, made if need be, over those of an older pack."""
    pack = board_pack(reader, basis=basis, on=on, language=language, moved=moved)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in KINDS:
        path = folder / f"board-pack.{kind}"
        path.write_bytes(write_board_pack(pack, kind=kind, template=template))
        written.append(path)
    return written
