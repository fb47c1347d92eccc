"""The address that takes a register out: xlsx, csv or json of what the list shows."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from cordee.platform.access import Reader, ReaderRequest
from cordee.platform.errors import Refused
from cordee.platform.registers.asking import asked_of
from cordee.platform.registers.declared import Register
from cordee.platform.registers.exchange.exporting import FORMATS, Departure, Format, departure
from cordee.platform.registers.exchange.writing import csv_lines, json_lines, write_workbook

PIECE = 1 << 16
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def export_page(request: ReaderRequest, register: Register) -> HttpResponseBase:
    """The rows of the list at this address, `format` aside."""
    asked = asked_of(request.GET)
    wanted = asked.pop("format", "")
    format = next((one for one in FORMATS if one == wanted), FORMATS[0])
    leaving = departure(
        register, reader=request.reader, asked=asked, format=format, at=timezone.now()
    )
    pieces = WRITERS[format](leaving)
    response = StreamingHttpResponse(_spoken(pieces, language=leaving.header.language))
    response["Content-Type"] = KINDS[format]
    response["Content-Disposition"] = content_disposition_header(True, f"{leaving.name}.{format}")
    return response


def write_export(
    register: Register, *, reader: Reader, format: Format, out: Path | None, at: datetime
) -> Path:
    """The whole register as a file: where it is told, else here under its own name."""
    if not register.may_read(reader):
        raise Refused(_("Your role does not give this right."))
    leaving = departure(register, reader=reader, asked={}, format=format, at=at)
    path = out or Path(f"{leaving.name}.{format}")
    with path.open("wb") as file:
        for piece in WRITERS[format](leaving):
            file.write(piece.encode() if isinstance(piece, str) else piece)
    return path


def _workbook(leaving: Departure) -> Iterator[bytes]:
    with TemporaryFile(prefix="cordee-export-") as file:
        write_workbook(leaving, file=file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _spoken(pieces: Iterator[Any], *, language: str) -> Iterator[Any]:
    """A response is sent when its request is over: the language must be chosen again."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


WRITERS: dict[str, Callable[[Departure], Iterator[Any]]] = {
    "xlsx": _workbook,
    "csv": csv_lines,
    "json": json_lines,
}
