"""What a page of slides is made of, and how a section that does not hold becomes several."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from cordee.reports.contents import BoardPack, Section, Table, without_blank_columns
from cordee.reports.slides.fitting import (
    LINE,
    POINTS_AN_INCH,
    Frame,
    pages_of,
    some,
    text_width,
    wrapped,
)

CELL_SIZE = 12.0
CELL_X, CELL_Y = 0.1, 0.05
"""Margins of a cell, in inches."""
FEWEST, MOST = 5.0, 34.0
"""Width of text, in letters of one em, between which a column is given room."""
NUMBER_MOST = 16.0
BOLD = 1.2
"""How much wider the heads of columns are, in bold."""
PADDING = 2 * CELL_X * POINTS_AN_INCH / CELL_SIZE + 0.3
"""The margins of a cell, in letters of one em."""
TEXT_SIZE, TERM_SIZE, TEXT_FLOOR = 18.0, 14.0, 12.0
NO_BREAK = "\u00a0"
TILES = 4
TILE_WIDTH, TILE_HEIGHT = 2.0, 1.6
"""Under this, a tile does not hold its sentence."""


def texts_of(pack: BoardPack, section: Section, *, number: int, of: int) -> dict[str, str]:
    """The words of each named place on one page."""
    return {
        **pack_texts(pack),
        "cordee:title": section.title,
        "cordee:lede": section.lede,
        "cordee:page": f"{number} / {of}",
    }


def pack_texts(pack: BoardPack) -> dict[str, str]:
    """The words that are the same on every page."""
    told = {
        "cordee:title": pack.title,
        "cordee:heading": " · ".join(
            (_("Board pack"), pack.organisation, pack.day, pack.basis),
        ),
        "cordee:organisation": pack.organisation,
        "cordee:day": pack.day,
        "cordee:basis": pack.basis,
        "cordee:coverage": pack.coverage,
        "cordee:edition": edition_line(pack),
        "cordee:source": pack.source,
        "cordee:head": head_line(pack),
    }
    told |= {f"cordee:finding:{key}": said for key, said in pack.findings.items()}
    told |= {f"cordee:finding:{section.key}": section.title for section in pack.sections}
    for section in pack.sections:
        told |= {f"cordee:figure:{figure.key}": figure.value for figure in section.figures}
    return told


def head_line(pack: BoardPack) -> str:
    return _("Head of the journal that day:") + " " + pack.journal_head


def edition_line(pack: BoardPack) -> str:
    return _("Compared with:") + " " + pack.edition if pack.edition else ""


def parts(section: Section, frame: Frame) -> Iterator[Section]:
    """The section over as many pages as its content takes in this frame, numbered in the title."""
    found = list(_split(section, frame))
    for number, part in enumerate(found, start=1):
        yield replace(part, title=numbered(section.title, number, of=len(found)))


def numbered(title: str, number: int, *, of: int) -> str:
    if of == 1:
        return title
    told = {"title": title, "number": number, "of": of}
    numbered_title = _("%(title)s (%(number)s of %(of)s)") % told
    # A line never ends inside the number.
    start, _bracket, number_of = numbered_title.rpartition("(")
    return f"{start}({number_of.replace(' ', NO_BREAK)}"


def _split(section: Section, frame: Frame) -> Iterator[Section]:
    if section.table:
        for table in table_parts(section.table, frame):
            yield replace(section, table=table)
    elif section.figures:
        count = tiles_in(frame)
        for start in range(0, len(section.figures), count):
            yield replace(section, figures=section.figures[start : start + count])
    elif section.terms or section.sentences:
        yield from _split_words(section, frame)
    else:
        yield section


def _split_words(section: Section, frame: Frame) -> Iterator[Section]:
    told = [("", said) for said in section.sentences] or section.terms
    size = TEXT_SIZE if section.sentences else TERM_SIZE
    for page in pages_of(told, frame, size=size, floor=TEXT_FLOOR)[1]:
        if section.sentences:
            yield replace(section, sentences=tuple(said for _term, said in page))
        else:
            yield replace(section, terms=page)


def tiles_in(frame: Frame) -> int:
    """How many figures a frame holds: four a row, as many rows as hold their sentence."""
    return columns_in(frame) * max(int(frame.height // TILE_HEIGHT), 1)


def columns_in(frame: Frame) -> int:
    return min(max(int(frame.width // TILE_WIDTH), 1), TILES)


def table_parts(table: Table, frame: Frame) -> list[Table]:
    """The rows over as few tables as it takes, of much the same height; none is left alone."""
    widths = column_widths(table, frame.width)
    head = row_height([column.label for column in table.columns], widths)
    room = frame.height - head
    rows = [piece for row in table.rows for piece in _cut_rows(row, widths, room)]
    rows += [table.total] if table.total else []
    pages = _balanced(rows, [row_height(row, widths) for row in rows], room)
    totals = [()] * (len(pages) - 1) + [table.total]
    if table.total:
        pages[-1] = pages[-1][:-1]
    return [
        without_blank_columns(Table(table.columns, tuple(page), total))
        for page, total in zip(pages, totals, strict=True)
    ]


Rows = list[tuple[str, ...]]


def _balanced(rows: Rows, heights: Sequence[float], room: float) -> list[Rows]:
    """As many pages as the room asks for, each in the least room that asks for no more."""
    found = _stacked(rows, heights, room)
    low, high = 0.0, room
    for _step in range(16):
        level = (low + high) / 2
        tried = _stacked(rows, heights, level)
        if len(tried) > len(found):
            low = level
        else:
            high, found = level, tried
    return found


def _stacked(rows: Rows, heights: Sequence[float], room: float) -> list[Rows]:
    pages: list[Rows] = [[]]
    left = room
    for row, height in zip(rows, heights, strict=True):
        if height > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append(row)
        left -= height
    return pages


def table_height(table: Table, width: float) -> float:
    """Inches that a table takes, its heads and its total included."""
    widths = column_widths(table, width)
    lines = [tuple(column.label for column in table.columns), *table.rows]
    lines += [table.total] if table.total else []
    return sum(row_height(line, widths) for line in lines)


def rows_that_hold(table: Table, frame: Frame) -> int:
    """How many whole rows a frame holds under the heads."""
    widths = column_widths(table, frame.width)
    left = frame.height - row_height([column.label for column in table.columns], widths)
    held = 0
    for row in table.rows:
        left -= row_height(row, widths)
        if left < 0:
            break
        held += 1
    return held


def column_widths(table: Table, width: float) -> list[float]:
    """Room for each column after its longest text, at least its longest word; all the width."""
    lines = [tuple(c.label for c in table.columns), *table.rows]
    lines += [table.total] if table.total else []
    asked, least = [], []
    for column, cells in zip(table.columns, zip(*lines, strict=True), strict=True):
        most = NUMBER_MOST if column.is_number else MOST
        words = (word for cell in cells for word in cell.split(" "))
        word = max(*map(text_width, words), BOLD * max(map(text_width, column.label.split(" "))))
        least.append(min(word, most) + PADDING)
        asked.append(max(min(max(map(text_width, cells)), most) + PADDING, FEWEST, least[-1]))
    room = width * POINTS_AN_INCH / CELL_SIZE
    if sum(asked) > room > sum(least):
        asked = _shortened(asked, least, room=room)
    return [width * share / sum(asked) for share in asked]


def _shortened(asked: list[float], least: list[float], *, room: float) -> list[float]:
    """The widest columns give way first: short texts keep their one line."""
    low, high = 0.0, max(asked)
    for _step in range(24):
        level = (low + high) / 2
        total = sum(min(a, max(b, level)) for a, b in zip(asked, least, strict=True))
        low, high = (low, level) if total > room else (level, high)
    return [min(a, max(b, low)) for a, b in zip(asked, least, strict=True)]


def row_height(row: Sequence[str], widths: Sequence[float]) -> float:
    lines = max(len(_lines(cell, width)) for cell, width in zip(row, widths, strict=True))
    return _height(lines)


def _height(lines: int) -> float:
    return lines * CELL_SIZE * LINE / POINTS_AN_INCH + 2 * CELL_Y


def _lines(cell: str, width: float) -> list[str]:
    return wrapped(cell, width=width - 2 * CELL_X, size=CELL_SIZE)


def _cut_rows(
    row: tuple[str, ...], widths: Sequence[float], room: float
) -> Iterator[tuple[str, ...]]:
    most = max(int((room - 2 * CELL_Y) * POINTS_AN_INCH / (CELL_SIZE * LINE)), 1)
    cells = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    if max(map(len, cells)) <= most:
        yield row
        return
    for start in range(0, max(map(len, cells)), most):
        yield tuple(
            some(cell, lines, start, start + most) for cell, lines in zip(row, cells, strict=True)
        )
