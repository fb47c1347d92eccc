"""Rows as text, one JSON list a line, without loss and the same on every database."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.db.models import DateField, Field, ForeignKey, JSONField, Model

from cordee.platform.backups.schema import columns

BATCH = 1_000


def write_rows(model: type[Model], file: IO[bytes]) -> dict[str, Any]:
    """Write every row of a table; its columns, the number of its rows and their digest."""
    fields = columns(model)
    names = [field.attname for field in fields]
    found = model._base_manager.order_by("pk").values_list(*names)
    digest, count = hashlib.sha256(), 0
    for row in found.iterator(chunk_size=BATCH):
        count += 1
        said = json.dumps([told(value) for value in row], ensure_ascii=False)
        line = f"{said}\n".encode()
        digest.update(line)
        file.write(line)
    return {"columns": names, "rows": count, "sha256": digest.hexdigest()}


def load_rows(model: type[Model], file: IO[bytes], *, names: list[str]) -> str:
    """Insert every row of a file; the digest of what was read."""
    fields = {field.attname: field for field in columns(model)}
    wanted = [_as_told(fields[name]) for name in names]
    digest = hashlib.sha256()
    found = _digested(file, digest)
    while lines := list(islice(found, BATCH)):
        model._base_manager.bulk_create([_row(model, wanted, line) for line in lines])
    return digest.hexdigest()


def _as_told(field: Field[Any, Any]) -> Field[Any, Any]:
    """A column of these past models, which no longer writes the present hour by itself."""
    if isinstance(field, DateField):
        field.auto_now = field.auto_now_add = False
    return field


def _digested(lines: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    for line in lines:
        digest.update(line)
        yield line


def _row(model: type[Model], fields: list[Field[Any, Any]], line: bytes) -> Model:
    values = json.loads(line)
    pairs = zip(fields, values, strict=True)
    return model(**{field.attname: _read(field, value) for field, value in pairs})


def _read(field: Field[Any, Any], value: Any) -> Any:
    """A value as its column takes it; an identifier of another row as that row's own."""
    if value is None or isinstance(field, JSONField):
        return value
    return (field.target_field if isinstance(field, ForeignKey) else field).to_python(value)


def told(value: Any) -> Any:
    """A value of a column in words of JSON; the column says what it is on the way back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value
