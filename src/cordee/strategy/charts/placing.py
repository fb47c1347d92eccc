"""Where the nodes of the golden thread stand: columns of rows, none over another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cordee.strategy.charts.flows import Flow, Flows, Place

TOP = 28
GAP = 5
ROW = 15
"""Least height of a row, so that labels never overlap."""
THINNEST = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its column, before words are put on it."""

    place: Place
    x: int
    y: float
    h: float
    amount: Decimal
    known: bool


def boxes_of(found: Flows, xs: tuple[int, ...], *, scale: float) -> tuple[dict[str, Box], float]:
    """Sources give the height; the other columns stand beside what they are tied to."""
    boxes = _stacked(found.sources, found.flows, "source", x=xs[1], scale=scale)
    bottom = max((_slot_end(box) for box in boxes.values()), default=float(TOP))
    for column, places, x in (
        ("objective", found.objectives, xs[0]),
        ("application", found.applications, xs[2]),
    ):
        loads = _loads(found.flows, column, scale=scale)
        needed = sum(max(loads[p.key][0], ROW) + GAP for p in places)
        bottom = max(bottom, TOP + needed)
        centres = _centres(found.flows, column, boxes=boxes)
        # Objectives keep the order of their priorities; applications stand where least is crossed.
        ordered = places if column == "objective" else sorted(places, key=lambda p: centres[p.key])
        boxes |= _beside(ordered, loads, centres, x=x, bottom=bottom)
    return boxes, bottom + GAP


def _stacked(
    places: Sequence[Place], flows: Sequence[Flow], column: str, *, x: int, scale: float
) -> dict[str, Box]:
    loads = _loads(flows, column, scale=scale)
    boxes, y = {}, float(TOP)
    for place in places:
        height, amount, known = loads[place.key]
        slot = max(height, ROW)
        boxes[place.key] = Box(place, x, y + (slot - height) / 2, height, amount, known)
        y += slot + GAP
    return boxes


def _beside(
    places: Sequence[Place],
    loads: Mapping[str, tuple[float, Decimal, bool]],
    centres: Mapping[str, float],
    *,
    x: int,
    bottom: float,
) -> dict[str, Box]:
    """Each as near its centre as its neighbours allow, none below the bottom."""
    slots = [max(loads[place.key][0], ROW) for place in places]
    tops, y = [], float(TOP)
    for place, slot in zip(places, slots, strict=True):
        y = max(y, centres[place.key] - slot / 2)
        tops.append(y)
        y += slot + GAP
    limit = bottom
    for n in reversed(range(len(tops))):
        tops[n] = min(tops[n], limit - slots[n])
        limit = tops[n] - GAP
    return {
        place.key: Box(place, x, top + (slot - height) / 2, height, amount, known)
        for place, slot, top in zip(places, slots, tops, strict=True)
        for height, amount, known in (loads[place.key],)
    }


def _loads(
    flows: Iterable[Flow], column: str, *, scale: float
) -> dict[str, tuple[float, Decimal, bool]]:
    """Per node: its height, its amount, and whether every flow through it is known."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    known: dict[str, bool] = defaultdict(lambda: True)
    for flow in flows:
        key = getattr(flow, column)
        amounts[key] += flow.amount
        known[key] = known[key] and flow.known
    return {k: (max(float(a) * scale, THINNEST), a, known[k]) for k, a in amounts.items()}


def _centres(flows: Iterable[Flow], column: str, *, boxes: Mapping[str, Box]) -> dict[str, float]:
    """Where a node would stand if it stood in the middle of the sources it is tied to."""
    weighed: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for flow in flows:
        box = boxes[flow.source]
        weighed[getattr(flow, column)].append((box.y + box.h / 2, float(flow.amount) + 1e-9))
    return {
        key: sum(y * weight for y, weight in ys) / sum(weight for _y, weight in ys)
        for key, ys in weighed.items()
    }


def _slot_end(box: Box) -> float:
    return box.y + box.h / 2 + max(box.h, ROW) / 2
