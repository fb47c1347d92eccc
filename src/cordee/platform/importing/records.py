"""JSON: a list of objects, or an object whose “rows” are one."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.cells import clean_row
from cordee.platform.importing.decoding import encoding_of
from cordee.platform.importing.layout import table_of
from cordee.platform.importing.table import Limits, Origin, Row, Table
from cordee.platform.importing.unpacking import too_many_columns

Record = dict[str, object]


def read_records(path: Path, *, head: bytes, limits: Limits) -> Table:
    """The table of a JSON file; the keys, as they first appear, are its header."""
    encoding = encoding_of(path, head=head)
    records = _records(path, encoding)
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > limits.columns:
        raise too_many_columns(path.name, len(names), limits)
    lines = _lines(records, names, path.name, limits)
    origin = Origin(file=path.name, encoding=encoding)
    return table_of(lines, origin=origin, limits=limits, has_header_line=False)


def _records(path: Path, encoding: str) -> list[Record]:
    try:
        content = json.loads(path.read_text(encoding=encoding), parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise Refused(
            _("“%(file)s” is not valid JSON: line %(line)d, column %(column)d.")
            % {"file": path.name, "line": error.lineno, "column": error.colno}
        ) from error
    except (ValueError, RecursionError) as error:
        raise Refused(
            _("“%(file)s” is JSON too deep or with a number too long to be read.")
            % {"file": path.name}
        ) from error
    rows = content.get("rows") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(
            _("“%(file)s” must be a list of objects, or an object with such a list in “rows”.")
            % {"file": path.name}
        )
    return rows


def _lines(records: list[Record], names: list[str], file: str, limits: Limits) -> Iterator[Row]:
    if records:
        yield Row(0, tuple(names))
    for number, record in enumerate(records, start=1):
        yield clean_row(
            number, [_flat(record.get(name)) for name in names], file=file, limits=limits
        )


def _flat(value: object) -> object:
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "; ".join(str(item) for item in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value
