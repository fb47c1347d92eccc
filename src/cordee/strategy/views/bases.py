"""The years and stages a page may be read on, as links."""

from collections.abc import Iterable
from dataclasses import dataclass

from cordee.platform.access import Reader
from cordee.strategy import queries
from cordee.strategy.charts.findings import basis_label
from cordee.strategy.queries import Basis


@dataclass(frozen=True, slots=True)
class BasisChoice:
    """A basis to read the page on; `current` is the one it shows."""

    key: str
    label: str
    current: bool


def basis_choices(reader: Reader, *, chosen: Basis) -> tuple[BasisChoice, ...]:
    """Every basis something is written on, latest first; none to choose when there is only one."""
    return choices_among(queries.bases(reader), chosen=chosen)


def choices_among(written: Iterable[Basis], *, chosen: Basis) -> tuple[BasisChoice, ...]:
    return tuple(BasisChoice(b.key, basis_label(b), current=b == chosen) for b in written)
