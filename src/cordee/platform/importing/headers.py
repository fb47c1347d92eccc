"""Does a header name a field? Words against words, whatever their case, accents or plural."""

from functools import lru_cache

from cordee.platform.importing.fields import Field, plain
from cordee.platform.importing.units import without_unit

_FRENCH_LINKS = ("d", "de", "du", "des", "l", "la", "le", "les", "un", "une", "en", "et", "a", "au")
_ENGLISH_LINKS = ("the", "of", "an", "and", "in", "for", "by", "to")
_LINKS = frozenset((*_FRENCH_LINKS, "aux", "par", "pour", "sur", *_ENGLISH_LINKS))
_COMMENTS = frozenset(["comment", "commentaire", "remarque", "note", "narrative", "explication"])
_WEAK = 0.6
_PART = 0.6
_COVERAGE = 0.3
_OVERLAP = 0.6


def header_match(header: str, *, field: Field) -> float:
    """From 0 (nothing in common) to 1 (a synonym, word for word)."""
    words = header_words(header)
    if not words or (_COMMENTS | set(map(_singular, field.excluded_words))) & {*words} - _words_of(
        field
    ):
        return 0.0
    strong = max((_match(words, header_words(each)) for each in field.synonyms), default=0.0)
    weak = max((_match(words, header_words(each)) for each in field.weak_synonyms), default=0.0)
    return max(strong, _WEAK * weak)


@lru_cache(maxsize=8_192)
def header_words(header: str) -> tuple[str, ...]:
    """The words of a header that mean something, in the singular, its unit left out.

    >>> header_words("Coûts estimés du projet (M€)")
    ('cout', 'estime', 'projet')
    """
    words = plain(without_unit(header)).split() or plain(header).split()
    return tuple(_singular(word) for word in words if word not in _LINKS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _words_of(field: Field) -> set[str]:
    return {word for each in field.synonyms for word in header_words(each)}


def _match(header: tuple[str, ...], synonym: tuple[str, ...]) -> float:
    if header == synonym:
        return 1.0
    if not synonym:
        return 0.0
    starts = range(len(header) - len(synonym) + 1)
    if any(header[start : start + len(synonym)] == synonym for start in starts):
        return _PART + _COVERAGE * len(synonym) / len(header)
    common = set(header) & set(synonym)
    return _OVERLAP * len(common) / len({*header, *synonym})
