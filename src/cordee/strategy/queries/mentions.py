"""Whom a text calls by name: only members who can see what it is about."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from cordee.people.acquaintance import members_reaching
from cordee.platform.models import User
from cordee.strategy.models import Initiative, Need

OFFERED = 7


def members_who_see(subject: Initiative | Need) -> tuple[User, ...]:
    """The members in whose reach the subject stands: the only ones a text can call."""
    return tuple(members_reaching(subject.unit, organisation=subject.organisation))


def mentioned(text: str, *, among: Iterable[User]) -> tuple[User, ...]:
    """The users named after an @, in the order of the text; homonyms are all called."""
    named = _by_name(among)
    found = [user for _start, _end, name in name_spans(text, names=named) for user in named[name]]
    return tuple(dict.fromkeys(found))


def name_spans(text: str, *, names: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where the text says @ and one of these names, written in small letters: the longest one."""
    known = set(names)
    lengths = sorted({len(name) for name in known}, reverse=True)
    found = []
    for sign in re.finditer(r"(?<!\w)@", text):
        rest = text[sign.end() :]
        name = next((rest[:n].lower() for n in lengths if _is_named(rest, n, known)), None)
        if name is not None:
            found.append((sign.start(), sign.end() + len(name), name))
    return found


def suggestions(typed: str, *, among: Iterable[User]) -> tuple[str, ...]:
    """Names that begin as what is typed, in any of their words, accents and case ignored."""
    begun = _plain(typed.removeprefix("@"))
    names = dict.fromkeys(str(user) for user in among)
    matching = (n for n in names if any(w.startswith(begun) for w in _beginnings(_plain(n))))
    return tuple(sorted(matching, key=_plain)[:OFFERED])


def _is_named(rest: str, length: int, known: set[str]) -> bool:
    follows = rest[length : length + 1]
    return len(rest) >= length and rest[:length].lower() in known and not follows.isalnum()


def _by_name(users: Iterable[User]) -> dict[str, list[User]]:
    named: dict[str, list[User]] = defaultdict(list)
    for user in users:
        named[unicodedata.normalize("NFC", str(user)).lower()].append(user)
    return named


def _beginnings(name: str) -> list[str]:
    """The name from each of its words on: "brun" finds "hélène brun"."""
    words = name.split()
    return [" ".join(words[n:]) for n in range(len(words))]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())
