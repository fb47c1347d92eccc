"""Which row here each row of a file is: by its stamp and its key, never by its place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cordee.platform.importing.values import as_text
from cordee.platform.registers.exchange.comparing import base_of
from cordee.platform.registers.exchange.fields import KEY, Travelling
from cordee.platform.registers.exchange.reading import Returned, ReturnedRow
from cordee.platform.registers.exchange.texts import as_typed, settled

BATCH = 500
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the file, and the row here that it is."""

    row: ReturnedRow
    key: str
    pk: int | None
    """None for a new row, or for a refused one."""
    refusal: str = ""


def matches(
    returned: Returned, *, rows: QuerySet[Any], travels: Travelling, base_names: Sequence[str]
) -> list[Match]:
    """Every row of the file with what it is here; a row here is claimed once."""
    keys = [_key(row, travels) for row in returned.rows]
    known = _Known(returned, keys, rows=rows, travels=travels)
    claims: dict[int, int] = {}
    found: dict[int, Match] = {}
    pairs = list(zip(returned.rows, keys, strict=True))
    for row, key in pairs:
        pk = known.untouched(row, key, base_names)
        if pk is not None and pk not in claims:
            claims[pk] = row.number
            found[row.number] = Match(row, key or "", pk)
    for row, key in pairs:
        if row.number not in found:
            found[row.number] = _matched(row, key, known, claims)
    return [found[row.number] for row in returned.rows]


def batches(things: Iterable[One]) -> Iterator[list[One]]:
    """As many as one query takes."""
    left = iter(things)
    while batch := list(islice(left, BATCH)):
        yield batch


class _Known:
    """The rows here that the file may be about: by number, and by key."""

    def __init__(
        self,
        returned: Returned,
        keys: Sequence[str | None],
        *,
        rows: QuerySet[Any],
        travels: Travelling,
    ) -> None:
        self.natural = travels.natural
        numbers = {row.stamp.pk for row in returned.rows if row.stamp}
        told = {key for key in keys if key}
        if not self.natural:
            numbers |= {int(key) for key in told if _is_number(key)}
        bare = rows.order_by().select_related(None)
        self.numbers: set[int] = set()
        for batch in batches(numbers):
            self.numbers |= set(bare.filter(pk__in=batch).values_list("pk", flat=True))
        self.by_key = {str(pk): pk for pk in self.numbers} if not self.natural else {}
        for named in batches(sorted(told)) if self.natural else ():
            self.by_key |= _named(bare, self.natural, named)

    def untouched(self, row: ReturnedRow, key: str | None, names: Sequence[str]) -> int | None:
        """The number of a row whose stamp and key still say the same."""
        stamp = row.stamp
        if stamp is None or stamp.pk not in self.numbers:
            return None
        if not self.natural:
            return stamp.pk if key in (None, str(stamp.pk)) else None
        base = base_of(stamp, names=names)
        before = self.by_key.get(key or "") if base is None else base.get(self.natural, key)
        return stamp.pk if key is None or before in (key, stamp.pk) else None


def _matched(row: ReturnedRow, key: str | None, known: _Known, claims: dict[int, int]) -> Match:
    here = known.by_key.get(key) if key else None
    stamped = row.stamp.pk if row.stamp else None
    if here is None and known.natural and stamped in known.numbers - claims.keys():
        here = stamped  # the key itself was changed, or emptied
    if here is None:
        return Match(row, key or "", None, _refusal(row, key, known, claims))
    if here in claims:
        told = {"first": claims[here], "second": row.number}
        twice = _("This row stands twice in the file: rows %(first)d and %(second)d.") % told
        return Match(row, key or "", None, twice)
    claims[here] = row.number
    return Match(row, key or "", here)


def _refusal(row: ReturnedRow, key: str | None, known: _Known, claims: dict[int, int]) -> str:
    """Why a row that is not here is not simply a new one; empty when it is."""
    was_here = row.stamp is not None and row.stamp.pk not in known.numbers
    if was_here and (key is None or known.natural):
        return gone()
    return gone() if key and not known.natural else ""


def gone() -> str:
    return _(
        "This row is no longer here: it was removed since, or it is out of your reach. "
        "To add it again, copy its cells, without the last column, to a new row."
    )


def _named(rows: QuerySet[Any], natural: str, named: Sequence[str]) -> dict[str, int]:
    field = rows.model._meta.get_field(natural)
    if field.get_internal_type() != "CharField":
        wanted: list[Any] = [int(key) for key in named if _is_number(key)]
    else:
        wanted = list(named)
    found = rows.filter(**{f"{natural}__in": wanted}).values_list(natural, "pk")
    return {settled(str(key)): pk for key, pk in found}


def _key(row: ReturnedRow, travels: Travelling) -> str | None:
    """What the key column says; None when the file no longer has one."""
    for name in (travels.natural, f"{KEY}{travels.natural or 'pk'}"):
        if name in row.cells:
            return settled(as_typed(settled(as_text(row.cells[name]))))
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
