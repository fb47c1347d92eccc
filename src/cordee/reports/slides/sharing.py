"""Short tables that share a slide: each keeps its finding, as a heading above its rows."""

from collections.abc import Iterator
from dataclasses import replace

from cordee.reports.contents import Section, Table, writable
from cordee.reports.slides.fitting import MARGIN, Frame, height_of
from cordee.reports.slides.parts import BOLD, table_height

FEW = 4
"""Rows of a table that is too short for a slide of its own."""
HEADING_SIZE = 16.0
GAP = 0.3
"""Inches between a table and the heading of the next."""


def with_below(page: Section, other: Section, frame: Frame) -> Section | None:
    """The page with one more table under its own; None where neither is short, or no room."""
    above = (page.below or (page,))[-1].table
    if above is None or other.table is None or other.lede:
        return None
    if min(len(above.rows), len(other.table.rows)) > FEW:
        return None
    joined = replace(page, below=(*page.below, other))
    _heading, last = list(places_below(joined, frame))[-1]
    end = last.y + table_height(other.table, frame.width)
    return joined if end <= frame.y + frame.height else None


def places_below(page: Section, frame: Frame) -> Iterator[tuple[Frame, Frame]]:
    """Where the heading and the rows of each table below stand."""
    y, above = frame.y, page.table
    for section in page.below:
        y += _height(above, frame.width) + GAP
        heading = Frame(frame.x, y, frame.width, _heading_height(section.title, frame.width))
        y += heading.height
        yield heading, Frame(frame.x, y, frame.width, frame.height)
        above = section.table


def _height(table: Table | None, width: float) -> float:
    return table_height(table, width) if table else 0.0


def _heading_height(title: str, width: float) -> float:
    room = (width - 2 * MARGIN) / BOLD
    return height_of([writable(title)], width=room, size=HEADING_SIZE) + 2 * MARGIN
