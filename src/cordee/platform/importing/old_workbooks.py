"""Old binary workbooks (xls): their extent and their protection, read from the file's structure.

An xls is a small file system (OLE): sectors chained by an allocation table, a directory, and one
stream of records. The extent is measured first, for the reason given in `unpacking`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.sniffing import damaged
from cordee.platform.importing.table import Limits
from cordee.platform.importing.unpacking import Extent, refuse_spread

_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128
_SHEET_BEGINS, _PASSWORD = 0x0809, 0x002F
_CELL_RECORDS = frozenset(
    (0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E)
)
_SEVERAL_CELLS = frozenset((0x00BD, 0x00BE))


@dataclass(frozen=True, slots=True)
class _Ole:
    """The sectors of a compound file and how they follow each other."""

    data: bytes
    sector: int
    following: tuple[int, ...]

    def chain(self, first: int) -> bytes:
        pieces: list[bytes] = []
        sector = first
        while sector < _END_OF_CHAIN:
            if len(pieces) > len(self.following):
                raise ValueError("a chain without end")
            pieces.append(self.data[(sector + 1) * self.sector : (sector + 2) * self.sector])
            sector = self.following[sector]
        return b"".join(pieces)


def measured_old(path: Path, *, limits: Limits) -> None:
    """Refuse a protected workbook, a document that is none, and a rectangle too large to hold."""
    try:
        streams = _streams(path.read_bytes())
    except (struct.error, ValueError, IndexError) as error:
        raise damaged(path) from error
    if "EncryptedPackage" in streams:
        raise _protected(path)
    book = streams.get("Workbook") or streams.get("Book")
    if not book:
        raise Refused(
            _("“%(file)s” is an old Office document, not a workbook. Save the table as .xlsx.")
            % {"file": path.name}
        )
    for extent in _extents(path, book):
        refuse_spread(path, extent, limits)


def _protected(path: Path) -> Refused:
    return Refused(
        _("“%(file)s” is protected by a password. Save it without one.") % {"file": path.name}
    )


def _streams(data: bytes) -> dict[str, bytes]:
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    tables, first, _signature, cutoff, first_mini = struct.unpack_from("<IIIII", data, 44)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("not the sectors of a workbook")
    ole = _Ole(data, 1 << shift, _following(data, 1 << shift, tables))
    directory = ole.chain(first)
    entries = [directory[place : place + _ENTRY] for place in range(0, len(directory), _ENTRY)]
    small = _Ole(
        b"\0" * 64 + ole.chain(struct.unpack_from("<I", entries[0], 116)[0]),
        64,
        _numbers(ole.chain(first_mini)),
    )
    found = {}
    for entry in entries:
        length, start, size = (
            *struct.unpack_from("<H", entry, 64),
            *struct.unpack_from("<II", entry, 116),
        )
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book", "EncryptedPackage"):
            found[name] = (ole if size >= cutoff else small).chain(start)[:size]
    return found


def _following(data: bytes, sector: int, tables: int) -> tuple[int, ...]:
    """The allocation table: for each sector, the next one of its chain."""
    places = list(struct.unpack_from("<109I", data, 76))
    more = struct.unpack_from("<I", data, 68)[0]
    while more < _END_OF_CHAIN and len(places) < tables:
        *these, more = struct.unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        places += these
    pieces = (data[(place + 1) * sector : (place + 2) * sector] for place in places[:tables])
    return _numbers(b"".join(pieces))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _extents(path: Path, book: bytes) -> Iterator[Extent]:
    """The extent of each sheet, one sheet after the other in the stream of records."""
    rows = columns = place = 0
    while place + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, place)
        body = book[place + 4 : place + 4 + length]
        place += 4 + length
        if record == _PASSWORD:
            raise _protected(path)
        if record == _SHEET_BEGINS:
            yield Extent(rows, columns)
            rows = columns = 0
        elif record in _CELL_RECORDS and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            if record in _SEVERAL_CELLS:
                column = max(column, *struct.unpack_from("<H", body, len(body) - 2))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    yield Extent(rows, columns)
