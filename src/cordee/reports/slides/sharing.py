"""Short tables and sentences that share a slide, each under its own finding as a heading."""

from collections.abc import Iterator
from dataclasses import replace

from cordee.reports.contents import Section, Table, writable
from cordee.reports.slides.fitting import MARGIN, Frame, height_of
from cordee.reports.slides.parts import BOLD, TEXT_SIZE, table_height

FEW = 4
"""Rows of a table that is too short for a slide of its own."""
HEADING_SIZE = 16.0
GAP = 0.3
"""Inches between a table and the heading of the next."""


def with_below(page: Section, other: Section, frame: Frame) -> Section | None:
    """The page with one more table or a few sentences under its own; None without room."""
    above = (page.below or (page,))[-1].table
    if above is None or other.lede or not _is_short_beside(other, above):
        return None
    joined = replace(page, below=(*page.below, other))
    _heading, last = list(places_below(joined, frame))[-1]
    end = last.y + _height(other, frame.width)
    return joined if end <= frame.y + frame.height else None


def _is_short_beside(other: Section, above: Table) -> bool:
    if other.table is None:
        return 0 < len(other.sentences) <= FEW
    return min(len(above.rows), len(other.table.rows)) <= FEW


def places_below(page: Section, frame: Frame) -> Iterator[tuple[Frame, Frame]]:
    """Where the heading and the rows of each table below stand."""
    y, above = frame.y, page
    for section in page.below:
        y += _height(above, frame.width) + GAP
        heading = Frame(frame.x, y, frame.width, _heading_height(section.title, frame.width))
        y += heading.height
        yield heading, Frame(frame.x, y, frame.width, _height(section, frame.width))
        above = section


def _height(section: Section, width: float) -> float:
    if section.table:
        return table_height(section.table, width)
    said = [writable(each) for each in section.sentences]
    return height_of(said, width=width - 2 * MARGIN, size=TEXT_SIZE) + 2 * MARGIN if said else 0.0


def _heading_height(title: str, width: float) -> float:
    room = (width - 2 * MARGIN) / BOLD
    return height_of([writable(title)], width=room, size=HEADING_SIZE) + 2 * MARGIN
