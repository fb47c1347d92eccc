"""The shapes of a slide: titles that fit, text, tiles, tables, in the type of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.charts import TOKENS
from cordee.reports.contents import BoardPack, KeyFigure, Table, writable

SERIF, SANS = "Georgia", "Calibri"
INK, SOFT, FAINT = TOKENS["ink"], TOKENS["ink-2"], TOKENS["ink-3"]
GROUND, LINE = "#f5f4f0", "#d9d5cb"
WIDTH, HEIGHT = 13.333, 7.5
"""16:9, in inches like every measure here."""
TEXT_WIDTH = 12.1
TABLE_ROWS = 12
ROW_HEIGHT = 0.37
FEWEST, MOST = 13, 44
"""Letters between which a column of a table is given room."""
POINTS_AN_INCH = 72
LETTER = 0.52
"""Mean width of a letter, in parts of the size of its type: a little more than measured."""
TITLE_SIZES = {28: 1, 22: 2, 18: 2}
"""Sizes of type, each with the lines that hold in the frame of the title."""
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 2.9, 2.35, 0.166


@dataclass(frozen=True, slots=True)
class Frame:
    """Where something stands on a slide."""

    x: float
    y: float
    width: float
    height: float


TITLE = Frame(0.6, 0.45, TEXT_WIDTH, 0.85)
BODY = Frame(0.6, 1.9, TEXT_WIDTH, 4.95)


def deck(pack: BoardPack) -> Any:
    """An empty 16:9 presentation that knows its title, author and date."""
    from pptx import Presentation
    from pptx.util import Inches

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    told = presentation.core_properties
    told.title = _("Board pack of %(organisation)s") % {"organisation": pack.organisation}
    told.author, told.language = pack.organisation[:255], pack.language
    told.subject, told.keywords = pack.source[:255], ""
    return presentation


def fitted_title(slide: Any, text: str, *, language: str) -> None:
    """The largest size at which the title holds in its lines; cut at the smallest."""
    room = {size: lines * _letters(TITLE.width, size) for size, lines in TITLE_SIZES.items()}
    size = next((size for size, most in room.items() if len(text) <= most), min(TITLE_SIZES))
    title = slide.shapes.title
    _place(title, TITLE)
    written = cut(text, room[size])
    _write(title.text_frame, written, size=size, colour=INK, language=language, font=SERIF)


def text_box(slide: Any, text: str, frame: Frame, *, size: int, colour: str, language: str) -> None:
    """One paragraph, cut to the room there is."""
    box = slide.shapes.add_textbox(*_emu(frame))
    lines = max(int(frame.height * POINTS_AN_INCH / (size * 1.2)), 1)
    written = cut(text, lines * _letters(frame.width, size))
    _write(box.text_frame, written, size=size, colour=colour, language=language)


def key_figure(slide: Any, figure: KeyFigure, *, row: int, column: int, language: str) -> None:
    """A tile: label, figure, the sentence that reads it."""
    from pptx.enum.shapes import MSO_SHAPE

    x = BODY.x + column * (TILE_WIDTH + TILE_GAP)
    y = BODY.y + row * (TILE_HEIGHT + TILE_GAP)
    tile = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(Frame(x, y, TILE_WIDTH, TILE_HEIGHT)))
    _fill(tile, GROUND)
    tile.line.color.rgb = _rgb(LINE)
    tile.shadow.inherit = False
    frame = tile.text_frame
    frame.vertical_anchor = _anchor("TOP")
    room = _letters(TILE_WIDTH - 0.2, 12)
    _write(frame, figure.label, size=12, colour=SOFT, language=language)
    value_size = 28 if len(figure.value) <= 12 else 18
    _add(frame, figure.value, size=value_size, colour=INK, language=language, bold=True)
    said = cut(writable(figure.sentence), 6 * room)
    _add(frame, said, size=12, colour=SOFT, language=language)


def paragraphs(
    slide: Any, told: Sequence[tuple[str, str]], frame: Frame, *, size: int, language: str
) -> None:
    """Paragraphs, each after its term in bold when it has one; smaller when there are many."""
    while size > 10 and _lines(told, frame, size) * size * 1.45 > frame.height * POINTS_AN_INCH:
        size -= 1
    text_frame = slide.shapes.add_textbox(*_emu(frame)).text_frame
    text_frame.word_wrap = True
    for place, (term, sentence) in enumerate(told):
        line = text_frame.paragraphs[0] if place == 0 else text_frame.add_paragraph()
        line.space_after = _points(size * 0.5)
        if term:
            _run(line, f"{term}. ", size=size, colour=INK, language=language, bold=True)
        _run(line, sentence, size=size, colour=SOFT, language=language)


def native_table(slide: Any, table: Table, frame: Frame, *, title: str, language: str) -> None:
    """A table to edit: one line a row, long names cut, so that nothing overflows the slide."""
    rows = [tuple(column.label for column in table.columns), *table.rows]
    if table.total:
        rows.append(table.total)
    at = Frame(frame.x, frame.y, frame.width, ROW_HEIGHT * len(rows))
    shape = slide.shapes.add_table(len(rows), len(table.columns), *_emu(at))
    describe(shape, title)
    _plain_style(shape)
    widths = _fitted(rows, frame.width)
    for place, width in enumerate(widths):
        shape.table.columns[place].width = _inches(width)
    for n, row in enumerate(rows):
        shape.table.rows[n].height = _inches(ROW_HEIGHT)
        is_bold = n == 0 or (bool(table.total) and n == len(rows) - 1)
        for place, value in enumerate(row):
            cell = shape.table.cell(n, place)
            _cell(cell, is_number=table.columns[place].is_number)
            _write(
                cell.text_frame,
                _held(value, widths[place]),
                size=12,
                colour=SOFT if n == 0 else INK,
                language=language,
                bold=is_bold,
                keep=True,
            )


def _fitted(rows: Sequence[tuple[str, ...]], width: float) -> list[float]:
    """Room for each column after its longest text, within bounds; together the whole width."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    asked = [min(max(letters + 2, FEWEST), MOST) for letters in longest]
    return [width * letters / sum(asked) for letters in asked]


def describe(shape: Any, text: str) -> None:
    """What a screen reader says of a chart or a table."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", writable(text))


def cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: max(letters - 1, 1)].rstrip()}…"


def _held(value: str, width: float) -> str:
    return cut(value, _letters(width - 0.2, 12))


def _cell(cell: Any, *, is_number: bool) -> None:
    from pptx.enum.text import PP_ALIGN

    cell.margin_top = cell.margin_bottom = _inches(0.03)
    cell.vertical_anchor = _anchor("MIDDLE")
    cell.text_frame.word_wrap = True
    _underline(cell)
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT


def _plain_style(shape: Any) -> None:
    """White rows under a thin line, rather than the bands of the default theme."""
    shape.table.horz_banding = False
    style = shape._element.graphic.graphicData.tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    )
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _underline(cell: Any) -> None:
    """A thin line under a cell: the library offers no borders."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    colour = LINE.removeprefix("#").upper()
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    border = f'<a:lnB {nsdecls("a")} w="9525">{fill}</a:lnB>'
    cell._tc.get_or_add_tcPr().append(parse_xml(border))


def _write(
    frame: Any,
    text: str,
    *,
    size: int,
    colour: str,
    language: str,
    font: str = SANS,
    bold: bool = False,
    keep: bool = False,
) -> None:
    frame.word_wrap = True
    line = frame.paragraphs[0]
    if not keep:
        from pptx.enum.text import PP_ALIGN

        line.alignment = PP_ALIGN.LEFT
        frame.margin_left = frame.margin_right = _inches(0 if font == SERIF else 0.05)
    _run(line, text, size=size, colour=colour, language=language, font=font, bold=bold)


def _add(
    frame: Any, text: str, *, size: int, colour: str, language: str, bold: bool = False
) -> None:
    line = frame.add_paragraph()
    line.alignment = frame.paragraphs[0].alignment
    _run(line, text, size=size, colour=colour, language=language, bold=bold)


def _run(
    line: Any,
    text: str,
    *,
    size: int,
    colour: str,
    language: str,
    font: str = SANS,
    bold: bool = False,
) -> None:
    from pptx.enum.lang import MSO_LANGUAGE_ID

    run = line.add_run()
    run.text = text
    run.font.name, run.font.size, run.font.bold = font, _points(size), bold
    run.font.color.rgb = _rgb(colour)
    french = language.startswith("fr")
    run.font.language_id = MSO_LANGUAGE_ID.FRENCH if french else MSO_LANGUAGE_ID.ENGLISH_UK


def _lines(told: Sequence[tuple[str, str]], frame: Frame, size: int) -> int:
    room = _letters(frame.width, size)
    return sum(ceil(len(term + sentence) / room) for term, sentence in told) + len(told) // 2


def _letters(width: float, size: int) -> int:
    return int(width * POINTS_AN_INCH / (size * LETTER))


def _place(shape: Any, frame: Frame) -> None:
    shape.left, shape.top, shape.width, shape.height = _emu(frame)


def _emu(frame: Frame) -> tuple[Any, Any, Any, Any]:
    return _inches(frame.x), _inches(frame.y), _inches(frame.width), _inches(frame.height)


def _inches(value: float) -> Any:
    from pptx.util import Inches

    return Inches(value)


def _points(value: float) -> Any:
    from pptx.util import Pt

    return Pt(value)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour.removeprefix("#").upper())  # type: ignore[no-untyped-call]


def _fill(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)


def _anchor(name: str) -> Any:
    from pptx.enum.text import MSO_ANCHOR

    return getattr(MSO_ANCHOR, name)
