"""The frame of every chart: a specification with token colours, drawn for a page or a document."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cordee.platform import assets
from cordee.platform.drawing import Drawer, NotDrawn

Spec = dict[str, Any]

TOKENS = {
    "it": "#1c5fa8",
    "it-soft": "#e3edf8",
    "biz": "#a44b00",
    "biz-soft": "#fbeadb",
    "gold": "#b8860b",
    "gold-soft": "#f6ecd2",
    "ink": "#18222f",
    "ink-2": "#46515f",
    "ink-3": "#626c79",
    "grid": "#e9e6df",
    "line-strong": "#8d8a82",
    "surface": "#ffffff",
    "mute-soft": "#edebe5",
    "good": "#0b6b61",
    "good-soft": "#dff1ee",
    "watch": "#805300",
    "watch-soft": "#fbf0d3",
    "bad": "#b3261e",
    "bad-soft": "#fce8e6",
    "o1": "#1c5fa8",
    "o2": "#0d9e8b",
    "o3": "#6b2450",
    "o4": "#6f3bd0",
    "o5": "#66742f",
}
"""The light values of the tokens of web/static/cordee/cordee.css, for paper and slides."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
CONFIG: Spec = {
    "font": "Inter",
    "background": None,
    "padding": {"left": 2, "right": 6, "top": 4, "bottom": 2},
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": "@grid",
        "labelColor": "@ink-3",
        "titleColor": "@ink-3",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelPadding": 6,
    },
    "axisY": {"labelColor": "@ink", "grid": False},
    "text": {"fontSize": 12, "color": "@ink"},
}
FRENCH_NUMBERS: Spec = {
    "decimal": ",",
    "thousands": "\u202f",
    "grouping": [3],
    "currency": ["", "\u202f€"],
    "percent": "\u202f%",
}
NO_DATA_FROM_ELSEWHERE: list[str] = []
PAPER = "#ffffff"
WIDE, NARROW = 710, 324
"""Widths, in px, at which a figure is drawn; the sheet shows the one that fits."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table behind a chart."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as a page shows it: its finding, the drawing at two widths, the table behind it."""

    title: str
    """The finding, in one sentence."""
    sub: str
    """Measure, unit, period, population."""
    wide: SafeString
    narrow: SafeString
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cells already written for the reader, the first one naming the row."""
    source: str
    """Where the figures come from, at which date and with which coverage."""


def frame(spec: Spec, *, width: int, height: int) -> Spec:
    """A Vega-Lite specification in the look of the house, around marks and encodings."""
    autosize = {"type": "fit-x", "contains": "padding"}
    size = {"width": width, "height": height, "autosize": autosize}
    return {"$schema": SCHEMA, **size, "config": CONFIG, **spec}


def painted(spec: Spec, *, page: bool) -> Spec:
    """The same specification with colours: CSS variables for a page, hex values for paper.

    >>> painted({"mark": {"type": "bar", "color": "@it"}}, page=True)
    {'mark': {'type': 'bar', 'color': 'var(--it)'}}
    """
    colours = {name: f"var(--{name})" for name in TOKENS} if page else TOKENS
    result: Spec = _painted(spec, colours, is_data=False)
    if not page:
        # Translucent marks on a transparent picture come out grey on a slide.
        result["config"] = {**result.get("config", {}), "background": PAPER}
    return result


def svg(spec: Spec, *, title: str, width_class: str, language: str) -> SafeString:
    """The drawing for a page: follows its theme, carries `title` for those who cannot see it."""
    size, content = _drawn(_canonical(painted(spec, page=True)), language)
    return format_html(
        '<svg class="{}" viewBox="0 0 {}" role="img" aria-label="{}">{}</svg>',
        width_class,
        size,
        title,
        mark_safe(content),
    )


def figure(
    draw: Callable[[int], Spec],
    *,
    title: str,
    sub: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[str, ...], ...],
    source: str,
    language: str,
) -> Figure:
    """Draw at both widths: `draw(width)` gives the specification; its table stands without it."""
    try:
        wide, narrow = (
            svg(draw(width), title=title, width_class=name, language=language)
            for width, name in ((WIDE, "wide"), (NARROW, "narrow"))
        )
    except NotDrawn:
        # The figures are known all the same: the page says so and opens their table.
        wide = narrow = SafeString()
    return Figure(title, sub, wide, narrow, columns, rows, source)


def _painted(node: Any, colours: dict[str, str], *, is_data: bool) -> Any:
    if isinstance(node, dict):
        return {
            key: _painted(value, colours, is_data=is_data or key == "values")
            for key, value in node.items()
        }
    if isinstance(node, list | tuple):
        return [_painted(item, colours, is_data=is_data) for item in node]
    if not isinstance(node, str) or not node.startswith("@"):
        return node
    if node[1:] not in colours and not is_data:
        raise ValueError(f"{node} is not a colour of the house: see TOKENS")
    return colours.get(node[1:], node)


def _canonical(spec: Spec) -> str:
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _locales(language: str) -> Spec:
    if not language.startswith("fr"):
        return {"format_locale": "en-US", "time_format_locale": "en-GB"}
    return {"format_locale": FRENCH_NUMBERS, "time_format_locale": "fr-FR"}


@lru_cache(maxsize=256)
def _drawn(canonical: str, language: str) -> tuple[str, str]:
    """Width and height, then what goes inside the <svg> element."""
    drawing = _drawer().svg(
        {
            "vl_spec": canonical,
            "allowed_base_urls": NO_DATA_FROM_ELSEWHERE,
            **_locales(language),
        }
    )
    # The prefix keeps the clips and gradients of two charts of a page apart.
    prefix = "c" + sha256(f"{language}{canonical}".encode()).hexdigest()[:8]
    return _for_a_page(drawing, prefix=prefix)


@lru_cache(maxsize=1)
def _drawer() -> Drawer:
    """The program that draws for this process, knowing the fonts when they have been built."""
    return Drawer(assets.document_fonts(destination=assets.default_destination()))


# The copy of a process starts its own: two that ask the same one would read each other's answers.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_drawer.cache_clear)


def _for_a_page(drawing: str, *, prefix: str) -> tuple[str, str]:
    root = ElementTree.fromstring(drawing)
    for node in root.iter():
        node.tag = _without_namespace(node.tag)
        attributes = dict(node.attrib)
        node.attrib.clear()
        for name, value in attributes.items():
            node.attrib.update(_allowed_attributes(name, value, prefix=prefix))
    content = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    return f"{root.get('width')} {root.get('height')}", content


def _allowed_attributes(name: str, value: str, *, prefix: str) -> dict[str, str]:
    """What remains of an attribute: no style (the CSP forbids it), no role but the figure's own."""
    if name == "style":
        # vl-convert writes font styles there, and the blending of marks: a page does without it.
        return {} if ":" in value else {"font-style": value}
    if name == "role" or (name.startswith("aria-") and name != "aria-hidden"):
        return {}
    if name == "id":
        return {"id": f"{prefix}-{value}"}
    return {_without_namespace(name): re.sub(r"url\(#", f"url(#{prefix}-", value)}


def _without_namespace(name: str) -> str:
    return name.rpartition("}")[2]
