"""The one door of an import: a file on disk becomes a table, or a sentence says why not."""

from pathlib import Path

from cordee.platform.errors import Refused
from cordee.platform.importing.delimited import read_delimited
from cordee.platform.importing.records import read_records
from cordee.platform.importing.sniffing import sniffed
from cordee.platform.importing.table import LIMITS, Limits, Table
from cordee.platform.importing.workbooks import read_workbook


def read_table(path: Path, *, sheet: str | None = None, limits: Limits = LIMITS) -> Table:
    """The table of a file. Its content decides what it is, not its extension."""
    found = sniffed(path, limits=limits)
    if found.format == "json":
        return _read_json_or_text(path, head=found.head, limits=limits)
    if found.format == "text":
        return read_delimited(path, head=found.head, limits=limits)
    return read_workbook(path, format=found.format, sheet=sheet, limits=limits)


def _read_json_or_text(path: Path, *, head: bytes, limits: Limits) -> Table:
    try:
        return read_records(path, head=head, limits=limits)
    except Refused:
        # A delimited file may well begin with a bracket: only the name tells them apart.
        if path.suffix.casefold() == ".json":
            raise
    return read_delimited(path, head=head, limits=limits)
