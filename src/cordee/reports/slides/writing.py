"""Puts words into the places of a slide, in the type and the colours of the template."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from cordee.reports.contents import KeyFigure, writable
from cordee.reports.slides.fitting import MARGIN, PARAGRAPH, Frame, fitted, height_of, pages_of
from cordee.reports.slides.parts import TEXT_FLOOR, columns_in

SMALL = 8.0
TITLE_FLOOR = 16.0
GAP = 0.15
VALUE_SIZES = (28, 24, 20, 16, 12)


def write(shape: Any, text: str, *, size: float, floor: float, frame: Frame, language: str) -> str:
    """Fill a place with one paragraph, smaller if need be; what did not hold is given back."""
    found = fitted(writable(text), frame, size=size, floor=min(size, floor))
    body = shape.text_frame
    dressed = _type_of(body)
    body.clear()
    body.word_wrap = True
    run = _run(body.paragraphs[0], found.text, language=language, dressed=dressed)
    if found.size < size:
        run.font.size = points(found.size)
    return found.rest


def text_box(
    slide: Any,
    text: str,
    frame: Frame,
    *,
    size: float,
    language: str,
    name: str,
    bold: bool = False,
) -> str:
    """One paragraph where the template gives no place; what did not hold is given back."""
    box = slide.shapes.add_textbox(*emu(frame))
    box.name = name
    box.text_frame.margin_top = box.text_frame.margin_bottom = 0
    box.text_frame.auto_size = _fixed()
    rest = write(box, text, size=size, floor=SMALL, frame=frame, language=language)
    for run in box.text_frame.paragraphs[0].runs:
        run.font.bold = bold
        run.font.size = run.font.size or points(size)
    return rest


def paragraphs(
    shape: Any,
    told: Sequence[tuple[str, str]],
    frame: Frame,
    *,
    size: float,
    language: str,
) -> None:
    """Paragraphs, each after its term in bold when it has one."""
    held, _pages = pages_of(told, frame, size=size, floor=TEXT_FLOOR)
    body = shape.text_frame
    body.clear()
    body.word_wrap = True
    for place, (term, sentence) in enumerate(told):
        line = body.paragraphs[0] if place == 0 else body.add_paragraph()
        line.space_before, line.space_after = points(0), points(held * PARAGRAPH)
        line.line_spacing = 1.0
        if term:
            run = _run(line, f"{term}. ", language=language)
            run.font.bold, run.font.size = True, points(held)
        _run(line, sentence, language=language).font.size = points(held)


def tiles(slide: Any, figures: Sequence[KeyFigure], frame: Frame, *, language: str) -> None:
    """Figures side by side: label, value, the sentence that reads it."""
    columns = columns_in(frame)
    rows = -(-len(figures) // columns)
    width = (frame.width - GAP * (columns - 1)) / columns
    height = (frame.height - GAP * (rows - 1)) / max(rows, 1)
    for place, figure in enumerate(figures):
        row, column = divmod(place, columns)
        at = Frame(frame.x + column * (width + GAP), frame.y + row * (height + GAP), width, height)
        _tile(slide, figure, at, language=language)


def _tile(slide: Any, figure: KeyFigure, frame: Frame, *, language: str) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.text import MSO_ANCHOR

    box = slide.shapes.add_textbox(*emu(frame))
    box.name = figure.label
    box.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
    box.line.width = points(0.75)
    body = box.text_frame
    body.word_wrap, body.vertical_anchor = True, MSO_ANCHOR.TOP
    body.auto_size = _fixed()
    inner = frame.width - 2 * MARGIN
    value_size = next(
        (
            size
            for size in VALUE_SIZES
            if height_of([figure.value], width=inner, size=size) < size / 40
        ),
        VALUE_SIZES[-1],
    )
    taken = height_of([figure.label], width=inner, size=12)
    taken += height_of([figure.value], width=inner, size=value_size) + 2 * MARGIN
    said = writable(figure.sentence)
    room = Frame(0, 0, frame.width, max(frame.height - taken, 0.2))
    held = fitted(said, room, size=12, floor=SMALL)
    for place, (text, size) in enumerate(
        ((figure.label, 12), (figure.value, value_size), (said, held.size))
    ):
        line = body.paragraphs[0] if place == 0 else body.add_paragraph()
        run = _run(line, text, language=language)
        run.font.size, run.font.bold = points(size), place == 1


def _fixed() -> Any:
    """The size of a box is ours: programs differ on how they would fit it to its words."""
    from pptx.enum.text import MSO_AUTO_SIZE

    return MSO_AUTO_SIZE.NONE


def _type_of(body: Any) -> Any | None:
    """How the first words of a place are written, to write others like them."""
    run = next((run for line in body.paragraphs for run in line.runs), None)
    return None if run is None or run._r.rPr is None else deepcopy(run._r.rPr)


def _run(line: Any, text: str, *, language: str, dressed: Any | None = None) -> Any:
    from pptx.enum.lang import MSO_LANGUAGE_ID

    run = line.add_run()
    if dressed is not None:
        run._r.insert(0, dressed)
    run.text = text
    french = language.startswith("fr")
    run.font.language_id = MSO_LANGUAGE_ID.FRENCH if french else MSO_LANGUAGE_ID.ENGLISH_UK
    return run


def add_run(line: Any, text: str, *, language: str) -> Any:
    """A run of words marked with its language, in the type of what it stands in."""
    return _run(line, text, language=language)


def place(shape: Any, frame: Frame) -> None:
    shape.left, shape.top, shape.width, shape.height = emu(frame)


def emu(frame: Frame) -> tuple[Any, Any, Any, Any]:
    return inches(frame.x), inches(frame.y), inches(frame.width), inches(frame.height)


def inches(value: float) -> Any:
    from pptx.util import Inches

    return Inches(value)


def points(value: float) -> Any:
    from pptx.util import Pt

    return Pt(value)
