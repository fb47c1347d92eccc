"""Pairs of initiatives that look alike or pull against each other, with both sides named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cordee.platform.access import Reader
from cordee.strategy.models import DuplicateVerdict
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import ConflictRow, Duplicate, Picture, SourceFigure

VERY_ALIKE = 0.75
"""Cosine from which two initiatives are said to be very alike, no longer only alike."""


@dataclass(frozen=True, slots=True)
class Side:
    """One initiative of a pair; its spend is None when it has none on this basis."""

    pk: int
    code: str
    name: str
    unit: str
    spend: Decimal | None
    known: bool


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two initiatives of different units written almost alike, and what was said of them."""

    first: Side
    second: Side
    score: float
    shared: tuple[str, ...]
    verdict: str
    reason: str

    @property
    def key(self) -> str:
        return f"{self.first.pk}-{self.second.pk}"

    @property
    def is_very_alike(self) -> bool:
        return self.score >= VERY_ALIKE


@dataclass(frozen=True, slots=True)
class ConflictPair:
    """Two initiatives that pull against each other; the second may be out of reach (None)."""

    cause: str
    first: Side | None
    second: Side | None
    spend: Decimal


def duplicate_pairs(reader: Reader, *, picture: Picture) -> tuple[DuplicatePair, ...]:
    """The possible duplicates of the picture, the most alike first."""
    said = _reasons(reader, picture.duplicates)
    sides = _sides(reader, picture=picture, wanted=_both(picture.duplicates))
    found = [
        DuplicatePair(
            sides[d.first],
            sides[d.second],
            d.score,
            d.shared,
            d.verdict,
            said.get((d.first, d.second), ""),
        )
        for d in picture.duplicates
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.key)))


def conflict_pairs(reader: Reader, *, picture: Picture) -> tuple[ConflictPair, ...]:
    """The conflicts of the picture, the largest spend first."""
    sides = _sides(reader, picture=picture, wanted=_both(picture.conflicts))
    found = [
        ConflictPair(c.cause, sides.get(c.first), sides.get(c.second), c.spend)
        for c in picture.conflicts
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.spend, pair.cause)))


def _both(pairs: Iterable[Duplicate | ConflictRow]) -> set[int]:
    return {pk for pair in pairs for pk in (pair.first, pair.second)}


def _reasons(reader: Reader, duplicates: Iterable[Duplicate]) -> Mapping[tuple[int, int], str]:
    rows = DuplicateVerdict.objects.filter(
        organisation=reader.organisation, first__in=_both(duplicates)
    )
    said = rows.values_list("first", "second", "reason")
    return {(first, second): reason for first, second, reason in said}


def _sides(reader: Reader, *, picture: Picture, wanted: set[int]) -> dict[int, Side]:
    """Sides by initiative id: from the picture, else from the register within reach."""
    figures = {s.pk: _side(s) for s in picture.initiatives if s.pk in wanted}
    rows = reach.initiatives(reader).filter(pk__in=wanted - figures.keys())
    outside = rows.values_list("pk", "code", "name", "unit__name")
    return figures | {
        pk: Side(pk, code, name, unit or "", None, known=True) for pk, code, name, unit in outside
    }


def _side(source: SourceFigure) -> Side:
    return Side(source.pk, source.code, source.name, source.unit, source.spend, source.known)
