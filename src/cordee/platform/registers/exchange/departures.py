"""The address that takes a register out: xlsx, csv or json of what the list shows."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header

from cordee.platform.access import ReaderRequest
from cordee.platform.registers.declared import Register
from cordee.platform.registers.exchange.exporting import FORMATS, Departure, departure
from cordee.platform.registers.exchange.writing import csv_lines, json_lines, write_workbook

PIECE = 1 << 16
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def export_page(request: ReaderRequest, register: Register) -> HttpResponseBase:
    """The rows of the list at this address, `format` aside."""
    asked = request.GET.dict()
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
