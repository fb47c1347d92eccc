"""The board pack to present and to edit: 16:9, native charts and tables, one finding a slide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cordee.reports.contents import BoardPack, Section, Table, writable
from cordee.reports.drawing import (
    BODY,
    FAINT,
    SOFT,
    TABLE_ROWS,
    TEXT_WIDTH,
    Frame,
    deck,
    fitted_title,
    key_figure,
    native_table,
    paragraphs,
    text_box,
)
from cordee.reports.native_chart import spend_chart

TERMS_A_SLIDE = 6
SENTENCES = Frame(0.6, 1.75, TEXT_WIDTH, 4.6)
TILES = 4
FOOT = Frame(0.6, 6.95, TEXT_WIDTH, 0.3)
LEDE = Frame(0.6, 1.3, TEXT_WIDTH, 0.55)
EYEBROW = Frame(0.6, 0.2, TEXT_WIDTH, 0.3)


def as_slides(pack: BoardPack) -> bytes:
    presentation = deck(pack)
    parts = [part for section in pack.sections for part in _parts(section)]
    for number, part in enumerate(parts, start=1):
        _add_slide(presentation, part, pack, number=number, of=len(parts))
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _parts(section: Section) -> Iterator[Section]:
    """A long table or page of method is told over several slides, numbered in the title."""
    if section.table:
        yield from _table_parts(section, section.table)
    elif section.terms:
        groups = [tuple(group) for group in _by(section.terms, TERMS_A_SLIDE)]
        for n, group in enumerate(groups, start=1):
            title = _numbered(section.title, n, of=len(groups))
            yield replace(section, title=title, terms=group)
    else:
        yield section


def _table_parts(section: Section, table: Table) -> Iterator[Section]:
    lines = [*table.rows, *([table.total] if table.total else [])]
    groups = [tuple(group) for group in _by(lines, TABLE_ROWS)]
    for n, group in enumerate(groups, start=1):
        is_last = n == len(groups) and table.total
        rows = group[:-1] if is_last else group
        part = Table(table.columns, rows, table.total if is_last else ())
        yield replace(section, title=_numbered(section.title, n, of=len(groups)), table=part)


def _numbered(title: str, number: int, *, of: int) -> str:
    if of == 1:
        return title
    told = {"title": title, "number": number, "of": of}
    return _("%(title)s (%(number)s of %(of)s)") % told


def _add_slide(
    presentation: Any, section: Section, pack: BoardPack, *, number: int, of: int
) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    fitted_title(slide, writable(section.title), language=pack.language)
    if number == 1:
        said = " · ".join((_("Board pack"), pack.organisation, pack.day, pack.basis))
        text_box(slide, said, EYEBROW, size=11, colour=SOFT, language=pack.language)
    if section.lede:
        text_box(slide, writable(section.lede), LEDE, size=14, colour=SOFT, language=pack.language)
    _add_body(slide, section, pack)
    foot = f"{pack.source}   {number} / {of}"
    text_box(slide, foot, FOOT, size=10, colour=FAINT, language=pack.language)
    notes = [
        section.method,
        pack.source,
        _("Head of the journal that day:") + " " + pack.journal_head,
    ]
    slide.notes_slide.notes_text_frame.text = "\n".join(note for note in notes if note)


def _add_body(slide: Any, section: Section, pack: BoardPack) -> None:
    language = pack.language
    for place, figure in enumerate(section.figures):
        key_figure(slide, figure, row=place // TILES, column=place % TILES, language=language)
    if section.has_chart:
        spend_chart(slide, pack.picture, BODY, title=section.title, language=language)
    if section.table:
        native_table(slide, section.table, BODY, title=section.title, language=language)
    if section.sentences:
        said = [("", writable(sentence)) for sentence in section.sentences]
        paragraphs(slide, said, SENTENCES, size=18, language=language)
    if section.terms:
        paragraphs(slide, section.terms, SENTENCES, size=14, language=language)


def _by(items: Sequence[Any], count: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), count):
        yield items[start : start + count]
