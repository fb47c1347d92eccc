"""What moved between two portfolios: added, removed, cost and date drift."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cordee.platform.access import Reader
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import Picture


@dataclass(frozen=True, slots=True)
class Drift:
    """One value that moved; None is an unknown."""

    code: str
    field: str
    before: Decimal | date | None
    after: Decimal | date | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved since an older portfolio, initiative by initiative, matched by code."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    spend: tuple[Drift, ...]
    dates: tuple[Drift, ...]


def changes(picture: Picture, *, reader: Reader, since: Picture, older: Reader) -> Changes:
    """Compare two pictures and the dates behind them."""
    now, then = _known_spend(picture), _known_spend(since)
    both = [code for code in now if code in then]
    return Changes(
        added=tuple(code for code in now if code not in then),
        removed=tuple(code for code in then if code not in now),
        spend=tuple(
            Drift(code, "spend", then[code], now[code]) for code in both if then[code] != now[code]
        ),
        dates=tuple(_date_drifts(both, _dates(older), _dates(reader))),
    )


def _known_spend(picture: Picture) -> dict[str, Decimal | None]:
    return {s.code: s.spend if s.known else None for s in picture.initiatives}


def _dates(reader: Reader) -> dict[str, tuple[date | None, date | None]]:
    rows = reach.initiatives(reader).select_related(None).values_list("code", "start", "end")
    return {code: (start, end) for code, start, end in rows}


def _date_drifts(
    codes: list[str],
    then: dict[str, tuple[date | None, date | None]],
    now: dict[str, tuple[date | None, date | None]],
) -> list[Drift]:
    return [
        Drift(code, field, then[code][side], now[code][side])
        for code in codes
        for side, field in enumerate(("start", "end"))
        if then[code][side] != now[code][side]
    ]
