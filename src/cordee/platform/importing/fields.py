"""What a room wants to find in somebody's file, and how two words are told to be the same."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import lru_cache
from typing import Literal

Kind = Literal[
    "text",
    "key",
    "number",
    "money",
    "currency",
    "date",
    "choice",
    "person",
    "unit",
    "list",
    "share",
    "url",
]

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a room knows how to import, with the names people give it in their files."""

    name: str
    kind: Kind
    synonyms: tuple[str, ...]
    """Headers that name it, French and English."""
    weak_synonyms: tuple[str, ...] = ()
    """Headers that name it only when nothing better does."""
    excluded_words: tuple[str, ...] = ()
    """A header with one of these words is about something else."""
    choices: Mapping[str, str] = default(default_factory=dict)
    """For a choice: what people write (as `plain` makes it) -> the value it stands for."""
    required: bool = False
    ends_period: bool = False
    """For a date: "2027" or "06/2027" stands for the last day of the period, not the first."""


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """The text without case, accents, punctuation or underscores, one space between words.

    >>> plain("  Coût_estimé (M€) – prévu ")
    'cout estime m prevu'
    >>> plain("projectName")
    'project name'
    """
    decomposed = unicodedata.normalize("NFKD", _HUMP.sub(" ", text))
    letters = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return _NOT_A_WORD.sub(" ", letters.casefold()).strip()
