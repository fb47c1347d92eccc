"""Delimited text (csv, tsv, txt): delimiter found by trial, records read as a spreadsheet would."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.cells import clean_row, too_long_cell
from cordee.platform.importing.decoding import encoding_of
from cordee.platform.importing.layout import table_of
from cordee.platform.importing.table import Limits, Origin, Row, Table
from cordee.platform.importing.unpacking import too_many_columns

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_CHARACTERS = 400_000
_SAMPLE_RECORDS = 300
_DECLARED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_MISPLACED_QUOTE = "expected after"


def read_delimited(path: Path, *, head: bytes, limits: Limits) -> Table:
    """The table of a text file."""
    csv.field_size_limit(limits.cell_characters)
    encoding = encoding_of(path, head=head)
    declared, delimiter = _delimiter(path, encoding)
    origin = Origin(file=path.name, encoding=encoding, delimiter=delimiter)
    try:
        lines = _lines(path, origin, limits, skip=declared, strict=True)
        return table_of(lines, origin=origin, limits=limits)
    except csv.Error as error:
        if _MISPLACED_QUOTE not in str(error):
            raise _unclosed(path) from error
    # A quotation mark in the middle of a cell: spreadsheets accept it, so do we.
    lines = _lines(path, origin, limits, skip=declared, strict=False)
    return table_of(lines, origin=origin, limits=limits)


def _unclosed(path: Path) -> Refused:
    return Refused(
        _(
            "“%(file)s” ends inside a quotation mark that is never closed: "
            "it was cut short. Export it again."
        )
        % {"file": path.name}
    )


def _delimiter(path: Path, encoding: str) -> tuple[bool, str]:
    """Whether the file declares its delimiter on a first line, and the delimiter."""
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE_CHARACTERS)
    if declared := _DECLARED.match(sample):
        return True, declared[1]
    is_whole = len(sample) < _SAMPLE_CHARACTERS
    return False, max(_DELIMITERS, key=lambda each: _consistency(sample, each, is_whole))


def _consistency(sample: str, delimiter: str, is_whole: bool) -> tuple[float, int]:
    """Share of the records that have the usual number of cells, then that number."""
    reader = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    try:
        records = [record for record in islice(reader, _SAMPLE_RECORDS) if any(record)]
    except csv.Error:
        return 0.0, 0
    if not is_whole and len(records) < _SAMPLE_RECORDS and len(records) > 1:
        records.pop()
    counts = Counter(map(len, records))
    width, agreeing = counts.most_common(1)[0] if counts else (1, 0)
    return (agreeing / len(records), width) if width > 1 else (0.0, 0)


def _lines(
    path: Path, origin: Origin, limits: Limits, *, skip: bool, strict: bool
) -> Iterator[Row]:
    number = 0
    with path.open(encoding=origin.encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=origin.delimiter, strict=strict)
        try:
            for number, record in enumerate(reader, start=1):
                if number == 1 and skip:
                    continue
                if len(record) > limits.columns:
                    raise too_many_columns(path.name, len(record), limits)
                yield clean_row(number, record, file=path.name, limits=limits)
        except csv.Error as error:
            if "field larger" in str(error):
                raise too_long_cell(number + 1, file=path.name, limits=limits) from error
            raise
