"""What changed since the last edition: the rows behind the sentence that says it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.typography import UNKNOWN, day_text, number_text, points_text
from cordee.reports.contents import Column, Section, Table, writable
from cordee.reports.words import Moved, Words
from cordee.strategy.charts.changes import moved_finding, moved_summary
from cordee.strategy.models import Initiative
from cordee.strategy.queries.comparison import Comparison, DateDrift

FEW, OF_EACH = 20, 5
"""Changes that are all shown; beyond, how many of each kind."""
Value = Decimal | float | date | str | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One thing that moved: what it was, what it is; None where it is not known or not there."""

    name: str
    what: str
    kind: Literal["money", "share", "day", "state"]
    before: Value
    after: Value


def changes(words: Words) -> Section | None:
    """The page of what moved; None when there is nothing to compare with."""
    moved = words.moved
    if moved is None:
        return None
    every = tuple(change_rows(moved.comparison))
    shown = _widest(every)
    rows = tuple(_written(row, words) for row in shown)
    columns = (
        Column(_("Initiative or objective"), 4),
        Column(_("What moved"), 2),
        Column(_("Before"), 1.8, is_number=True),
        Column(_("Now"), 1.8, is_number=True),
        Column(_("Difference"), 1.5, is_number=True),
    )
    return Section(
        "changes",
        moved_finding(moved.comparison, since=moved.name),
        lede=_lede(moved.comparison, is_whole=len(shown) == len(every)) if rows else "",
        table=Table(columns, rows) if rows else None,
        method=edition_line(moved, language=words.language),
    )


def edition_line(moved: Moved, *, language: str) -> str:
    """`Comité de mars, 12 mars 2026`: what the pack is compared with."""
    return f"{writable(moved.name)}, {day_text(moved.day, language=language)}"


def change_rows(moved: Comparison) -> Iterator[ChangeRow]:
    """Priorities first, then euros, states, what entered and left, dates."""
    for p in moved.priorities:
        yield ChangeRow(p.name, _("Priority"), "share", p.before, p.after)
    for s in moved.spend:
        yield ChangeRow(s.name, _("Cost"), "money", s.before, s.after)
    for d in moved.states:
        before, after = Initiative.Status(d.before).label, Initiative.Status(d.after).label
        yield ChangeRow(d.name, _("State"), "state", str(before), str(after))
    for i in moved.added:
        label = str(Initiative.Status(i.status).label)
        yield ChangeRow(i.name, _("Initiative added"), "state", None, label)
    for i in moved.removed:
        label = str(Initiative.Status(i.status).label)
        yield ChangeRow(i.name, _("Initiative removed"), "state", label, None)
    for t in sorted(moved.dates, key=_days, reverse=True):
        what = _("Start") if t.field == "start" else _("End")
        yield ChangeRow(t.name, what, "day", t.before, t.after)


def _widest(rows: Sequence[ChangeRow]) -> tuple[ChangeRow, ...]:
    """All of them when they are few; else the first of each kind, which are the widest."""
    if len(rows) <= FEW:
        return tuple(rows)
    kept: list[ChangeRow] = []
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.what] += 1
        if counts[row.what] <= OF_EACH:
            kept.append(row)
    return tuple(kept)


def _lede(moved: Comparison, *, is_whole: bool) -> str:
    said = moved_summary(moved)
    if is_whole:
        return said
    more = _("The widest of each kind are shown; all of them are in the workbook.")
    return f"{said} {more}"


def _days(drift: DateDrift) -> int:
    return -1 if drift.days is None else abs(drift.days)


def _written(row: ChangeRow, words: Words) -> tuple[str, ...]:
    before, after = (_value(row.kind, value, words) for value in (row.before, row.after))
    return writable(row.name), row.what, before, after, _difference(row, words)


def _value(kind: str, value: Value, words: Words) -> str:
    if isinstance(value, date):
        return day_text(value, language=words.language)
    if isinstance(value, Decimal):
        return words.money(value)
    if isinstance(value, float):
        return words.percent(value)
    if value is None and kind == "money":
        return _("unknown")
    return value or UNKNOWN


def _difference(row: ChangeRow, words: Words) -> str:
    before, after = row.before, row.after
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return ("+" if after > before else "") + words.money(after - before)
    if isinstance(before, float) and isinstance(after, float):
        return points_text(after - before, language=words.language)
    if isinstance(before, date) and isinstance(after, date):
        days = (after - before).days
        told = number_text(days, language=words.language, decimals=0)
        sign = "+" if days > 0 else ""
        return ngettext("%(count)s day", "%(count)s days", abs(days)) % {"count": sign + told}
    return ""
