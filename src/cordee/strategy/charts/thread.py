"""The golden thread drawn: fixed columns, one node a row, ribbons as wide as the spend.

`thread_layout(picture, selected="initiative-12") -> Thread` for the drawing,
`thread_rows(picture) -> tuple[ThreadRow, ...]` for the list and the table behind it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform.typography import money_text
from cordee.strategy.charts.flows import NATURES, Flow, Flows, flows_of
from cordee.strategy.charts.placing import Box, boxes_of
from cordee.strategy.queries import ObjectiveFigure, Picture, SourceFigure
from cordee.strategy.queries.node import branches

WIDTH = 1016
NODE_WIDTH = 10
LABEL_GAP = 6
THICKNESS = 420
"""Height of all the spend, end to end."""
LONGEST_BAR = 130
BAR_HEIGHT = 12
WITH_APPLICATIONS = (0, 236, 536, 800)
WITHOUT_APPLICATIONS = (0, 300, 760)
LETTERS = {"objective": 27, "source": 37, "application": 28}
ROOMY_LETTERS = {"objective": 36, "source": 64}
"""What fits between two columns; the whole name stays in the accessible name."""


@dataclass(frozen=True, slots=True)
class ThreadColumn:
    """The heading of a column."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """A node: what it stands for, where it is drawn, and its amount in words."""

    key: str
    kind: str
    """`objective`, `initiative`, `application` when it has a page; `group` or `none` otherwise."""
    pk: int | None
    label: str
    """Cut to the room there is."""
    name: str
    """Whole."""
    amount: str
    css: str
    """`o1`…`o5`, `neutral` or `orphan`, then `unknown` and `hl` where they apply."""
    x: int
    y: float
    w: int
    h: float
    label_x: int
    label_y: float

    @property
    def has_page(self) -> bool:
        return self.pk is not None


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """A ribbon between two nodes."""

    d: str
    css: str


@dataclass(frozen=True, slots=True)
class ThreadBar:
    """A piece of the last column: one nature of the spend of one row."""

    x: float
    y: float
    w: float
    h: int
    nature: str
    css: str


@dataclass(frozen=True, slots=True)
class ThreadAmount:
    """The amount written at the end of a row."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The whole drawing, in px."""

    width: int
    height: int
    columns: tuple[ThreadColumn, ...]
    nodes: tuple[ThreadNode, ...]
    links: tuple[ThreadLink, ...]
    bars: tuple[ThreadBar, ...]
    amounts: tuple[ThreadAmount, ...]
    natures: tuple[tuple[str, str], ...]
    """(css, label) of the natures met, for the legend; empty when none is stated."""
    spreads_evenly: bool
    """Whether some initiative changes several applications, over which it is spread evenly."""


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A line of the table: one source, the objective it serves or none, and what it gives."""

    objective: ObjectiveFigure | None
    source: SourceFigure
    share: Decimal
    spend: Decimal | None
    """None when the cost is unknown."""
    applications: tuple[str, ...]


def thread_layout(picture: Picture, *, selected: str = "") -> Thread:
    """Place objectives, initiatives, applications and euros; what `selected` is tied to is gold."""
    found = flows_of(picture, selected=selected)
    xs = WITH_APPLICATIONS if found.applications else WITHOUT_APPLICATIONS
    scale = THICKNESS / float(picture.total) if picture.total else 0.0
    boxes, height = boxes_of(found, xs, scale=scale)
    gold = _gold(found.flows, selected=selected)
    bars, amounts = _bars(found, boxes, x=xs[-1], picture=picture)
    natures = {nature for flow in found.flows for nature in flow.natures} & set(NATURES)
    return Thread(
        width=WIDTH,
        height=round(height),
        columns=_columns(xs, natures=natures),
        nodes=_nodes(found, boxes, gold=gold, picture=picture),
        links=_links(found, boxes, scale=scale, selected=selected),
        bars=bars,
        amounts=amounts,
        natures=_legend(natures),
        spreads_evenly=any(len(source.applications) > 1 for source in picture.initiatives),
    )


def thread_rows(picture: Picture) -> tuple[ThreadRow, ...]:
    """Objectives in their order, under each its sources, the largest first; then the orphans."""
    return tuple(
        ThreadRow(
            branch.objective,
            strand.source,
            strand.share,
            strand.spend,
            tuple(name for _pk, _code, name in strand.source.applications),
        )
        for branch in branches(picture)
        for strand in branch.strands
    )


def _gold(flows: Iterable[Flow], *, selected: str) -> set[str]:
    """The nodes that stand on the thread of the selected one."""
    threads = ((f.objective, f.source, f.application) for f in flows)
    return {key for thread in threads if selected in thread for key in thread}


def _nodes(
    found: Flows, boxes: Mapping[str, Box], *, gold: set[str], picture: Picture
) -> tuple[ThreadNode, ...]:
    letters = LETTERS if found.applications else ROOMY_LETTERS
    columns = {
        "objective": found.objectives,
        "source": found.sources,
        "application": found.applications,
    }
    return tuple(
        _node(boxes[place.key], gold=gold, picture=picture, letters=letters[column])
        for column, places in columns.items()
        for place in places
    )


def _node(box: Box, *, gold: set[str], picture: Picture, letters: int) -> ThreadNode:
    place = box.place
    is_unknown = not box.known and not box.amount
    css = [place.mark, *(["unknown"] if is_unknown else [])]
    if place.key in gold:
        css.append("hl")
    return ThreadNode(
        key=place.key,
        kind=place.kind,
        pk=place.pk,
        label=_cut(place.label, letters),
        name=place.label,
        amount=_amount(box.amount, known=box.known, picture=picture),
        css=" ".join(css),
        x=box.x,
        y=round(box.y, 1),
        w=NODE_WIDTH,
        h=round(box.h, 1),
        label_x=box.x + NODE_WIDTH + LABEL_GAP,
        label_y=round(box.y + box.h / 2 + 4, 1),
    )


def _amount(amount: Decimal, *, known: bool, picture: Picture) -> str:
    if not known and not amount:
        return _("unknown")
    text = money_text(amount, picture.currency, language=_language())
    return text if known else _("%(amount)s known") % {"amount": text}


def _links(
    found: Flows, boxes: Mapping[str, Box], *, scale: float, selected: str
) -> tuple[ThreadLink, ...]:
    """Ribbons leave and enter in the order of the rows; the selected ones are drawn last."""
    leaves: dict[str, float] = defaultdict(float)
    enters: dict[str, float] = defaultdict(float)
    links = []
    steps = [("objective", "source")]
    if found.applications:
        steps.append(("source", "application"))
    for before, after in steps:
        for (start, end), flows in _ties(found.flows, before, after, boxes=boxes).items():
            height = float(sum((flow.amount for flow in flows), Decimal(0))) * scale
            d = _ribbon(boxes[start], boxes[end], height, leaves[start], enters[end])
            leaves[start] += height
            enters[end] += height
            is_gold = any(selected in (f.objective, f.source, f.application) for f in flows)
            links.append(ThreadLink(d, _link_css(flows, found, is_gold=is_gold)))
    return tuple(sorted(links, key=lambda link: link.css.endswith(" hl")))


def _ties(
    flows: Iterable[Flow], before: str, after: str, *, boxes: Mapping[str, Box]
) -> dict[tuple[str, str], list[Flow]]:
    ties: dict[tuple[str, str], list[Flow]] = defaultdict(list)
    for flow in flows:
        ties[getattr(flow, before), getattr(flow, after)].append(flow)
    ordered = sorted(ties, key=lambda pair: (boxes[pair[0]].y, boxes[pair[1]].y))
    return {pair: ties[pair] for pair in ordered}


def _ribbon(start: Box, end: Box, height: float, leaves: float, enters: float) -> str:
    x0, x1 = start.x + NODE_WIDTH, end.x
    middle = (x0 + x1) / 2
    thick = max(height, 0.8)
    y0, y1 = start.y + leaves, end.y + enters
    return (
        f"M{x0:.1f},{y0:.1f}C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
        f"V{y1 + thick:.1f}C{middle:.1f},{y1 + thick:.1f} {middle:.1f},{y0 + thick:.1f} "
        f"{x0:.1f},{y0 + thick:.1f}Z"
    )


def _link_css(flows: Sequence[Flow], found: Flows, *, is_gold: bool) -> str:
    """The colour of the objective that the ribbon serves most."""
    given: dict[str, Decimal] = defaultdict(Decimal)
    for flow in flows:
        given[flow.objective] += flow.amount
    main = max(given, key=lambda key: given[key])
    mark = next(place.mark for place in found.objectives if place.key == main)
    is_unknown = not any(given.values()) and not all(flow.known for flow in flows)
    return mark + (" unknown" if is_unknown else "") + (" hl" if is_gold else "")


def _bars(
    found: Flows, boxes: Mapping[str, Box], *, x: int, picture: Picture
) -> tuple[tuple[ThreadBar, ...], tuple[ThreadAmount, ...]]:
    column = "application" if found.applications else "source"
    ends = found.applications or found.sources
    largest = max((boxes[place.key].amount for place in ends), default=Decimal(0))
    scale = LONGEST_BAR / float(largest) if largest else 0.0
    split: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for flow in found.flows:
        for nature, amount in flow.natures.items():
            split[getattr(flow, column)][nature] += amount
    bars, amounts = [], []
    for place in ends:
        box, left = boxes[place.key], float(x)
        middle = box.y + box.h / 2
        for rank, nature in enumerate(NATURES):
            wide = float(split[place.key][nature]) * scale
            if wide > 0:
                top = round(middle - BAR_HEIGHT / 2, 1)
                drawn = round(max(wide - 1, 0.5), 1)
                bars.append(ThreadBar(round(left, 1), top, drawn, BAR_HEIGHT, nature, f"n{rank}"))
            left += wide
        text = _amount(box.amount, known=box.known, picture=picture)
        amounts.append(ThreadAmount(round(left + LABEL_GAP, 1), round(middle + 4, 1), text))
    return tuple(bars), tuple(amounts)


def _columns(xs: tuple[int, ...], *, natures: set[str]) -> tuple[ThreadColumn, ...]:
    end = _("Spend, by nature") if natures - {"unstated"} else _("Spend")
    middle = [_("Applications")] if len(xs) == len(WITH_APPLICATIONS) else []
    labels = (_("Objectives"), _("Initiatives"), *middle, end)
    return tuple(ThreadColumn(x, label) for x, label in zip(xs, labels, strict=True))


def _legend(natures: set[str]) -> tuple[tuple[str, str], ...]:
    labels = {
        "capex": _("Investment (capex)"),
        "opex": _("Operating cost (opex)"),
        "unstated": _("Nature not stated"),
    }
    if not natures - {"unstated"}:
        return ()
    return tuple((f"n{n}", labels[key]) for n, key in enumerate(NATURES) if key in natures)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
