"""The board pack to read and to print: A4 landscape, tagged, with a text for every drawing."""

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _

from cordee.platform import assets
from cordee.platform.charts import TOKENS, svg
from cordee.reports.contents import BoardPack, Section, Table, writable
from cordee.reports.slides.parts import column_widths
from cordee.strategy.charts.spend import spend_against_priority

TEMPLATE = Path(__file__).parent / "typst" / "board_pack.typ"
CHART_WIDTH = 680
HIGHEST = 128
"""Height of a chart on the page, in mm."""
PAGE_WIDTH = 261
LETTERS_WIDTH = 13.0
"""Inches of a slide on whose table as many letters hold as on the page, in its smaller type."""
LETTERS_A_LINE = 125
"""At the size of the tables, with their margins."""
BREAK = "\u200b"
LONG_PIECE = re.compile(r"([^_\-/.@]{1,12}[_\-/.@]?)")
INK = TOKENS["ink"]


def as_pdf(pack: BoardPack) -> bytes:
    """Nothing a user wrote is read as markup: texts reach the template as data."""
    import typst

    fonts = assets.document_fonts(destination=assets.default_destination())
    at = datetime.combine(pack.on, time(), tzinfo=UTC)
    given: dict[str, Any] = {
        "format": "pdf",
        "sys_inputs": {"pack": json.dumps(_data(pack))},
        "font_paths": [str(fonts)] if fonts.is_dir() else [],
        "timestamp": int(at.timestamp()),
    }
    try:
        made = typst.compile(TEMPLATE.read_bytes(), pdf_standards="ua-1", **given)
    except typst.TypstError:
        # A name in letters that no font here can draw voids the standard, never the document.
        made = typst.compile(TEMPLATE.read_bytes(), **given)
    return cast("bytes", made)


def _data(pack: BoardPack) -> dict[str, Any]:
    title = _("Board pack of %(organisation)s") % {"organisation": pack.organisation}
    return {
        "lang": pack.language[:2],
        "organisation": pack.organisation,
        "document_title": title,
        "eyebrow": " · ".join((title, pack.day, pack.basis)),
        "source": pack.source,
        "journal_head": pack.journal_head,
        "edition": pack.edition,
        "words": {
            "board_pack": _("Board pack"),
            "journal": _("Head of the journal that day:"),
            "since": _("Compared with:"),
        },
        "sections": [_section(section, pack) for section in pack.sections],
    }


def _section(section: Section, pack: BoardPack) -> dict[str, Any]:
    return {
        "title": writable(section.title),
        "lede": writable(section.lede),
        "figures": [
            {"label": f.label, "value": f.value, "sentence": writable(f.sentence)}
            for f in section.figures
        ],
        "drawing": _drawing(section, pack) if section.has_chart else None,
        "table": None if section.table is None else _table(section.table),
        "sentences": [writable(said) for said in section.sentences],
        "terms": [list(term) for term in section.terms],
    }


def _table(table: Table) -> dict[str, Any]:
    widths = column_widths(table, LETTERS_WIDTH)
    room = [int(LETTERS_A_LINE * width / LETTERS_WIDTH) for width in widths]
    return {
        "columns": [
            {"label": column.label, "width": width, "is_number": column.is_number}
            for column, width in zip(table.columns, widths, strict=True)
        ],
        "rows": [[_breakable(*cell) for cell in zip(row, room, strict=True)] for row in table.rows],
        "total": list(table.total),
    }


def _breakable(text: str, letters: int) -> str:
    """A word longer than its cell may be broken, at a sign first: none runs over the next cell."""
    words = (
        word if len(word) <= letters else LONG_PIECE.sub(rf"\1{BREAK}", word)
        for word in text.split(" ")
    )
    return " ".join(words)


def _drawing(section: Section, pack: BoardPack) -> dict[str, Any]:
    title = writable(section.title)
    spec = spend_against_priority(pack.picture, width=CHART_WIDTH)
    drawn = svg(spec, title=title, width_class="wide", language=pack.language)
    return {
        "svg": _on_paper(str(drawn)),
        "alt": f"{title}. {section.lede}",
        "height": min(spec["height"] / CHART_WIDTH * PAGE_WIDTH, HIGHEST),
    }


def _on_paper(drawing: str) -> str:
    """The drawing of the page in the colours of paper."""
    painted = re.sub(
        r'="var\(--([a-z0-9-]+)\)"', lambda found: f'="{TOKENS.get(found[1], INK)}"', drawing
    )
    return painted.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
