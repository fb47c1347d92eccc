"""Everything a list shows, page after page, on its way out: what is filtered, as it is sorted."""

import json
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.models import Export
from cordee.platform.registers.asking import Asking, asking
from cordee.platform.registers.declared import Asked, Register
from cordee.platform.registers.exchange.fields import Field, Travelling, travelling
from cordee.platform.registers.exchange.headers import Header
from cordee.platform.registers.exchange.stamps import written_stamp
from cordee.platform.registers.listing import planted

Format = Literal["xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "json")
CHUNK = 1_000


class Line(NamedTuple):
    """One row on its way out: what each field says, and its stamp."""

    pk: int
    values: list[str]
    stamp: str


@dataclass(frozen=True, slots=True)
class Departure:
    """All that a file is made of."""

    register: Register
    reader: Reader
    at: datetime
    header: Header
    fields: tuple[Field, ...]
    lines: Iterator[Line]
    name: str
    """Of the file, without what its format adds."""


def departure(
    register: Register, *, reader: Reader, asked: Asked, format: Format, at: datetime
) -> Departure:
    """The rows that this address lists, read as they are written; who took them is kept."""
    travels = travelling(register, reader=reader)
    wanted = asking(register, reader=reader, asked=asked)
    told = asked_in_words(wanted)
    kept = _kept(register, reader=reader, format=format, narrowed=told, at=at)
    header = Header(
        register=f"{register.space}:{register.plural}",
        organisation=reader.organisation.slug,
        export=str(kept.public),
        at=at.isoformat(timespec="seconds"),
        language=get_language() or settings.LANGUAGE_CODE,
        columns={f.name if format == "json" else f.label: f.name for f in travels.fields},
        narrowed=told,
        is_text=format != "json",
    )
    lines = _remembered(_lines(wanted, travels), kept)
    name = f"{reader.organisation.slug}-{register.plural.replace('_', '-')}-{at:%Y-%m-%d}"
    return Departure(register, reader, at, header, travels.fields, lines, name)


def asked_in_words(wanted: Asking) -> str:
    """What was searched and chosen above the list; empty when every row is listed."""
    told = [
        _("%(label)s: %(value)s") % {"label": c.label, "value": dict(c.options)[c.chosen]}
        for c in wanted.choices
        if c.chosen
    ]
    if wanted.view:
        told.insert(0, str(wanted.view.label))
    if wanted.searched:
        told.insert(0, _("containing “%(words)s”") % {"words": wanted.searched})
    return "; ".join(told)


def exported_numbers(kept: Export) -> list[int]:
    """Which rows left."""
    if not kept.numbers:
        return []
    steps: list[int] = json.loads(zlib.decompress(kept.numbers))
    found, last = [], 0
    for step in steps:
        last += step
        found.append(last)
    return found


def _lines(wanted: Asking, travels: Travelling) -> Iterator[Line]:
    register = wanted.register
    for chunk in _chunks(wanted, travels):
        shown = register.rows(wanted.ground, chunk) if register.rows else chunk
        for row, one in zip(chunk, shown, strict=True):
            yield line_of(travels.fields, row, shown=one)


def _chunks(wanted: Asking, travels: Travelling) -> Iterator[list[Any]]:
    """The rows in the order of the list; those of a tree under their parents."""
    if wanted.register.is_tree and not wanted.is_narrowed and not wanted.sorted_by:
        numbers = iter(planted(wanted.matching)[0])
        while chunk := list(islice(numbers, CHUNK)):
            found = {row.pk: row for row in travels.rows(wanted.figured.filter(pk__in=chunk))}
            yield [found[pk] for pk in chunk if pk in found]
        return
    rows = travels.rows(wanted.found).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def line_of(fields: Sequence[Field], row: Any, *, shown: Any) -> Line:
    values = [field.read(shown if field.kind == "figure" else row) for field in fields]
    said = [v for field, v in zip(fields, values, strict=True) if field.is_writable]
    revision = getattr(row, "revision", 0)
    return Line(row.pk, values, written_stamp(row.pk, revision=revision, values=said))


def _kept(
    register: Register, *, reader: Reader, format: Format, narrowed: str, at: datetime
) -> Export:
    return Export.objects.create(
        organisation=reader.organisation,
        public=uuid.uuid4(),
        register=f"{register.space}:{register.plural}",
        format=format,
        narrowed=narrowed,
        at=at,
        by=reader.user,
    )


def _remembered(lines: Iterator[Line], kept: Export) -> Iterator[Line]:
    """The same lines; their numbers are kept once the last one has left."""
    steps, last = [], 0
    for line in lines:
        steps.append(line.pk - last)
        last = line.pk
        yield line
    numbers = zlib.compress(json.dumps(steps, separators=(",", ":")).encode(), 6)
    Export.objects.filter(pk=kept.pk).update(rows=len(steps), numbers=numbers)
