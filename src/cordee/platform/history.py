"""What was done to one row, as its sheet tells it: who, when, which fields, why."""

from collections.abc import Mapping
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
from cordee.platform.models import Entry, Owned
from cordee.platform.typography import day_text, number_text

Words = str | Promise
FIRST = 1
"""The revision of a row that was just written."""
LATEST = 6
"""Deeds that a sheet tells at first."""
MOST = 500
"""Deeds that it tells when all are asked for."""
LONGEST = 80
"""Signs of a value that is told whole; of a longer one, only that it changed."""
UNTOLD = (models.ForeignKey, models.ManyToManyField, models.JSONField, models.TextField)
"""Fields whose values are no words, too many words, or rows that this reader may not see."""


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


def history(row: Owned, *, words: Mapping[str, Words], most: int) -> History:
    """`words` says, by action, the deeds that change none of its fields."""
    entries = journal.entries_of(row, most=most + 1)
    told = entries[:most]
    names = journal.authors_of(told) if told else {}
    deeds = (Deed(e.at, names[e.actor], _told(row, e, words=words), e.reason) for e in told)
    return History(tuple(deeds), is_whole=len(entries) <= most)


def _told(row: Owned, entry: Entry, *, words: Mapping[str, Words]) -> tuple[str, ...]:
    if entry.revision == FIRST:
        return (_("Written for the first time"),)
    # in the order of the model: PostgreSQL keeps another one in what it keeps as JSON
    changed = (*row._meta.concrete_fields, *row._meta.many_to_many)
    lines = [_line(field, *pair) for field in changed if (pair := _pair(entry, field.name))]
    return tuple(lines) or (str(words.get(entry.action, _("Changed"))) % {"name": row},)


def _pair(entry: Entry, name: str) -> tuple[Any, Any] | None:
    """What the field said, and what it says since."""
    told = entry.detail.get(name)
    return (told[0], told[1]) if isinstance(told, list) and len(told) == 2 else None


def _line(field: Any, before: Any, after: Any) -> str:
    """What became of one field."""
    label = capfirst(str(field.verbose_name))
    texts = ("", "") if isinstance(field, UNTOLD) else (_text(field, before), _text(field, after))
    if "" in texts or max(map(len, texts)) > LONGEST:
        return _("Change of: %(field)s") % {"field": label}
    told = {"field": label, "before": texts[0], "after": texts[1]}
    return _("%(field)s: %(before)s → %(after)s") % told


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
