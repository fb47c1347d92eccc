"""Figures, icons, bars and components of the pages, as filters and tags."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from cordee.platform import charts, typography
from cordee.platform.days import day_of
from cordee.platform.typography import UNKNOWN, Figure

register = template.Library()

STATES: dict[str, tuple[str, str]] = {
    "idea": ("", "lightbulb"),
    "candidate": ("", "inbox"),
    "approved": ("good", "circle-check"),
    "running": ("it", "play"),
    "paused": ("watch", "pause"),
    "delivered": ("good", "package-check"),
    "benefits_review": ("watch", "eye"),
    "closed": ("", "archive"),
    "killed": ("bad", "circle-x"),
    "created": ("good", "plus"),
    "updated": ("it", "pencil"),
    "unchanged": ("", "equal"),
    "refused": ("bad", "triangle-alert"),
    "inherited": ("watch", "clock"),
    "effective": ("good", "circle-check"),
    "suspended": ("watch", "pause"),
    "expired": ("bad", "clock-alert"),
    "superseded": ("", "replace"),
    "revoked": ("bad", "circle-x"),
}
"""Per code of a state: its tone and its icon, which goes with the word, never alone."""
NOTE_ICONS = {"bad": "triangle-alert", "gold": "triangle-alert", "good": "circle-check"}
MESSAGE_TONES = {"success": "good", "warning": "gold", "error": "bad"}
OBJECTIVE_HUES = 5
"""A sixth objective takes no hue of another: it is grey and named."""
INTERVAL_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a wizard or of a life."""

    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table behind a chart."""

    text: str
    is_number: bool


# Figures


@register.filter
def money(amount: Figure, currency: str) -> str:
    return typography.money_text(amount, currency, language=_language())


@register.filter
def money_full(amount: Figure, currency: str) -> str:
    return typography.money_full_text(amount, currency, language=_language())


@register.filter
def percent(share: Figure, decimals: int = 0) -> str:
    return typography.percent_text(share, language=_language(), decimals=decimals)


@register.filter
def number(value: Figure, decimals: int | None = None) -> str:
    return typography.number_text(value, language=_language(), decimals=decimals)


@register.filter
def points(difference: Figure) -> str:
    return typography.points_text(difference, language=_language())


@register.filter(expects_localtime=True)
def day(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        moment = day_of(moment) if timezone.is_aware(moment) else moment.date()
    return typography.day_text(moment, language=_language())


@register.filter
def dash(value: Any) -> Any:
    """A dash where there is nothing to show; a zero is something."""
    return UNKNOWN if value is None or value == "" else value


@register.filter
def initials(name: object) -> str:
    """At most two letters: "Sophie Marchal" gives SM, "jean-luc@valmorel.example" gives J."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


# Drawings


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: str = "") -> SafeString:
    """An icon that says nothing by itself: the word beside it does."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">{}</svg>',
        f"icon {size}".strip(),
        strokes(name),
    )


@register.simple_tag
def bar(value: Figure, tick: Figure = None, tone: str = "", top: float = 100) -> SafeString:
    """A share of `top` in a row of a list; an unknown value is an outline, not an empty bar."""
    length, mark = _along(value, top=top), _along(tick, top=top)
    classes = " ".join(part for part in ("bar", tone, "unknown" if length is None else "") if part)
    fill = (
        ""
        if length is None
        else format_html('<rect class="fill" width="{}" height="8" rx="1"/>', length)
    )
    cut = "" if mark is None else format_html('<path class="tick" d="M{} -3V11"/>', mark)
    return format_html(
        '<svg class="{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8" rx="1"/>{}{}</svg>',
        classes,
        fill,
        cut,
    )


@register.simple_tag
def interval(
    lo: Figure, mid: Figure, hi: Figure, low: Figure = None, high: Figure = None
) -> SafeString | str:
    """A range and its middle on a scale from `low` to `high`, with a line at zero."""
    known = [float(value) for value in (lo, mid, hi) if value is not None]
    if len(known) < 3:
        return UNKNOWN
    start = min(0.0, *known) if low is None else float(low)
    end = max(0.0, *known) if high is None else float(high)
    left, middle, right = (_placed(value, start=start, end=end) for value in known)
    return format_html(
        '<svg class="bar iv" viewBox="0 0 120 12" width="120" height="12" aria-hidden="true">'
        '<path class="zero" d="M{} 0V12"/><path class="range" d="M{} 6H{}"/>'
        '<circle class="dot" cx="{}" cy="6" r="3.2"/></svg>',
        _placed(0.0, start=start, end=end),
        left,
        right,
        middle,
    )


# Components


@register.simple_block_tag
def page_head(content: str, title: str, eyebrow: str = "", lede: str = "") -> str:
    """The head of every page: context, finding, what follows; the block holds the actions."""
    told = {"title": title, "eyebrow": eyebrow, "lede": lede, "actions": _or_nothing(content)}
    return render_to_string("components/page_head.html", told)


@register.simple_block_tag
def empty_state(content: str, title: str, icon_name: str) -> str:
    """What a page shows before there is anything; without a title where its h1 says it."""
    told = {"title": title, "icon_name": icon_name, "content": content}
    return render_to_string("components/empty_state.html", told)


@register.simple_block_tag
def note(content: str, tone: str = "", icon_name: str = "") -> str:
    """One consequence or warning; `tone` is bad, gold, good or nothing."""
    return _note(content, tone=tone, icon_name=icon_name)


@register.simple_tag
def message_note(message: Message) -> str:
    """What the last action said, in the tone of its level."""
    return _note(str(message), tone=MESSAGE_TONES.get(message.level_tag, ""), icon_name="")


@register.inclusion_tag("components/kpi.html")
def kpi(label: str, value: Any, note: str = "", tone: str = "") -> dict[str, Any]:
    """One figure of a `<dl class="kpis">`; three to five stand together."""
    return {"label": label, "value": value, "note": note, "tone": tone}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field: label above, hint and error under, all tied together for a screen reader."""
    widget = bound.field.widget
    is_check = isinstance(widget, CheckboxInput)
    is_group = bound.use_fieldset
    classes = f"{widget.attrs.get('class', '')} input".strip()
    control = str(bound) if is_check or is_group else bound.as_widget(attrs={"class": classes})
    return {
        "field": bound,
        "control": control,
        "is_check": is_check,
        "is_group": is_group,
        "described_by": bound.aria_describedby,
        "lost": _lost(bound),
    }


def _lost(bound: BoundField) -> str:
    """The file of a refused form: a browser lets no page keep it, so it is chosen again."""
    given = bound.form.files.get(bound.html_name) if bound.form.is_bound else None
    is_to_choose = given is not None and bound.form.errors and not bound.errors
    return str(given.name) if given and is_to_choose else ""


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """The errors of a whole form, then each of its fields."""
    return {"form": form}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Where one is in a long list, and the ways to its other pages; filters are kept."""
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
    return {
        "filters": context["request"].GET,
        "page": page,
        "numbers": numbers,
        "ellipsis": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("components/state.html")
def state(code: str, label: str) -> dict[str, Any]:
    """A state as a word with its icon and its tone."""
    tone, icon_name = STATES.get(code, ("", ""))
    return {"label": label, "tone": tone, "icon_name": icon_name}


@register.inclusion_tag("components/objective.html")
def obj(name: str | None, rank: int | None = None) -> dict[str, Any]:
    """An objective with its mark; `rank` (from 1) picks its hue, nothing is a dashed red square."""
    if not name:
        return {"name": _("No objective"), "mark": "none"}
    has_hue = rank is not None and 1 <= rank <= OBJECTIVE_HUES
    return {"name": name, "mark": f"o{rank}" if has_hue else "law"}


@register.inclusion_tag("components/who.html")
def who(business: object | None, it: object | None) -> dict[str, Any]:
    """Who answers for something: amber for the business, blue for IT; a gap asks for a name."""
    return {"business": business, "it": it}


@register.simple_block_tag
def chart(content: str, figure: charts.Figure, name: str, span: str = "") -> str:
    """A figure in its card, its table behind it; the block holds the legend, if any."""
    rows = [
        [Cell(text, column.is_number) for text, column in zip(row, figure.columns, strict=True)]
        for row in figure.rows
    ]
    told = {"figure": figure, "name": name, "span": span, "legend": content, "rows": rows}
    return render_to_string("components/chart.html", told)


@register.inclusion_tag("components/steps.html")
def steps(labels: list[str], current: int) -> dict[str, Any]:
    """The steps of a piece of work; `current` counts from 1."""
    return {
        "steps": [
            Step(label, is_done=rank < current, is_current=rank == current)
            for rank, label in enumerate(labels, start=1)
        ]
    }


@register.inclusion_tag("components/progress.html")
def progress(
    label: str, done: int, total: int, note: str = "", name: str = "progress"
) -> dict[str, Any]:
    """Long work under way: its named step, how many of how many, and what remains to say."""
    counted = {"done": number(done), "total": number(total)}
    return {
        "label": label,
        "done": done,
        "total": total,
        "share": percent(Decimal(done) / total if total else None),
        "count": _("%(done)s of %(total)s") % counted,
        "note": note,
        "name": name,
    }


@register.simple_tag
def menu(navigation: Hashable, menu_icons: str = "") -> SafeString:
    """The entries of the menu: the same for every page of one place, they are drawn once."""
    return _menu(navigation, menu_icons, _language())


@lru_cache(maxsize=64)
def _menu(navigation: Hashable, menu_icons: str, _spoken: str) -> SafeString:
    told = {"navigation": navigation, "menu_icons": menu_icons}
    return mark_safe(render_to_string("web/menu.html", told))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@lru_cache(maxsize=256)
def strokes(name: str) -> SafeString:
    """The paths of an icon; an unknown name raises."""
    drawn = str(lucide(str(name), size=None))
    inside = drawn.partition(">")[2].rpartition("</svg>")[0]
    return mark_safe("".join(line.strip() for line in inside.splitlines()).replace(" />", "/>"))


def _along(value: Figure, *, top: float) -> float | None:
    if value is None or value == "":
        return None
    return round(min(max(float(value) * 100 / float(top), 0.0), 100.0), 1)


def _placed(value: float, *, start: float, end: float) -> float:
    extent = (end - start) or 1.0
    return round(min(max((value - start) / extent, 0.0), 1.0) * INTERVAL_WIDTH, 1)


def _note(content: str, *, tone: str, icon_name: str) -> str:
    told = {"tone": tone, "icon_name": icon_name or NOTE_ICONS.get(tone, "info")}
    return render_to_string("components/note.html", told | {"content": content})


def _or_nothing(content: str) -> str:
    return content if content.strip() else ""
