"""What was done to one row, as its sheet tells it: who, when, which fields, why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.clashes import NOTHING
from cordee.platform.models import Entry
from cordee.platform.typography import day_text, number_text, percent_text

Words = str | Promise
FIRST = 1
"""The revision of a row that was just written."""
LATEST = 6
"""Deeds that a sheet tells at first."""
MOST = 500
"""Deeds that it tells when all are asked for."""
LONGEST = 80
"""Signs of a value that is told whole; of a longer one, only that it changed."""
UNTOLD = (models.JSONField, models.TextField)
"""Fields whose values are no words, or too many words."""
Linked = Mapping[type[models.Model], Mapping[int, str]]
"""How rows that a row names are called, by their model and key."""
Naming = Callable[[Mapping[type[models.Model], set[int]]], Linked]
"""Names rows as their reader may read them; says of each other one why it has no name."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the journal about the row."""

    at: datetime
    who: str
    what: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """The deeds, latest first."""

    deeds: tuple[Deed, ...]
    is_whole: bool
    """Whether nothing older is left untold."""


def history(
    row: Any,
    *,
    words: Mapping[str, Words],
    most: int,
    naming: Naming,
    lines: Callable[[Any, int], list[Entry]] | None = None,
) -> History:
    """`words` says, by action, the deeds that change none of its fields.

    `lines` finds those of a row whose journal is kept under another one.
    """
    entries = lines(row, most + 1) if lines else journal.entries_of(row, most=most + 1)
    told = entries[:most]
    names = journal.authors_of(told) if told else {}
    linked = naming(_keys_in(row, told))
    deeds = (
        Deed(e.at, names[e.actor], _told(row, e, words=words, linked=linked), e.reason)
        for e in told
    )
    return History(tuple(deeds), is_whole=len(entries) <= most)


def _fields(row: models.Model) -> tuple[Any, ...]:
    """In the order of the model: PostgreSQL keeps another one in what it keeps as JSON."""
    return (*row._meta.concrete_fields, *row._meta.many_to_many)


def _keys_in(row: models.Model, entries: Iterable[Entry]) -> dict[type[models.Model], set[int]]:
    """The rows that these lines name, by their model."""
    found: dict[type[models.Model], set[int]] = defaultdict(set)
    links = [field for field in _fields(row) if field.is_relation]
    for entry in entries:
        for field in links if entry.revision != FIRST else ():
            for keys in _pair(entry, field) or ():
                found[field.related_model].update(_keys(keys))
    return {model: keys for model, keys in found.items() if keys}


def _told(
    row: models.Model, entry: Entry, *, words: Mapping[str, Words], linked: Linked
) -> tuple[str, ...]:
    if entry.revision == FIRST:
        return (_("Written for the first time"),)
    pairs = ((field, _pair(entry, field)) for field in _fields(row))
    lines = [_line(field, *pair, linked=linked) for field, pair in pairs if pair]
    said = str(words.get(entry.action, _("Changed"))) % {"name": row}
    return tuple(lines) or (said, *_shares(entry))


def _pair(entry: Entry, field: Any) -> tuple[Any, Any] | None:
    """What the field said, and what it says since."""
    told = entry.detail.get(field.name)
    if not isinstance(told, list) or len(told) != 2:
        return None
    if field.many_to_many and not all(isinstance(one, list) for one in told):
        return None  # two keys, not two lists of keys
    return told[0], told[1]


def _shares(entry: Entry) -> tuple[str, ...]:
    """The shares that the journal keeps by code: before, and since."""
    language = get_language() or settings.LANGUAGE_CODE
    texts = [
        " · ".join(_share(code, share, language=language) for code, share in sorted(one.items()))
        for pair in entry.detail.values()
        if isinstance(pair, list) and len(pair) == 2
        for one in pair
        if isinstance(one, dict)
    ]
    return (f"{texts[0] or NOTHING} → {texts[1] or NOTHING}",) if len(texts) == 2 else ()


def _share(code: str, share: str, *, language: str) -> str:
    return f"{code} {percent_text(Decimal(share), language=language)}"


def _line(field: Any, before: Any, after: Any, *, linked: Linked) -> str:
    """What became of one field."""
    label = capfirst(str(field.verbose_name))
    if field.is_relation:
        names = linked[field.related_model] if _keys(before) + _keys(after) else {}
        texts = [_listed(names, _keys(keys)) for keys in (before, after)]
    elif isinstance(field, UNTOLD):
        return _("Change of: %(field)s") % {"field": label}
    else:
        texts = [_text(field, before), _text(field, after)]
        if max(map(len, texts)) > LONGEST:
            return _("Change of: %(field)s") % {"field": label}
    told = {"field": label, "before": texts[0], "after": texts[1]}
    return _("%(field)s: %(before)s → %(after)s") % told


def _keys(kept: Any) -> list[int]:
    """The keys that the journal keeps of a link: none, one or several."""
    return [] if kept is None else kept if isinstance(kept, list) else [kept]


def _listed(names: Mapping[int, str], keys: Sequence[int]) -> str:
    """Names one after the other; rows that have none are told once."""
    return ", ".join(dict.fromkeys(names[key] for key in keys)) or NOTHING


def _text(field: models.Field[Any, Any], kept: Any) -> str:
    """A value that the journal keeps, in words."""
    language = get_language() or settings.LANGUAGE_CODE
    choices: dict[Any, Any] = dict(field.flatchoices or ())
    if kept in (None, ""):
        return NOTHING
    value = choices.get(kept, kept) if choices else field.to_python(kept)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day_text(value, language=language)
    if isinstance(value, Decimal):
        return number_text(value, language=language)
    return str(value)
