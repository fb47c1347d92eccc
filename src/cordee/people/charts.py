"""The days of teams, drawn and told: what a quarter leaves for new work."""

from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.people.queries import CapacityTable, Days, TeamSheet
from cordee.platform.charts import Column, Figure, Spec, figure, frame
from cordee.platform.quarters import Quarter
from cordee.platform.typography import day_text, number_text, percent_text

ROW_HEIGHT = 44
WIDE = 450
"""Width from which an axis has room for all its figures."""
PARTS = (("net", "@it"), ("unplanned", "@line-strong"), ("run", "@ink-3"), ("absent", "@grid"))
"""Parts of the allocated time, from the left, with their colours."""


def quarter_label(quarter: Quarter) -> str:
    """`Q1 2027`, after the fiscal year."""
    return _("Q%(number)s %(year)s") % {"number": quarter.number, "year": quarter.year}


def days_label(days: Days) -> str:
    """The days left for new work; a floor when somebody is not counted."""
    if not days.is_known or days.net is None:
        return _("unknown")
    return f"≥\u00a0{_number(days.net)}" if days.is_floor else _number(days.net)


def days_in_words(days: Days) -> str:
    """The same inside a sentence: `42 days`, `at least 42 days`."""
    count = round(days.net or 0)
    told = ngettext("%(count)s day", "%(count)s days", count) % {"count": _number(count)}
    return _("at least %(days)s") % {"days": told} if days.is_floor else told


def capacity_finding(table: CapacityTable) -> str:
    """What the teams have in the first quarter shown."""
    if not table.teams:
        return _("No team yet: nobody’s time is counted")
    first, quarter = table.total[0], quarter_label(table.quarters[0])
    if not first.people:
        return _("Nobody is allocated to a team in %(quarter)s") % {"quarter": quarter}
    if not first.is_known:
        return _("The days of teams are unknown in %(quarter)s") % {"quarter": quarter}
    sentence = ngettext(
        "One team has %(days)s for new work in %(quarter)s, of %(present)s at work",
        "%(count)s teams have %(days)s for new work in %(quarter)s, of %(present)s at work",
        len(table.teams),
    )
    return sentence % _told(first, count=len(table.teams), quarter=quarter)


def team_finding(sheet: TeamSheet) -> str:
    """What one team has in the first quarter shown."""
    first = sheet.quarters[0]
    told = _told(first, count=1, quarter=quarter_label(sheet.table.quarters[0]))
    told["team"] = sheet.team.name
    if not first.people:
        return _("Nobody is allocated to “%(team)s” in %(quarter)s") % told
    if first.unstated:
        return _("“%(team)s” has not said what it keeps: its days are unknown") % told
    if not first.is_known:
        return _("The days of “%(team)s” are unknown in %(quarter)s: no calendar says them") % told
    return _("“%(team)s” has %(days)s for new work in %(quarter)s, of %(present)s at work") % told


def not_counted(days: Sequence[Days]) -> str:
    """Who is missing from the figures, in a sentence; empty when everybody is there."""
    unknown = max((one.unknown for one in days), default=0)
    unstated = max((one.unstated for one in days), default=0)
    told = []
    if unknown:
        told.append(
            ngettext(
                "%(count)s person without a working calendar",
                "%(count)s people without a working calendar",
                unknown,
            )
            % {"count": unknown}
        )
    if unstated:
        told.append(
            ngettext(
                "%(count)s team that has not said what it keeps",
                "%(count)s teams that have not said what they keep",
                unstated,
            )
            % {"count": unstated}
        )
    return _("Not counted: %(missing)s.") % {"missing": ", ".join(told)} if told else ""


def share_finding(table: CapacityTable) -> str:
    """The quarter in which new work receives the least of the time at work."""
    known = [
        (days.net / kept, place)
        for place, days in enumerate(table.total)
        if days.net is not None and (kept := _divided(days))
    ]
    if not known:
        return _("No quarter has known days yet")
    part, place = min(known)
    return _(
        "%(quarter)s is the tightest quarter: new work receives %(part)s of the time at work"
    ) % {
        "part": percent_text(part, language=_language()),
        "quarter": quarter_label(table.quarters[place]),
    }


def _divided(days: Days) -> float:
    """The time at work of the teams that have said what they keep."""
    return (days.net or 0.0) + (days.run or 0.0) + (days.unplanned or 0.0)


def capacity_figure(table: CapacityTable) -> Figure:
    """Where the time of teams goes, quarter by quarter."""
    return figure(
        lambda width: capacity_bars(table, width=width),
        title=share_finding(table),
        sub=_("Person-days of all teams by quarter: what is left for new work, and what is not"),
        columns=tuple(
            Column(label, is_number=place > 0) for place, label in enumerate(_headings())
        ),
        rows=tuple(
            _cells(quarter_label(quarter), days)
            for quarter, days in zip(table.quarters, table.total, strict=True)
        ),
        source=_source(table),
        language=_language(),
    )


def capacity_bars(table: CapacityTable, *, width: int) -> Spec:
    """One bar a quarter, cut into its parts; the days for new work are written at its end."""
    quarters = list(zip(map(quarter_label, table.quarters), table.total, strict=True))
    bars = [
        {"row": label, "part": part, "order": order, "days": getattr(days, part) or 0.0}
        for label, days in quarters
        for order, (part, _colour) in enumerate(PARTS)
    ]
    ends = [{"row": label, "end": _length(d), "said": days_label(d)} for label, d in quarters]
    top = max((_length(days) for _label, days in quarters), default=0.0) or 1.0
    axis = {"title": None, "tickCount": 5 if width > WIDE else 3}
    rows = [label for label, _days in quarters]
    spec: Spec = {
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "sort": rows, "axis": {"title": None}},
            "x": {
                "type": "quantitative",
                "scale": {"domain": [0, top * 1.2], "nice": False},
                "axis": axis,
            },
        },
        "layer": [_bars(bars), _ends(ends)],
    }
    return frame(spec, width=width, height=ROW_HEIGHT * len(rows))


def _bars(values: list[dict[str, object]]) -> Spec:
    colours = {"domain": [part for part, _c in PARTS], "range": [colour for _p, colour in PARTS]}
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "height": 22},
        "encoding": {
            "x": {"field": "days", "stack": "zero"},
            "order": {"field": "order"},
            "color": {"field": "part", "type": "nominal", "scale": colours, "legend": None},
        },
    }


def _ends(values: list[dict[str, object]]) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "dx": 8, "color": "@it", "fontWeight": 600},
        "encoding": {"x": {"field": "end"}, "text": {"field": "said", "type": "nominal"}},
    }


def _length(days: Days) -> float:
    """How far the bar of a quarter goes: its parts that are known."""
    return sum(getattr(days, part) or 0.0 for part, _colour in PARTS)


def _told(days: Days, *, count: int, quarter: str) -> dict[str, object]:
    return {
        "count": _number(count),
        "days": days_in_words(days),
        "present": _number(days.present),
        "quarter": quarter,
    }


def _headings() -> tuple[str, ...]:
    return (
        _("Quarter"),
        _("Allocated time"),
        _("Absences"),
        _("Run"),
        _("Unplanned"),
        _("For new work"),
    )


def _cells(label: str, days: Days) -> tuple[str, ...]:
    parts = (days.gross, days.absent, days.run, days.unplanned)
    return (
        label,
        *(_number(part) if part is not None else "—" for part in parts),
        days_label(days),
    )


def _source(table: CapacityTable) -> str:
    span = _("%(first)s to %(last)s") % {
        "first": day_text(table.quarters[0].first, language=_language()),
        "last": day_text(table.quarters[-1].last, language=_language()),
    }
    people = max(days.people for days in table.total)
    counted = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    return " · ".join(filter(None, (span, counted, not_counted(table.total))))


def _number(value: float) -> str:
    return number_text(value, language=_language(), decimals=0)


def _language() -> str:
    return get_language() or "en"
