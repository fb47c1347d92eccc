"""All that a file would change in a register: row by row, before anything is written."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import Export
from cordee.platform.registers.declared import Register
from cordee.platform.registers.exchange.comparing import RowChange, base_of, compared_row
from cordee.platform.registers.exchange.exporting import exported_numbers
from cordee.platform.registers.exchange.fields import FIGURE, KEY, Travelling, travelling
from cordee.platform.registers.exchange.matching import Match, batches, matches
from cordee.platform.registers.exchange.reading import Returned

NAMED = 20
"""Rows that are named when many of them did not come back."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a file would change."""

    changes: tuple[RowChange, ...]
    """Rows that differ, in the order of the file."""
    unchanged: int
    missing: int
    """Rows of the export that the file no longer has: they stay here."""
    missing_names: tuple[str, ...]
    unknown: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def created(self) -> int:
        return sum(row.is_new and not row.is_refused for row in self.changes)

    @property
    def changed(self) -> int:
        return sum(row.pk is not None and not row.is_refused for row in self.changes)

    @property
    def refused(self) -> int:
        return sum(row.is_refused for row in self.changes)

    @property
    def conflicts(self) -> int:
        return sum(len(row.conflicts) for row in self.changes)


def weighed(returned: Returned, *, register: Register, reader: Reader) -> Weighed:
    """Compare the file with what this reader has here now."""
    refuse_foreign(returned, register=register, reader=reader)
    travels = travelling(register, reader=reader)
    names = base_names(returned)
    found = matches(returned, rows=register.query(reader), travels=travels, base_names=names)
    changes = sorted(
        (
            change
            for batch in batches(found)
            for change in _weighed(batch, register, reader, travels, returned, names)
        ),
        key=lambda change: change.number,
    )
    missing, told = _missing(returned, found, register=register, reader=reader)
    return Weighed(
        changes=tuple(changes),
        unchanged=len(found) - len(changes),
        missing=missing,
        missing_names=told,
        unknown=returned.unknown,
        gone=returned.gone,
    )


def refuse_foreign(returned: Returned, *, register: Register, reader: Reader) -> None:
    """A file of another register, or of another organisation, is not written here."""
    if returned.header.register != f"{register.space}:{register.plural}":
        raise Refused(
            _("This file was exported from another list than “%(list)s”.")
            % {"list": register.title}
        )
    if returned.header.organisation not in ("", reader.organisation.slug):
        raise Refused(_("This file was exported from another organisation: nothing was read."))


def base_names(returned: Returned) -> tuple[str, ...]:
    """The fields that the stamps remember, in their order."""
    names = returned.header.columns.values()
    return tuple(name for name in names if not name.startswith((KEY, FIGURE)))


def _weighed(
    batch: Sequence[Match],
    register: Register,
    reader: Reader,
    travels: Travelling,
    returned: Returned,
    names: Sequence[str],
) -> Iterator[RowChange]:
    numbers = [match.pk for match in batch if match.pk is not None]
    kept = travels.rows(register.query(reader).filter(pk__in=numbers))
    rows: dict[int, Any] = {row.pk: row for row in kept}
    for match in batch:
        if match.refusal:
            yield RowChange(match.row.number, None, match.key, (), match.refusal)
            continue
        row = rows.get(match.pk) if match.pk is not None else None
        here = {f.name: f.read(row) for f in travels.written} if row is not None else {}
        base, has_moved = _base(match, row, names)
        cells = compared_row(
            match.row,
            fields=travels.written,
            here=here,
            base=base,
            has_moved=has_moved,
            returned=returned,
        )
        if cells or match.pk is None:
            name = match.key if travels.natural or row is None else register.name(row)
            yield RowChange(match.row.number, match.pk, name, cells)


def _base(match: Match, row: Any, names: Sequence[str]) -> tuple[dict[str, str] | None, bool]:
    """What the row said when it left, and whether it moved since without our knowing where."""
    stamp = match.row.stamp
    if row is None:
        return {}, False
    if stamp is None or stamp.pk != row.pk:
        return None, False
    base = base_of(stamp, names=names)
    return base, base is None and stamp.revision != row.revision


def _missing(
    returned: Returned, found: Sequence[Match], *, register: Register, reader: Reader
) -> tuple[int, tuple[str, ...]]:
    kept = _export(returned, reader=reader)
    if kept is None:
        return 0, ()
    back = {match.pk for match in found} | {m.row.stamp.pk for m in found if m.row.stamp}
    left = [pk for pk in exported_numbers(kept) if pk not in back]
    still: list[Any] = []
    for batch in batches(left):
        still += list(register.query(reader).filter(pk__in=batch).values_list("pk", flat=True))
    named = register.query(reader).filter(pk__in=still[:NAMED])
    return len(still), tuple(register.name(row) for row in named)


def _export(returned: Returned, *, reader: Reader) -> Export | None:
    told = returned.header
    try:
        public = uuid.UUID(told.export)
    except ValueError:
        return None
    found = Export.objects.filter(organisation=reader.organisation, register=told.register)
    return found.filter(public=public).first()
