"""What a file really is, whatever its name says: its first bytes decide."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.table import Limits

Format = Literal["workbook", "old workbook", "open document", "json", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<script", b"<meta")
_NOT_TABLES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "RTF"),
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The format of a file and its first bytes."""

    format: Format
    head: bytes


def sniffed(path: Path, *, limits: Limits) -> Sniffed:
    """The format of a file; refused when it is none that holds a table."""
    _refuse_by_size(path, limits)
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if head.startswith(b"PK\x03\x04"):
        return Sniffed(_zipped_format(path), head)
    if head.startswith(_OLE):
        return Sniffed("old workbook", head)
    _refuse_what_is_no_table(path, head)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return Sniffed("json" if start.startswith((b"{", b"[")) else "text", head)


def _refuse_by_size(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise Refused(_("There is no file “%(file)s”.") % {"file": path.name})
    size = path.stat().st_size
    if size == 0:
        raise Refused(_("“%(file)s” is empty. Export it again.") % {"file": path.name})
    if size > limits.bytes:
        raise Refused(
            _(
                "“%(file)s” weighs %(size)d MB; at most %(limit)d MB are read. "
                "Keep only the columns and rows that are needed, or split it."
            )
            % {"file": path.name, "size": size >> 20, "limit": limits.bytes >> 20}
        )


def _zipped_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:80] if _is_small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged(path) from error
    if "xl/workbook.bin" in names:
        raise Refused(
            _("“%(file)s” is a binary workbook (.xlsb). Save it as .xlsx.") % {"file": path.name}
        )
    if mimetype.strip() == b"application/vnd.oasis.opendocument.spreadsheet":
        return "open document"
    if any(name.casefold() == "xl/workbook.xml" for name in names):
        return "workbook"
    raise Refused(
        _("“%(file)s” is an archive or a document, not a workbook. Give the table it contains.")
        % {"file": path.name}
    )


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist() and archive.getinfo(name).file_size <= 1_000


def damaged(path: Path) -> Refused:
    return Refused(
        _("“%(file)s” is damaged or cut short: it cannot be opened. Save or download it again.")
        % {"file": path.name}
    )


def _refuse_what_is_no_table(path: Path, head: bytes) -> None:
    for signature, name in _NOT_TABLES:
        if head.startswith(signature):
            raise Refused(
                _("“%(file)s” is a %(format)s file, not a table. Give a workbook or a CSV.")
                % {"file": path.name, "format": name}
            )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML) or (start.startswith(b"<?xml") and b"<html" in start[:1_000]):
        raise Refused(
            _("“%(file)s” is a web page, not a workbook. Open it in Excel and save it as .xlsx.")
            % {"file": path.name}
        )
    if start.startswith(b"<?xml"):
        raise Refused(
            _("“%(file)s” is an XML file. Open it in Excel and save it as .xlsx.")
            % {"file": path.name}
        )
    if b"\0" in head and not head.startswith(_BYTE_ORDER_MARKS) and not looks_like_utf16(head):
        raise not_text(path)


def not_text(path: Path) -> Refused:
    return Refused(
        _("“%(file)s” is not text: it contains NUL bytes. Give a workbook or a CSV.")
        % {"file": path.name}
    )


def looks_like_utf16(head: bytes) -> str:
    """The byte order when every other byte of the head is mostly NUL, as in UTF-16 without mark."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.6 * half and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > 0.6 * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return ""
