"""Does the spend follow the priorities? One row an objective, the orphans in red at the end."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.platform.charts import Column, Figure, Spec, figure, frame
from cordee.platform.typography import day_text, money_text, percent_text, points_text
from cordee.strategy.charts.findings import basis_label, coverage_sentence, spend_finding
from cordee.strategy.queries import ObjectiveFigure, Picture

MOST_ROWS = 12
"""Rows of objectives in a chart, the last one standing for the rest; orphans come after."""
ROW_HEIGHT = 34
WIDE = 450
"""Width from which labels and ticks have all their room."""


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One line of the comparison: an objective, the rest of them, or the orphan spend."""

    label: str
    kind: str
    """`objective`, `others` or `orphan`."""
    mark: str
    priority: float | None
    spend: Decimal | None
    """None when only unknown costs serve the objective."""
    share: float | None

    @property
    def gap(self) -> float | None:
        if self.share is None or self.priority is None:
            return None
        return self.share - self.priority


def spend_rows(picture: Picture, *, most: int = MOST_ROWS) -> tuple[SpendRow, ...]:
    """Objectives by priority, then by spend; beyond `most`, the smallest together; the orphans."""
    shown, rest = _split(picture.objectives, most=most)
    rows = [_row(objective) for objective in shown]
    if rest:
        rows.append(_others(rest))
    if picture.orphan_spend > 0:
        priority = None if picture.score is None else 0.0
        share, spend = picture.orphan_share, picture.orphan_spend
        rows.append(SpendRow(_("No objective"), "orphan", "orphan", priority, spend, share))
    return tuple(rows)


def spend_against_priority(picture: Picture, *, width: int) -> Spec:
    """Share of spend against priority; without stated priorities, the shares alone, ranked."""
    rows = spend_rows(picture)
    are_stated = any(row.kind == "objective" and row.priority is not None for row in rows)
    layers = _dumbbells(width) if are_stated else _bars()
    top = max((max(row.share or 0, row.priority or 0) for row in rows), default=0.0) or 1.0
    room = top * (1.2 if width > WIDE else 1.45)
    x = {"type": "quantitative", "scale": {"domain": [0, room], "nice": False}}
    axis = {"title": None, "format": ".0%", "values": _ticks(top, few=width <= WIDE)}
    for layer in layers:
        layer["encoding"]["x"] |= x | {"axis": axis}
    spec: Spec = {
        "data": {"values": [_datum(n, row, stated=are_stated) for n, row in enumerate(rows)]},
        "encoding": {"y": _labels(rows, width=width)},
        "layer": layers,
    }
    return frame(spec, width=width, height=ROW_HEIGHT * max(len(rows), 1))


def spend_figure(picture: Picture) -> Figure:
    """The chart for a page: its finding, two widths, the table behind, its source."""
    columns, rows = spend_table(picture)
    return figure(
        lambda width: spend_against_priority(picture, width=width),
        title=spend_finding(picture),
        sub=spend_sub(picture),
        columns=columns,
        rows=rows,
        source=source_line(picture),
        language=_language(),
    )


def spend_table(picture: Picture) -> tuple[tuple[Column, ...], tuple[tuple[str, ...], ...]]:
    """The table behind the chart: every objective, none grouped."""
    columns = (
        Column(_("Objective")),
        Column(_("Priority"), is_number=True),
        Column(_("Share of spend"), is_number=True),
        Column(_("Gap"), is_number=True),
        Column(_("Spend"), is_number=True),
    )
    rows = spend_rows(picture, most=len(picture.objectives))
    return columns, tuple(_cells(row, picture) for row in rows)


def spend_sub(picture: Picture) -> str:
    """What is measured, and how to read it."""
    label = basis_label(picture.basis)
    if picture.objectives and picture.objectives[0].priority is not None:
        sentence = _("Filled: share of spend. Open: priority. %(basis)s.")
    else:
        sentence = _("Share of spend by objective; no priority is stated yet. %(basis)s.")
    return sentence % {"basis": label}


def source_line(picture: Picture) -> str:
    """`20 Nov 2026 · 2027, planned · 60 of 61 initiatives, 1 unknown`."""
    day = day_text(picture.on, language=_language())
    return " · ".join((day, basis_label(picture.basis), coverage_sentence(picture)))


def _split(
    objectives: Sequence[ObjectiveFigure], *, most: int
) -> tuple[list[ObjectiveFigure], list[ObjectiveFigure]]:
    """Those that weigh most, in the order given, then the others."""
    if len(objectives) <= most:
        return list(objectives), []
    heaviest = sorted(objectives, key=lambda o: -max(o.share or 0, o.priority or 0))
    kept = {o.pk for o in heaviest[: most - 1]}
    return [o for o in objectives if o.pk in kept], [o for o in objectives if o.pk not in kept]


def _row(objective: ObjectiveFigure) -> SpendRow:
    is_known = objective.state != "unknown"
    return SpendRow(
        objective.name,
        "objective",
        objective.mark,
        objective.priority,
        objective.spend if is_known else None,
        objective.share if is_known else None,
    )


def _others(rest: Sequence[ObjectiveFigure]) -> SpendRow:
    label = ngettext("%(count)s other objective", "%(count)s other objectives", len(rest))
    return SpendRow(
        label % {"count": len(rest)},
        "others",
        "other",
        _sum(o.priority for o in rest),
        sum((o.spend for o in rest), Decimal(0)),
        _sum(o.share for o in rest),
    )


def _sum(parts: Iterable[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _cells(row: SpendRow, picture: Picture) -> tuple[str, ...]:
    language = _language()
    is_unknown = row.kind == "objective" and row.spend is None
    spend = money_text(row.spend, picture.currency, language=language)
    return (
        row.label,
        percent_text(row.priority, language=language),
        _("unknown") if is_unknown else percent_text(row.share, language=language),
        points_text(row.gap, language=language),
        _("unknown") if is_unknown else spend,
    )


def _datum(place: int, row: SpendRow, *, stated: bool) -> dict[str, str | int | float | None]:
    language = _language()
    said = points_text(row.gap, language=language) if stated else ""
    if row.spend is None:
        said = _("unknown")
    elif not said or row.gap is None:
        said = percent_text(row.share, language=language)
    return {
        "row": place,
        "kind": row.kind,
        "share": row.share,
        "priority": row.priority,
        "end": max(row.share or 0, row.priority or 0),
        "said": said,
    }


def _labels(rows: Sequence[SpendRow], *, width: int) -> Spec:
    """Rows are placed by number, so that two objectives of the same name stay two rows."""
    names = json.dumps([row.label for row in rows])
    axis = {
        "title": None,
        "labelFontSize": 13,
        "labelPadding": 12,
        "labelLimit": round(width * 0.4),
        "labelExpr": f"{names}[datum.value]",
    }
    return {"field": "row", "type": "ordinal", "sort": None, "axis": axis}


def _dumbbells(width: int) -> list[Spec]:
    size = 120 if width > WIDE else 90
    circle = {"type": "circle", "size": size, "opacity": 1}
    priority = {"type": "point", "size": size, "filled": False, "strokeWidth": 2}
    rod = {"type": "rule", "strokeWidth": 6, "strokeCap": "round", "color": "@mute-soft"}
    return [
        {
            "transform": [{"filter": "isValid(datum.share) && isValid(datum.priority)"}],
            "mark": rod,
            "encoding": {"x": {"field": "share"}, "x2": {"field": "priority"}},
        },
        {
            "transform": [{"filter": "datum.kind != 'orphan' && isValid(datum.priority)"}],
            "mark": {**priority, "stroke": "@ink", "fill": "@surface", "opacity": 1},
            "encoding": {"x": {"field": "priority"}},
        },
        {
            "transform": [{"filter": "isValid(datum.share)"}],
            "mark": circle,
            "encoding": {"x": {"field": "share"}, "color": _colour()},
        },
        _said(dx=12),
    ]


def _bars() -> list[Spec]:
    mark = {"type": "bar", "height": 14, "cornerRadiusEnd": 2}
    return [
        {"mark": mark, "encoding": {"x": {"field": "share"}, "color": _colour()}},
        _said(dx=8),
    ]


def _said(*, dx: int) -> Spec:
    mark = {"type": "text", "align": "left", "dx": dx, "fontWeight": 600, "color": "@ink-2"}
    encoding = {"x": {"field": "end"}, "text": {"field": "said", "type": "nominal"}}
    return {"mark": mark, "encoding": encoding}


def _colour() -> Spec:
    conditions = [
        {"test": "datum.kind == 'orphan'", "value": "@bad"},
        {"test": "datum.kind == 'others'", "value": "@ink-3"},
    ]
    return {"condition": conditions, "value": "@it"}


def _ticks(top: float, *, few: bool) -> list[float]:
    """Round shares from zero, five at most (three when there is little room)."""
    wanted = 3 if few else 5
    steps = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
    step = next((s for s in steps if top / s <= wanted), 1.0)
    return [round(n * step, 2) for n in range(int(top / step + 1e-9) + 1)]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
