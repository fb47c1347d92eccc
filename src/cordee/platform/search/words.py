"""Words as the search compares them: without accents, cut back to what a family of words shares."""

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"\w+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
SHORT = 4
"""Letters below which the beginning of a word says nothing of it."""
MOST = 8
"""Words of a question; the others are left aside."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for: itself, and the beginning that its family shares; either may match."""

    word: str
    start: str
    """Empty when only the word itself counts."""

    def matches(self, folded: str) -> bool:
        return folded == self.word or (bool(self.start) and folded.startswith(self.start))


def folded(text: str) -> str:
    """Small letters, without accents.

    >>> folded("Élève à l’ŒUVRE")
    'eleve a l’oeuvre'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def terms(question: str) -> tuple[Term, ...]:
    """The words of a question; the last one may not be typed to its end.

    >>> [(term.word, term.start) for term in terms("Alignement d’Élèves")]
    [('alignement', 'align'), ('d', ''), ('eleves', 'elev')]
    """
    asked = WORD.findall(question.lower())[:MOST]
    last = len(asked) - 1
    return tuple(_term(word, is_last=place == last) for place, word in enumerate(asked))


def _term(word: str, *, is_last: bool) -> Term:
    whole = folded(word)
    start = _shared(word)
    if len(whole) < SHORT:
        start = whole if is_last else ""
    return Term(whole, start)


def _shared(word: str) -> str:
    """What a word shares with its family, in French or in English.

    The stemmers change letters (policy, polici): what stays is the beginning they leave alone.
    """
    from snowballstemmer import stemmer

    whole = folded(word)
    stems = [folded(stemmer(tongue).stemWord(word)) for tongue in ("french", "english")]
    starts = [_common(whole, stem) for stem in stems]
    return min((s for s in starts if len(s) >= SHORT), key=len, default=whole)


def _common(first: str, second: str) -> str:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]
