"""What ties one initiative to others: dependencies that do not hold, pairs that look alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from cordee.engine.alignment import conflicts
from cordee.strategy.models import Dependency
from cordee.strategy.queries.figures import Duplicate
from cordee.strategy.queries.picture import DESCRIBED_UP_TO, PROVIDED, picture
from cordee.strategy.queries.portfolio import Ground, listed_initiative


def broken_dependencies(
    ground: Ground, dependencies: Sequence[Dependency], *, among: Iterable[Any]
) -> set[int]:
    """Ids of those that the spend contradicts; `among`: the initiatives they tie, costed."""
    listed = [listed_initiative(ground, row) for row in among]
    place = {row.initiative.pk: n for n, row in enumerate(listed)}
    pairs = {
        kind: [(place[d.source_id], place[d.target_id]) for d in dependencies if d.kind == kind]
        for kind in Dependency.Kind
    }
    found = conflicts(
        [float(row.spend or 0) for row in listed],
        [row.known or not row.in_basis for row in listed],
        excludes=pairs[Dependency.Kind.EXCLUDES],
        requires=pairs[Dependency.Kind.REQUIRES],
        duplicates=[],
        satisfied=[row.initiative.status in PROVIDED for row in listed],
    )
    broken = {
        Dependency.Kind.EXCLUDES: iter(found.broken_excludes),
        Dependency.Kind.REQUIRES: iter(found.broken_requires),
    }
    return {d.pk for d in dependencies if next(broken[Dependency.Kind(d.kind)])}


def is_compared(ground: Ground) -> bool:
    """Whether the portfolio is small enough to look for resemblances while a page waits."""
    return ground.standing.coverage.of <= DESCRIBED_UP_TO


def possible_duplicates(ground: Ground) -> tuple[Duplicate, ...]:
    """Every pair that looks alike; remembered until the next deed, none beyond that size."""
    if not is_compared(ground):
        return ()
    reader, basis, on = ground.reader, ground.basis, ground.on
    return ground.memory.recall(
        ("duplicates", reader.units, basis, on),
        lambda: picture(reader, basis=basis, on=on).duplicates,
    )
