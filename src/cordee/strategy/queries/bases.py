"""The years and stages on which spend is written."""

from cordee.platform.access import Reader
from cordee.platform.remembering import Memory, memory_of
from cordee.strategy.queries import reach
from cordee.strategy.queries.rows import Basis


def bases(reader: Reader, *, memory: Memory | None = None) -> list[Basis]:
    """The years (None: whole life) and stages for which something is written, latest first."""
    kept = memory or memory_of(reader.organisation)
    return list(kept.recall(("bases", reader.units), lambda: _read(reader)))


def chosen_basis(reader: Reader, *, key: str = "") -> Basis:
    """The basis named by `key` when something is written on it, else the organisation's own."""
    return among(bases(reader), reader=reader, key=key)


def among(written: list[Basis], *, reader: Reader, key: str) -> Basis:
    year = reader.organisation.fiscal_year
    wanted = [b for b in written if b.key == key] or [b for b in written if b == Basis(year)]
    return (wanted or written or [Basis(year)])[0]


def _read(reader: Reader) -> tuple[Basis, ...]:
    found = reach.spend_lines(reader).select_related(None).order_by("fiscal_year")
    years = found.values_list("fiscal_year", "stage").distinct()
    latest = sorted(years, key=lambda year: (-(year[0] or 0), year[1]))
    return tuple(Basis(year, stage) for year, stage in latest)
