"""The board pack to present and to edit: native charts and tables, in the customer's template."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cordee.reports.contents import BoardPack, Section
from cordee.reports.slides.native import table_style
from cordee.reports.slides.own import fill_own_slides, keep_named_slides
from cordee.reports.slides.pages import Deck, add_page, pages, shared
from cordee.reports.slides.parts import head_line
from cordee.reports.slides.recognising import recognised
from cordee.reports.slides.starter import starter

__all__ = ["as_slides"]


def as_slides(pack: BoardPack, *, template: bytes = b"") -> bytes:
    """The pack in the customer's template; without one, in that of the house."""
    from pptx import Presentation

    presentation = Presentation(BytesIO(template)) if template else starter()
    deck = Deck(presentation, recognised(presentation), pack, table_style(presentation))
    _tell_properties(presentation, pack)
    placed = {section.key: section for section in fill_own_slides(deck)}
    _add_pages(deck, _left_to_tell(pack, placed))
    _add_overflow(deck)
    keep_named_slides(deck)
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _left_to_tell(pack: BoardPack, placed: dict[str, Section]) -> list[Section]:
    """Every section that the customer's own slides do not show whole."""
    left = [placed.get(section.key, section) for section in pack.sections]
    shown = [s for s in left if s.key not in placed or s.table]
    return [_with_head(section, pack) if section.key == "method" else section for section in shown]


def _with_head(section: Section, pack: BoardPack) -> Section:
    """The page of method ends with the head of the journal, as the document does."""
    return replace(section, terms=(*section.terms, ("", head_line(pack))))


def _add_pages(deck: Deck, sections: Iterable[Section]) -> None:
    made = shared(page for section in sections for page in pages(deck, section))
    for number, (part, arrangement) in enumerate(made, start=1):
        add_page(deck, part, arrangement, number=number, of=len(made))


def _add_overflow(deck: Deck) -> None:
    """Nothing is cut off: what its place did not hold is told whole at the end."""
    if deck.overflow:
        rest, deck.overflow = tuple(dict.fromkeys(deck.overflow)), []
        _add_pages(deck, [Section("rest", _("What did not hold in its place"), sentences=rest)])


def _tell_properties(presentation: Any, pack: BoardPack) -> None:
    told = presentation.core_properties
    told.title = _("Board pack of %(organisation)s") % {"organisation": pack.organisation}
    told.author, told.language = pack.organisation[:255], pack.language
    told.subject, told.keywords = pack.source[:255], ""
