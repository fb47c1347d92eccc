"""What a zipped workbook would unpack to, measured before the reader opens it.

The reader lays a sheet out as a full rectangle, so that two cells far apart in a file of a few
kilobytes would exhaust the memory and kill the process: the extent is measured first, on the
streams themselves, because the sizes announced by a zip directory may lie.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.sniffing import damaged
from cordee.platform.importing.table import Limits

_CHUNK = 1 << 20
_LOCAL_HEADER = 30
_USUAL_CELL = re.compile(rb'<c r="([A-Za-z]+)([0-9]+)"[^>]*(?<!/)>')
_USUAL_ROW = re.compile(rb'<row r="([0-9]+)"')
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Za-z]+[0-9]+)"(?![^>]*t="str")[^>]*>'
    rb"<f[^>]*(?:/>|>[^<]*</f>)(?:<v>\s*</v>|<v\s*/>)?</c>"
)
_UNUSUAL = (b"<c>", b"<c/>", b"<c\t", b"<c\n", b"<c\r", b":c ", b":c>", b":row", b"<row>")
_SHEET_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])([^>]*)>")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_DOCUMENT_TAG = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^>]*)>")
_ANNOUNCED = re.compile(rb"""ount\s*=\s*["'](\d{7,})""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})""")


@dataclass(frozen=True, slots=True)
class Extent:
    """The corner of a sheet: its last line and column that hold something."""

    rows: int = 0
    columns: int = 0
    last_line: int = 0
    """Last line the file mentions, formatted and empty ones included."""
    uncomputed: str = ""
    """First cell whose formula has no result kept: a program wrote it and nothing computed it."""


def measured(path: Path, *, limits: Limits, open_document: bool = False) -> dict[str, Extent]:
    """The extent of every part of a zipped workbook; refused when it would not fit in memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        _refuse_bombs(path, members, limits)
        extents = {
            member.filename: _extent(path, member, open_document, limits)
            for member in members
            if not member.is_dir()
        }
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError) as error:
        raise damaged(path) from error
    for extent in extents.values():
        refuse_spread(path, extent, limits)
    return extents


def refuse_spread(path: Path, extent: Extent, limits: Limits) -> None:
    """Refuse a rectangle the reader could not hold, naming the side that is too long."""
    if extent.rows * extent.columns <= limits.cells:
        return
    if extent.columns > limits.columns:
        raise too_many_columns(path.name, extent.columns, limits)
    raise Refused(
        _(
            "“%(file)s” spreads over %(rows)d rows × %(columns)d columns, more than can be "
            "read. Copy the table alone into a new workbook."
        )
        % {"file": path.name, "rows": extent.rows, "columns": extent.columns}
    )


def too_many_columns(file: str, columns: int, limits: Limits) -> Refused:
    return Refused(
        _(
            "“%(file)s” has %(columns)d columns; at most %(limit)d are read. "
            "Keep only the columns that are needed."
        )
        % {"file": file, "columns": columns, "limit": limits.columns}
    )


def too_many_rows(file: str, limits: Limits) -> Refused:
    return Refused(
        _("“%(file)s” has more than %(limit)d rows. Split it into several files.")
        % {"file": file, "limit": limits.rows}
    )


def _refuse_bombs(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    swollen = any(
        member.file_size > limits.ratio_matters_from
        and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    if swollen or sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise Refused(
            _(
                "“%(file)s” would unpack to far more than its size, as a zip bomb does: "
                "it was not opened. Copy the table alone into a new workbook."
            )
            % {"file": path.name}
        )


def _extent(path: Path, member: zipfile.ZipInfo, open_document: bool, limits: Limits) -> Extent:
    if open_document:
        return _document_extent(_whole_tags(path, member))
    extent = _usual_extent(_honest(_whole_tags(path, member), limits))
    return extent or _sheet_extent(_whole_tags(path, member))


def _honest(pieces: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """The same pieces, refused when one announces more items than the reader could make room for.

    The reader reserves memory for a count before it has seen a single item.
    """
    for piece in pieces:
        if any(int(count) > limits.cells for count in _ANNOUNCED.findall(piece)):
            raise ValueError("more items announced than a workbook holds")
        yield piece


def _whole_tags(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked member in pieces that never cut a tag."""
    rest = b""
    for piece in _inflated(path, member):
        whole, mark, rest = (rest + piece).rpartition(b">")
        yield whole + mark
        if len(rest) > 4 * _CHUNK:
            raise ValueError("a tag without end")
    yield rest


def _inflated(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("a compression no spreadsheet uses")
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked, left = 0, member.compress_size
    with path.open("rb") as stream:
        stream.seek(member.header_offset)
        name, extra = struct.unpack("<26xHH", stream.read(_LOCAL_HEADER))
        stream.seek(name + extra, 1)
        while left > 0 and (packed := stream.read(min(_CHUNK // 4, left))):
            left -= len(packed)
            while packed:
                piece = packed
                if member.compress_type == zipfile.ZIP_DEFLATED:
                    piece = unpack.decompress(packed, _CHUNK)
                packed = unpack.unconsumed_tail
                unpacked += len(piece)
                if unpacked > member.file_size:
                    raise zipfile.BadZipFile("more than the directory announces")
                yield piece
    yield unpack.flush()


def _usual_extent(pieces: Iterator[bytes]) -> Extent | None:
    """The extent of a sheet written as all spreadsheets do; None when it is written otherwise."""
    columns: set[bytes] = set()
    last_row = last_line = 0
    uncomputed = ""
    for piece in pieces:
        if any(mark in piece for mark in _UNUSUAL):
            return None
        if piece.count(b"<c ") != piece.count(b'<c r="'):
            return None
        if found := _USUAL_CELL.findall(piece):
            letters, digits = zip(*found, strict=True)
            columns.update(letters)
            last_row = max(last_row, *map(int, set(digits)))
        last_line = max(last_line, *map(int, _USUAL_ROW.findall(piece)), 0)
        if not uncomputed and b"<f" in piece and (formula := _UNCOMPUTED.search(piece)):
            uncomputed = formula[1].decode("ascii")
    width = max(map(_column_number, columns), default=0)
    return Extent(last_row, width, max(last_line, last_row), uncomputed)


def _sheet_extent(pieces: Iterator[bytes]) -> Extent:
    """The extent tag by tag: a row or a cell without a reference follows the one before."""
    line = column = width = last_row = last_line = 0
    for piece in pieces:
        for tag, attributes in _SHEET_TAG.findall(piece):
            found = _REFERENCE.search(attributes)
            letters, digits = found.groups() if found else (b"", b"")
            if tag == b"row":
                line, column = int(digits or line + 1), 0
                last_line = max(last_line, line)
                continue
            column = _column_number(letters) if letters else column + 1
            line = int(digits or line)
            if not attributes.endswith(b"/"):
                width, last_row = max(width, column), max(last_row, line)
    return Extent(last_row, width, max(last_line, last_row))


def _document_extent(pieces: Iterator[bytes]) -> Extent:
    """The extent of an open document: repeated rows and cells count as many times as they say."""
    line = column = width = last_row = rows = 0
    for piece in pieces:
        for tag, attributes in _DOCUMENT_TAG.findall(piece):
            found = _REPEATED.search(attributes)
            times = int(found[1]) if found else 1
            if tag == b"table":
                line = rows = 0
            elif tag == b"table-row":
                line, rows, column = line + rows, times, 0
            else:
                column += times
                if b"value" in attributes or not attributes.endswith(b"/"):
                    width, last_row = max(width, column), max(last_row, line + rows)
    return Extent(last_row, width, last_row)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = 26 * number + letter - 64
    return number
