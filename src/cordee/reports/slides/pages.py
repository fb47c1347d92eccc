"""The pages that follow the customer's own slides: one finding each, on the layout that fits."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from cordee.reports.contents import BoardPack, Section, writable
from cordee.reports.slides.fitting import Frame, fitted
from cordee.reports.slides.native import native_table, spend_chart
from cordee.reports.slides.parts import TERM_SIZE, TEXT_SIZE, head_line, parts, texts_of
from cordee.reports.slides.recognising import (
    FEET,
    Arrangement,
    Recognised,
    content_of,
)
from cordee.reports.slides.sharing import HEADING_SIZE, places_below, with_below
from cordee.reports.slides.writing import (
    TITLE_FLOOR,
    emu,
    paragraphs,
    place,
    text_box,
    tiles,
    write,
)

LEDE_HEIGHT, LEDE_SIZE, LEDE_FLOOR = 0.55, 14.0, 10.0
FOOT_HEIGHT, FOOT_SIZE = 0.28, 9.0


@dataclass(slots=True)
class Deck:
    """The slides being written, and what did not hold where it was to be."""

    presentation: Any
    found: Recognised
    pack: BoardPack
    table_style: str
    overflow: list[str] = field(default_factory=list)

    def keep(self, rest: str) -> None:
        if rest:
            self.overflow.append(rest)


def pages(deck: Deck, section: Section) -> Iterator[tuple[Section, Arrangement]]:
    """One section over the pages it takes, each with its layout."""
    arrangement = deck.found.for_content(content_of(section), key=section.key)
    if section.has_chart:  # its sentence explains the drawing of the page: bars have their key
        section = replace(section, lede=deck.pack.basis)
    told = _title_that_holds(section, arrangement)
    frame = body_frame(arrangement, told)
    for part in parts(told, frame):
        yield part, arrangement


def shared(made: Iterable[tuple[Section, Arrangement]]) -> list[tuple[Section, Arrangement]]:
    """The pages, a short table standing under the table of the page before where it holds."""
    found: list[tuple[Section, Arrangement]] = []
    for part, arrangement in made:
        last, at = found[-1] if found else (part, None)
        joined = with_below(last, part, body_frame(at, last)) if at == arrangement else None
        if joined:
            found[-1] = (joined, arrangement)
        else:
            found.append((part, arrangement))
    return found


def add_page(deck: Deck, part: Section, arrangement: Arrangement, *, number: int, of: int) -> None:
    layout = deck.presentation.slide_layouts[arrangement.layout.place]
    slide = deck.presentation.slides.add_slide(layout)
    texts = texts_of(deck.pack, part, number=number, of=of)
    body = _fill_placeholders(deck, slide, arrangement, texts)
    _draw_missing(deck, slide, arrangement, texts, part)
    frame = body_frame(arrangement, part)
    add_content(deck, slide, part, frame, shape=body)
    _add_below(deck, slide, part, frame)
    _copy_footers(slide, layout, arrangement, texts)
    write_notes(slide, part, deck.pack)


def body_frame(arrangement: Arrangement, section: Section) -> Frame:
    """What is left of the place once the sentence and the source have theirs, if they need one."""
    frame, named = arrangement.body.frame, arrangement.layout.named
    if section.lede and "cordee:lede" not in named:
        frame = frame.less_top(LEDE_HEIGHT)
    if "cordee:source" not in named:
        frame = frame.less_foot(FOOT_HEIGHT + 0.08)
    return frame


def add_content(deck: Deck, slide: Any, part: Section, frame: Frame, *, shape: Any | None) -> None:
    """The chart, table, figures or sentences in their frame, in the placeholder for text."""
    language = deck.pack.language
    told = [("", writable(said)) for said in part.sentences] or list(part.terms)
    if told:
        holder = shape or slide.shapes.add_textbox(*emu(frame))
        place(holder, frame)
        size = TEXT_SIZE if part.sentences else TERM_SIZE
        paragraphs(holder, told, frame, size=size, language=language)
        return
    if shape is not None:
        remove(shape)
    if part.has_chart:
        spend_chart(slide, deck.pack.picture, frame, title=part.title)
    elif part.table:
        native_table(
            *(slide, part.table, frame),
            title=part.title,
            style=deck.table_style,
            language=language,
        )
    else:
        tiles(slide, part.figures, frame, language=language)


def _add_below(deck: Deck, slide: Any, part: Section, frame: Frame) -> None:
    language = deck.pack.language
    for other, (heading, at) in zip(part.below, places_below(part, frame), strict=True):
        rest = text_box(
            *(slide, other.title, heading),
            size=HEADING_SIZE,
            language=language,
            name=writable(other.title),
            bold=True,
        )
        deck.keep(rest)
        add_content(deck, slide, other, at, shape=None)


def write_notes(slide: Any, part: Section, pack: BoardPack) -> None:
    """The method, the source and the head of the journal, for who presents."""
    notes = slide.notes_slide.notes_text_frame
    methods = (section.method for section in (part, *part.below))
    said = (*methods, pack.source, head_line(pack))
    if notes is not None:
        notes.text = "\n".join(note for note in said if note)


def remove(shape: Any) -> None:
    shape._element.getparent().remove(shape._element)


def _title_that_holds(section: Section, arrangement: Arrangement) -> Section:
    """A title too long for its place even in small type goes on in the sentence under it."""
    title = arrangement.layout.title
    if title is None:
        return section
    found = fitted(
        writable(section.title), title.frame, size=title.size, floor=min(title.size, TITLE_FLOOR)
    )
    if not found.rest:
        return section
    lede = " ".join(said for said in (f"… {found.rest}", section.lede) if said)
    return replace(section, title=f"{found.text} …", lede=lede)


def _fill_placeholders(
    deck: Deck, slide: Any, arrangement: Arrangement, texts: dict[str, str]
) -> Any | None:
    """Words into their places; places left without anything are removed; the body is returned."""
    layout, body = arrangement.layout, None
    named = {slot.idx: (name, slot) for name, slot in layout.named.items()}
    for shape in list(slide.placeholders):
        idx = shape.placeholder_format.idx
        if idx == arrangement.body.idx:
            body = shape
            continue
        name, slot = named.get(idx, ("", None))
        if slot is None and layout.title and idx == layout.title.idx:
            name, slot = "cordee:title", layout.title
        text = texts.get(name, "")
        if not text or slot is None:
            remove(shape)
            continue
        if arrangement.how == "drawn":
            place(shape, slot.frame)
        floor = TITLE_FLOOR if name == "cordee:title" else 8.0
        language = deck.pack.language
        deck.keep(
            write(shape, text, size=slot.size, floor=floor, frame=slot.frame, language=language)
        )
    return body


def _draw_missing(
    deck: Deck, slide: Any, arrangement: Arrangement, texts: dict[str, str], part: Section
) -> None:
    """The title, the sentence and the source where the layout has no place for them."""
    layout, frame, language = arrangement.layout, arrangement.body.frame, deck.pack.language
    if layout.title and layout.title.idx is None:
        at = layout.title
        rest = text_box(
            *(slide, part.title, at.frame),
            size=at.size,
            language=language,
            name="cordee:title",
            bold=True,
        )
        deck.keep(rest)
    if part.lede and "cordee:lede" not in layout.named:
        at_top = Frame(frame.x, frame.y, frame.width, LEDE_HEIGHT)
        deck.keep(
            text_box(
                slide, part.lede, at_top, size=LEDE_SIZE, language=language, name="cordee:lede"
            )
        )
    if "cordee:source" not in layout.named:
        y = frame.y + frame.height - FOOT_HEIGHT
        at_foot = Frame(frame.x, y, frame.width, FOOT_HEIGHT)
        said = f"{texts['cordee:source']}   {texts['cordee:page']}"
        deck.keep(
            text_box(slide, said, at_foot, size=FOOT_SIZE, language=language, name="cordee:source")
        )


def _copy_footers(slide: Any, layout: Any, arrangement: Arrangement, texts: dict[str, str]) -> None:
    """The footers of the template, which presentations do not show unless a slide has them."""
    for shape in layout.placeholders:
        kind = shape.placeholder_format.type.name
        if kind not in FEET or shape.name.strip() in arrangement.layout.named:
            continue
        copied = deepcopy(shape._element)
        slide.shapes._spTree.append(copied)
        if kind == "DATE":
            slide.shapes[-1].text_frame.text = texts["cordee:day"]
        elif kind == "FOOTER" and not shape.text_frame.text.strip():
            slide.shapes[-1].text_frame.text = texts["cordee:organisation"]
