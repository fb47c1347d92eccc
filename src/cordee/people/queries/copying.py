"""What one organisation may take from another: the method, never the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Model
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from cordee.people import rules
from cordee.people.models import WorkingCalendar
from cordee.people.queries.calendars import calendars
from cordee.platform.access import Reader
from cordee.platform.models import Organisation, SavedView
from cordee.platform.registers import Register, asked_of, declared_register, kept_query
from cordee.platform.saved_views import saved_views
from cordee.platform.typography import number_text

Kind = Literal["settings", "calendar", "view"]
State = Literal["new", "same", "replaces"]
SETTINGS = ("fiscal_year_start", "fiscal_year", "language")
"""What the method says of an organisation; its name, its colour and its currency are its own."""
OF_ROWS = ("id", "organisation", "revision")
LABELS: dict[Kind, str | Promise] = {
    "settings": gettext_lazy("Settings"),
    "calendar": gettext_lazy("Working calendar"),
    "view": gettext_lazy("Saved view"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a piece: what is here now, what it would be."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be copied, and what it would do where it arrives."""

    kind: Kind
    pk: int
    name: str
    place: str
    """The list of a saved view; empty otherwise."""
    state: State
    values: Mapping[str, Any] = field(hash=False)
    """All that is written: nothing else of the other organisation is."""
    changes: tuple[Change, ...] = ()
    stays_behind: bool = False
    """Whether words or rows of the other organisation were taken out of it."""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


def pieces(source: Reader, *, target: Reader) -> tuple[Piece, ...]:
    """What this reader reads in one organisation and may write in the other."""
    found = [*_views(source, target)]
    if rules.may_edit_teams(target):
        found = [*_calendars(source, target), *found]
    if rules.may_administer(target):
        found = [*_settings(source, target), *found]
    return tuple(found)


def _settings(source: Reader, target: Reader) -> Iterator[Piece]:
    ours = {name: getattr(target.organisation, name) for name in SETTINGS}
    wanted = {name: getattr(source.organisation, name) for name in SETTINGS}
    changes = _changes(Organisation, ours, wanted)
    told = ", ".join(_label(Organisation, name) for name in SETTINGS)
    yield Piece("settings", 0, told, "", _state(ours, wanted), wanted, changes)


def _calendars(source: Reader, target: Reader) -> Iterator[Piece]:
    ours = {one.name: one for one in calendars(target)}
    fields = [f.name for f in WorkingCalendar._meta.concrete_fields if f.name not in OF_ROWS]
    for row in calendars(source):
        wanted = {name: getattr(row, name) for name in fields}
        twin = ours.get(row.name)
        held = {name: getattr(twin, name) for name in fields} if twin else None
        changes = _changes(WorkingCalendar, held, wanted)
        yield Piece("calendar", row.pk, row.name, "", _state(held, wanted), wanted, changes)


def _views(source: Reader, target: Reader) -> Iterator[Piece]:
    mine = SavedView.objects.filter(organisation=target.organisation, author=target.user)
    ours = {(one.space, one.plural, one.name): one.asked for one in mine}
    for row in saved_views(source):
        register = declared_register(row.space, row.plural)
        if register is None or not register.may_read(target):
            continue
        asked = _without_rows(row.asked, register=register, target=target)
        place = {"space": row.space, "plural": row.plural, "name": row.name}
        held = ours.get((row.space, row.plural, row.name))
        state = _state(None if held is None else {"asked": held}, {"asked": asked})
        stays = QueryDict(row.asked).dict() != QueryDict(asked).dict()
        change = Change(str(register.title), held or "", asked)
        changes = () if held == asked else (change,)
        values = place | {"asked": asked}
        yield Piece("view", row.pk, row.name, str(register.title), state, values, changes, stays)


def _state(ours: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> State:
    if ours is None:
        return "new"
    return "same" if ours == wanted else "replaces"


def _changes(
    model: type[Model], ours: Mapping[str, Any] | None, wanted: Mapping[str, Any]
) -> tuple[Change, ...]:
    held = ours or {}
    return tuple(
        Change(_label(model, name), _text(held.get(name)), _text(value))
        for name, value in wanted.items()
        if ours is None or held[name] != value
    )


def _label(model: type[Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        return number_text(value, language=get_language() or "en")
    return "" if value is None else str(value)


def _without_rows(asked: str, *, register: Register, target: Reader) -> str:
    """Columns, order and choices that the other organisation offers too: no words, no rows.

    A choice that is a number names a row, which is another row there."""
    kept = asked_of(QueryDict(asked))
    kept.pop("q", None)
    for one in register.filters:
        offered = {value for value, _label in one.options(target) if not value.isdecimal()}
        if kept.get(one.key, "") not in offered:
            kept.pop(one.key, None)
    return kept_query(register, kept)
