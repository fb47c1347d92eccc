"""The slides of the template that carry names: filled where they are, then kept in their order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cordee.reports.contents import Section
from cordee.reports.slides.fitting import Frame
from cordee.reports.slides.names import END, KEEP, START, known_names
from cordee.reports.slides.pages import Deck, add_content, remove
from cordee.reports.slides.parts import pack_texts, rows_that_hold, table_parts
from cordee.reports.slides.recognising import EDGE, is_at_end, is_named, standing, type_size
from cordee.reports.slides.writing import SMALL, write

DRAWN = (f"{START}chart", f"{START}table", f"{START}figures")
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def fill_own_slides(deck: Deck) -> Iterator[Section]:
    """Fill every named slide; give back what is told already, and what goes on elsewhere."""
    texts, known = pack_texts(deck.pack), known_names()
    slides = list(deck.presentation.slides)
    for own in deck.found.own:
        slide = slides[own.number - 1]
        for shape, frame in list(standing(slide.shapes)):
            if is_named(shape) and shape.name.strip() in known:
                yield from _fill(deck, slide, shape, frame or _whole(deck), texts)


def keep_named_slides(deck: Deck) -> None:
    """Named slides first, the pages of the pack, then what closes; the others leave the file."""
    listed = deck.presentation.slides._sldIdLst
    elements = list(listed)
    before = elements[: deck.found.slides]
    own = {slide.number: is_at_end(slide) for slide in deck.found.own}
    for number, element in enumerate(before, start=1):
        if number not in own:
            deck.presentation.part.drop_rel(element.get(RELATIONSHIP))
            listed.remove(element)
        elif own[number]:
            listed.append(element)
    _forget_groups_of_slides(deck.presentation)


def _whole(deck: Deck) -> Frame:
    return Frame(EDGE, EDGE, deck.found.width - 2 * EDGE, deck.found.height - 2 * EDGE)


def _fill(
    deck: Deck, slide: Any, shape: Any, frame: Frame, texts: dict[str, str]
) -> Iterator[Section]:
    name = shape.name.strip()
    if name in (KEEP, END):
        return
    section = _section_at(deck, name)
    if section:
        yield from _place(deck, slide, shape, section, frame)
    elif not name.startswith(DRAWN) and shape.has_text_frame:
        size = _own_size(shape)
        language = deck.pack.language
        deck.keep(
            write(
                shape, texts.get(name, ""), size=size, floor=SMALL, frame=frame, language=language
            )
        )
    elif name.startswith(DRAWN):
        key = name.rpartition(":")[2]
        said = texts.get(f"{START}finding:{key}", "") or deck.pack.title
        _say_finding(deck, slide, shape, said, frame)


def _section_at(deck: Deck, name: str) -> Section | None:
    """The part whose chart or table is asked for, when it has one."""
    content, _mark, key = name.removeprefix(START).partition(":")
    sections = {section.key: section for section in deck.pack.sections}
    if content == "figures" and not key:
        return sections["summary"] if sections["summary"].figures else None
    found = sections.get(key)
    if found is None or content not in ("chart", "table"):
        return None
    return found if (found.has_chart if content == "chart" else found.table) else None


def _place(deck: Deck, slide: Any, shape: Any, section: Section, frame: Frame) -> Iterator[Section]:
    """The content where its name stands; the rows that do not hold there follow on other pages."""
    if not section.table:
        add_content(deck, slide, section, frame, shape=shape)
        yield replace(section, table=None, has_chart=False, figures=())
        return
    held = rows_that_hold(section.table, frame)
    if held == 0:
        _say_finding(deck, slide, shape, section.title, frame)
        return
    table, is_whole = section.table, len(table_parts(section.table, frame)) == 1
    first = replace(table, rows=table.rows[:held], total=table.total if is_whole else ())
    add_content(deck, slide, replace(section, table=first), frame, shape=shape)
    yield replace(section, table=None if is_whole else replace(table, rows=table.rows[held:]))


def _say_finding(deck: Deck, slide: Any, shape: Any, said: str, frame: Frame) -> None:
    """Where there is nothing to draw, or no room for it, a sentence."""
    remove(shape)
    section = Section("finding", said, sentences=(said,))
    add_content(deck, slide, section, frame, shape=None)


def _own_size(shape: Any) -> float:
    for line in shape.text_frame.paragraphs:
        for run in line.runs:
            if run.font.size:
                return float(run.font.size.pt)
    return type_size(shape, default=18) if shape.is_placeholder else 18.0


def _forget_groups_of_slides(presentation: Any) -> None:
    """Sections and custom shows list slides by number: those that left would break the file."""
    root = presentation.part._element
    for element in list(root.iter()):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag.endswith(("}sectionLst", "}custShowLst")):
            holder = element.getparent()
            holder.remove(element)
            if holder.tag.endswith("}ext") and len(holder) == 0:
                holder.getparent().remove(holder)
