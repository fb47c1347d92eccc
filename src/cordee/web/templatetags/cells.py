"""How a value of a register is written: one function for each kind of column.

A list draws hundreds of them: they are functions, because a template included that often is slow.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform import typography
from cordee.platform.registers import Choice, Face, Line, Link, Mark, Money, Sponsors, State, Tag
from cordee.platform.registers.listing import Cell
from cordee.platform.typography import UNKNOWN
from cordee.strategy.models import Initiative
from cordee.web.templatetags.cordee import (
    STATES,
    day,
    icon,
    initials,
    number,
    percent,
    strokes,
)

register = template.Library()
Sign = Callable[[str], str]
"""How an icon is written: drawn in place, or named after the sprite of the list."""
TO_NAME, LEADS = "user-search", "arrow-up-right"
LIFE = {STATES[state][1] for state in Initiative.Status.values}
"""Icons of the states that a cell may come to once it is changed in place."""
NOTHING = f'<span class="muted">{UNKNOWN}</span>'


@dataclass(frozen=True, slots=True)
class Words:
    """What cells say beside their values, in one language: looked up once, not for each row."""

    unknown: str
    business: str
    it: str
    no_business: str
    no_it: str
    no_objective: str


@register.simple_tag
def value(cell: Cell) -> SafeString:
    """What a cell says."""
    return mark_safe(DRAWN[cell.kind](cell.value, _drawn))


@register.simple_tag
def cells(line: Line) -> SafeString:
    """A row of a list: its name, then its other cells."""
    return mark_safe(_head(line) + "".join(_data(cell, line) for cell in line.cells))


@register.simple_tag
def editable(cell: Cell, pk: int, key: str) -> SafeString:
    """The value of a cell that is changed in place, as the list shows it."""
    return mark_safe(_editable(cell, pk=pk, key=key))


@register.simple_tag
def sprite(lines: tuple[Line, ...]) -> SafeString:
    """The icons that the cells of a list use, drawn once: their rows only name them."""
    shown = {name for line in lines for cell in line.cells for name in _icons(cell)}
    return mark_safe(_sprite(frozenset(shown - {""}), _may_change_state(lines)))


def _may_change_state(lines: tuple[Line, ...]) -> bool:
    return any(cell.edits and cell.kind == "state" for line in lines[:1] for cell in line.cells)


@lru_cache(maxsize=256)
def _sprite(shown: frozenset[str], with_life: bool) -> str:
    names = sorted(shown | LIFE if with_life else shown)
    symbols = (
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{strokes(name)}</symbol>' for name in names
    )
    return f'<svg class="vh" aria-hidden="true">{"".join(symbols)}</svg>'


@register.simple_tag
def options(choice: Choice) -> SafeString:
    """What a filter offers."""
    return mark_safe(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == choice.chosen else ""}>'
            f"{escape(label)}</option>"
            for value, label in choice.options
        )
    )


def _head(line: Line) -> str:
    if line.url:
        name = f'<a href="{escape(line.url)}">{escape(line.name.value)}</a>'
    elif line.name.kind == "link":
        name = _link(line.name.value, _named)
    else:
        name = escape(line.name.value)
    tick = ""
    if line.can_be_ticked:
        told = line.name.value.text if line.name.kind == "link" else line.name.value
        tick = (
            f'<input type="checkbox" form="bulk" name="row" value="{line.pk}" '
            f'aria-label="{escape(told)}"> '
        )
    return f'<th scope="row">{tick}{line.indent}{name}</th>'


def _data(cell: Cell, line: Line) -> str:
    """On a phone, where the row is a card, a figure says what it is."""
    shape = ' class="n"' if cell.is_figure else ""
    if cell.is_figure and cell.narrow:
        shape += f' data-label="{escape(cell.label)}"'
    said = DRAWN[cell.kind](cell.value, _named)
    if cell.edits:
        said = _editable(cell, pk=line.pk, key=line.key)
    return f"<td{shape}>{said}</td>"


def _editable(cell: Cell, *, pk: int, key: str) -> str:
    """The address stands below that of the list: a list writes it a hundred times."""
    shown = cell.value.text if cell.kind == "link" else cell.value
    said = DRAWN["text" if cell.kind == "link" else cell.kind](shown, _named)
    place = f'id="c{pk}-{cell.edits}" href="{escape(key)}/cells/{cell.edits}/"'
    return f"<a {place}>{said}</a>{_leading(cell)}"


def _leading(cell: Cell) -> str:
    """Beside a value that is changed in place, the way to the row it names."""
    if cell.kind != "link" or not cell.value.url:
        return ""
    told = escape(_("Open “%(name)s”") % {"name": cell.value.text})
    return (
        f' <a class="leads" href="{escape(cell.value.url)}" aria-label="{told}">{_named(LEADS)}</a>'
    )


def _icons(cell: Cell) -> tuple[str, ...]:
    if cell.kind == "state":
        return (STATES.get(cell.value.code, ("", ""))[1],)
    if cell.kind == "link":
        return (LEADS,) if cell.edits else ()
    return (TO_NAME,) if cell.kind == "sponsors" else ()


def _drawn(name: str) -> str:
    return icon(name, "sm")


@lru_cache(maxsize=256)
def _named(name: str) -> str:
    return f'<svg aria-hidden="true"><use href="#i-{name}"/></svg>'


def escape(said: Any) -> str:
    """As Django does it, without asking each time whether the text is a promise."""
    return html.escape(str(said))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=8)
def _words(_language: str) -> Words:
    return Words(
        unknown=escape(_("unknown")),
        business=_("Business:"),
        it=_("IT:"),
        no_business=escape(_("business sponsor to name")),
        no_it=escape(_("IT sponsor to name")),
        no_objective=escape(_("No objective")),
    )


def _text(said: Any, _sign: Sign) -> str:
    return escape(UNKNOWN if said is None or said == "" else said)


def _money(money: Money | None, _sign: Sign) -> str:
    if money is None:
        return NOTHING
    if money.amount is None:
        title = f' title="{escape(money.reason)}"' if money.reason else ""
        return f'<span class="tag watch unknown"{title}>{_words(_language()).unknown}</span>'
    language = _language()
    whole = typography.money_full_text(money.amount, money.currency, language=language)
    short = typography.money_text(money.amount, money.currency, language=language)
    floor = "≥ " if money.reason else ""
    return f'<span title="{escape(whole)}">{floor}{escape(short)}</span>'


def _tag(tag: Tag | None, _sign: Sign) -> str:
    if tag is None:
        return ""
    css = f"tag {tag.tone}" if tag.tone else "tag"
    return f'<span class="{css}">{escape(tag.label)}</span>'


def _state(state: State, sign: Sign) -> str:
    tone, name = STATES.get(state.code, ("", ""))
    css = f"tag {tone}" if tone else "tag"
    return f'<span class="{css}">{sign(name) if name else ""}{escape(state.label)}</span>'


def _link(link: Link, _sign: Sign) -> str:
    if not link.url:
        return _text(link.text, _sign)
    return f'<a href="{escape(link.url)}">{escape(link.text)}</a>'


def _person(face: Face | None, _sign: Sign) -> str:
    if face is None:
        return NOTHING
    css = f"avatar {face.strand}" if face.strand else "avatar"
    short = escape(initials(face.name))
    return (
        f'<span class="who"><span class="{css}" aria-hidden="true">{short}</span>'
        f"{escape(face.name)}</span>"
    )


def _sponsors(who: Sponsors, sign: Sign) -> str:
    words = _words(_language())
    business = _sponsor(who.business, "biz", words.business, words.no_business, sign)
    return business + _sponsor(who.it, "it", words.it, words.no_it, sign)


def _sponsor(name: str, strand: str, label: str, to_name: str, sign: Sign) -> str:
    if not name:
        return f'<span class="tag bad">{sign(TO_NAME)}{to_name}</span>'
    told, short = escape(f"{label} {name}"), escape(initials(name))
    return f'<b class="avatar {strand}" role="img" title="{told}">{short}</b>'


def _objectives(marks: list[Mark], _sign: Sign) -> str:
    if not marks:
        return f'<span class="obj none">{_words(_language()).no_objective}</span>'
    return "<br>".join(f'<span class="obj {m.hue}">{escape(m.name)}</span>' for m in marks)


DRAWN: dict[str, Callable[[Any, Sign], str]] = {
    "text": _text,
    "link": _link,
    "number": lambda figure, _sign: escape(number(figure)),
    "money": _money,
    "share": lambda share, _sign: escape(percent(share)),
    "day": lambda moment, _sign: escape(day(moment)),
    "tag": _tag,
    "state": _state,
    "person": _person,
    "objectives": _objectives,
    "sponsors": _sponsors,
}
