"""The views above a list: those it declares, and those that people saved, each with its count."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from cordee.platform.access import Reader
from cordee.platform.models import SavedView
from cordee.platform.registers.asking import Asking
from cordee.platform.registers.declared import Asked, Register
from cordee.platform.remembering import Memory
from cordee.platform.saved_views import every_view

SAVED = ("q", "view", "sort", "columns")
"""What a saved view keeps beside the filters; the basis stays that of the page."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view and how many rows it holds."""

    key: str
    label: str
    count: int
    current: bool
    hot: bool = False
    url: str = ""
    """The address of a view that somebody saved; empty for those of the register."""
    remove_url: str = ""
    """Where its author forgets it."""


def kept_query(register: Register, asked: Asked) -> str:
    """The part of an address that a saved view keeps."""
    names = (*SAVED, *(one.key for one in register.filters))
    every = ",".join(column.key for column in register.columns[1:])
    kept = [(name, asked[name]) for name in names if asked.get(name)]
    return urlencode([one for one in kept if one != ("columns", every)])


def saved_tabs(wanted: Asking, asked: Asked, *, memory: Memory) -> tuple[Tab, ...]:
    """The views of this list that its reader saved, or that colleagues share."""
    register, reader = wanted.register, wanted.reader
    views = _views_of(register, reader, memory=memory)
    if not views:
        return ()
    basis = asked.get("basis", "")
    told = tuple((view.pk, view.asked) for view in views)
    day = timezone.localdate()
    key = ("saved", register.space, register.plural, reader.units, basis, day, told)
    counts = memory.recall(key, lambda: _counted(wanted, views))
    return tuple(_tab(view, wanted, asked, count=counts[str(view.pk)]) for view in views)


def _views_of(register: Register, reader: Reader, *, memory: Memory) -> list[SavedView]:
    """All the views of the organisation are remembered together: they are few, and asked often."""
    kept = memory.recall("saved views", lambda: tuple(every_view(reader.organisation)))
    return [
        view
        for view in kept
        if (view.space, view.plural) == (register.space, register.plural)
        and (view.is_shared or view.author_id == reader.user.pk)
    ]


def _counted(wanted: Asking, views: list[SavedView]) -> Mapping[str, int]:
    """One query counts them all."""
    counts = {}
    for view in views:
        rows = wanted.again(dict(parse_qsl(view.asked))).selected.values("pk")
        counts[str(view.pk)] = Count("pk", filter=Q(pk__in=rows))
    rows = wanted.register.query(wanted.reader).order_by()
    found: Mapping[str, int] = rows.aggregate(**counts)
    return found


def _tab(view: SavedView, wanted: Asking, asked: Asked, *, count: int) -> Tab:
    basis = [("basis", asked["basis"])] if asked.get("basis") else []
    query = urlencode([*parse_qsl(view.asked), *basis, ("saved", view.pk)])
    is_mine = view.author_id == wanted.reader.user.pk
    return Tab(
        key=f"saved-{view.pk}",
        label=view.name,
        count=count,
        current=asked.get("saved") == str(view.pk),
        url=f"{wanted.register.list_url}?{query}",
        remove_url=reverse("web:remove_view", args=[view.pk]) if is_mine else "",
    )
