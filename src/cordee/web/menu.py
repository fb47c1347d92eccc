"""The menu: which pages this reader may open, in the order of the work."""

import hashlib
from dataclasses import dataclass
from functools import cache

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.platform.access import Reader, Rule
from cordee.web.templatetags.cordee import strokes


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One page of the menu, as the reader sees it."""

    url: str
    label: str
    icon: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together; the first group has no label."""

    label: str
    items: tuple[MenuItem, ...]
    foot: bool = False


Listed = tuple[str, str | Promise, str]
"""Name of the address, label, icon."""

INBOX = "strategy:inbox"
PLAN: tuple[tuple[str | Promise, tuple[Listed, ...]], ...] = (
    ("", (("web:cockpit", _("Cockpit"), "gauge"), (INBOX, _("Inbox"), "inbox"))),
    (
        _("Align"),
        (
            ("strategy:thread", _("Golden thread"), "spline"),
            ("strategy:objectives", _("Objectives"), "target"),
            ("strategy:priorities", _("Priorities"), "list-ordered"),
            ("strategy:indicators", _("Indicators"), "chart-line"),
            ("strategy:initiatives", _("Initiatives"), "rocket"),
            ("strategy:contributions", _("Contributions"), "grid-3x3"),
            ("strategy:dependencies", _("Dependencies"), "git-branch"),
        ),
    ),
    (
        _("Landscape"),
        (
            ("landscape:applications", _("Applications"), "app-window"),
            ("landscape:interfaces", _("Interfaces"), "arrow-right-left"),
            ("landscape:technologies", _("Technologies"), "layers"),
            ("landscape:suppliers", _("Suppliers"), "handshake"),
        ),
    ),
    (
        _("Planning"),
        (
            ("strategy:needs", _("Needs"), "message-square-plus"),
            ("strategy:plans", _("Plans"), "calendar-range"),
            ("strategy:scenarios", _("Scenarios"), "split"),
            ("people:capacity", _("Capacity"), "calendar-clock"),
            ("people:teams", _("Teams"), "users-round"),
            ("strategy:spend_lines", _("Spend"), "coins"),
        ),
    ),
    (
        _("Account for"),
        (
            ("strategy:editions", _("Editions"), "camera"),
            ("reports:board_pack", _("Board pack"), "presentation"),
        ),
    ),
)
FOOT: tuple[Listed, ...] = (
    ("strategy:imports", _("Imports"), "file-input"),
    ("people:units", _("Units"), "network"),
    ("people:people", _("People"), "users"),
    ("people:members", _("Members"), "user-round-cog"),
    ("strategy:visions", _("Visions"), "mountain"),
    ("strategy:exchange_rates", _("Exchange rates"), "banknote"),
)


def navigation(reader: Reader, *, path: str, waiting: int = 0) -> tuple[Group, ...]:
    """The groups of the menu that this reader may open; the page of `path` is the current one."""
    counts = {INBOX: waiting}
    here = _current(path)
    groups = [
        Group(str(label), _entries(reader, entries, here=here, counts=counts))
        for label, entries in PLAN
    ]
    foot = Group("", _entries(reader, FOOT, here=here, counts=counts), foot=True)
    return tuple(group for group in (*groups, foot) if group.items)


@cache
def icon_sheet() -> str:
    """An SVG of every icon of the menu, by name: a browser keeps it, pages stay light."""
    listed = [entry for _label, entries in PLAN for entry in entries] + list(FOOT)
    symbols = (
        f'<symbol id="{icon}" viewBox="0 0 24 24">{strokes(icon)}</symbol>'
        for icon in sorted({icon for _name, _text, icon in listed})
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


@cache
def icon_sheet_url() -> str:
    """Where the icons are; another address once they are others."""
    digest = hashlib.sha256(icon_sheet().encode()).hexdigest()
    return f"{reverse('web:menu_icons')}?{digest[:6]}"


def _entries(
    reader: Reader, entries: tuple[Listed, ...], *, here: str, counts: dict[str, int]
) -> tuple[MenuItem, ...]:
    return tuple(
        MenuItem(_door(name)[0], str(label), icon, name == here, counts.get(name))
        for name, label, icon in entries
        if _door(name)[1](reader)
    )


def _current(path: str) -> str:
    """The entry whose address is the longest beginning of this path."""
    names = [name for _label, entries in PLAN for name, _text, _icon in entries]
    names += [name for name, _text, _icon in FOOT]
    matching = [name for name in names if _stands_under(path, url=_door(name)[0])]
    return max(matching, key=lambda name: len(_door(name)[0]), default="")


def _stands_under(path: str, *, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


@cache
def _door(name: str) -> tuple[str, Rule]:
    """The address of a page and the rule of its view."""
    url = reverse(name)
    rule: Rule = resolve(url).func.rule  # type: ignore[attr-defined]
    return url, rule
