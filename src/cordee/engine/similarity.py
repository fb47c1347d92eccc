"""Possible duplicates: which texts of different units are written almost alike?

Units: scores and thresholds are cosines, from 0 (nothing in common) to 1 (same words).
Method, hypotheses and worked example: docs/algorithms/similarity.md.
"""

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

UNKNOWN_GROUP = -1
CELLS = 2_000_000
"""Cells of the score table looked at together: what bounds the memory."""
DECIMALS = 12
"""Scores closer than this are equal: the order of a sum moves the last digits of a float."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts written almost alike, best first."""

    a: NDArray[np.intp]
    """Per pair: the index of its first text."""
    b: NDArray[np.intp]
    """Per pair: the index of its second text, always above the first."""
    score: NDArray[np.float64]
    """Per pair: the cosine of the two texts."""


def similar_pairs(
    texts: Sequence[str],
    *,
    group: ArrayLike,
    threshold: float,
    limit: int,
    ngrams: tuple[int, int] = (3, 5),
) -> Pairs:
    """Pair the texts of different groups whose cosine reaches the threshold, best first.

    `group` int[N]: the unit of each text, UNKNOWN_GROUP when it is not known, which differs
    from every other. `threshold` in ]0, 1]; `limit` is the most pairs wanted; `ngrams` the
    shortest and longest runs of characters compared. Pairs of equal score keep the order of
    the texts. ValueError: an argument outside these bounds.

    >>> names = ["Refonte du portail client", "Paie", "Portail clients : refonte"]
    >>> found = similar_pairs(names, group=[0, 0, 1], threshold=0.5, limit=10)
    >>> found.a.tolist(), found.b.tolist()
    ([0], [2])
    """
    unit = np.asarray(group, dtype=np.intp).ravel()
    _refuse_bad_bounds(len(texts), unit=unit, threshold=threshold, limit=limit, ngrams=ngrams)
    nothing = np.empty(0, dtype=np.intp)
    best = Pairs(nothing, nothing, np.empty(0))
    if not texts:
        return best
    vectors = _tf_idf([normalised(text) for text in texts], ngrams=ngrams)
    for block in _close_pairs(vectors, threshold=threshold):
        best = _best_of(best, _across_groups(block, unit=unit), limit=limit)
    return best


def normalised(text: str) -> str:
    """Keep what makes a text the same: no case, no accent, no punctuation.

    >>> normalised("Dématérialisation — lot n°2 (Cœur de métier)")
    'dematerialisation lot n 2 coeur de metier'
    """
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(_WORD.findall(bare.casefold().translate(_LIGATURES)))


def word_frequency(texts: Sequence[str]) -> Mapping[str, int]:
    """Count, for each normalised word, the texts that hold it.

    >>> word_frequency(["Portail client", "portail PORTAIL"])["portail"]
    2
    """
    return Counter(word for text in texts for word in _written(text))


def shared_terms(
    a: str, b: str, *, limit: int = 5, frequency: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Name the words two texts share, as the first one writes them: the reason for a pair.

    Rarest first when `frequency` (of `word_frequency`) is given, then longest first. A letter
    alone is not a reason.

    >>> shared_terms("Refonte du Portail clientèle", "Le portail, refonte", limit=2)
    ('Portail', 'Refonte')
    """
    count = frequency or {}
    first, second = _written(a), _written(b)
    shared = [word for word in first if word in second and (len(word) > 1 or word.isdigit())]
    shared.sort(key=lambda word: (count.get(word, 0), -len(word), word))
    return tuple(first[word] for word in shared[:limit])


def _written(text: str) -> dict[str, str]:
    """Each normalised word of a text, and how the text writes it the first time."""
    written: dict[str, str] = {}
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        written.setdefault(normalised(word), word)
    return written


def _refuse_bad_bounds(
    size: int,
    *,
    unit: NDArray[np.intp],
    threshold: float,
    limit: int,
    ngrams: tuple[int, int],
) -> None:
    if unit.size != size:
        raise ValueError(f"group has {unit.size} rows where {size} are expected")
    if (unit < UNKNOWN_GROUP).any():
        raise ValueError("a group is an index from 0 up, or UNKNOWN_GROUP")
    if not 0 < threshold <= 1:
        raise ValueError("the threshold is a cosine above 0, at most 1")
    if limit < 1:
        raise ValueError("the limit is at least one pair")
    if not 1 <= ngrams[0] <= ngrams[1]:
        raise ValueError("ngrams go from a shortest length, at least 1, to a longest one")


def _tf_idf(texts: Sequence[str], *, ngrams: tuple[int, int]) -> "csr_array":
    """One row per text, of length 1 (or 0 for a text without a word)."""
    from scipy.sparse import diags_array

    counts = _ngram_counts(texts, ngrams=ngrams)
    rows, columns = counts.shape
    held = np.bincount(counts.indices, minlength=columns)
    idf = np.log((1 + rows) / (1 + held)) + 1
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    length = np.sqrt(counts.multiply(counts).sum(axis=1))
    weighted: csr_array = (diags_array(1 / np.where(length > 0, length, 1)) @ counts).tocsr()
    return weighted


def _ngram_counts(texts: Sequence[str], *, ngrams: tuple[int, int]) -> "csr_array":
    """Words are cut once each; a text then adds up the pieces of its words."""
    word_of: dict[str, int] = {}
    in_text = _membership((text.split() for text in texts), numbers=word_of)
    gram_of: dict[str, int] = {}
    in_word = _membership((_pieces(word, ngrams) for word in word_of), numbers=gram_of)
    counts: csr_array = (in_text @ in_word).tocsr()
    return counts


def _pieces(word: str, ngrams: tuple[int, int]) -> Iterator[str]:
    """Runs of characters of a word between two spaces; a word shorter than a run counts once."""
    padded = f" {word} "
    shortest, longest = ngrams
    for size in range(shortest, min(longest, max(shortest, len(padded))) + 1):
        for start in range(max(1, len(padded) - size + 1)):
            yield padded[start : start + size]


def _membership(rows: Iterable[Iterable[str]], *, numbers: dict[str, int]) -> "csr_array":
    """Count each item of each row; `numbers` learns the column of each item."""
    from scipy.sparse import csr_array

    columns, ends = array("q"), array("q", [0])
    for row in rows:
        columns.extend(numbers.setdefault(item, len(numbers)) for item in row)
        ends.append(len(columns))
    shape = (len(ends) - 1, len(numbers))
    counts = csr_array((np.ones(len(columns)), np.asarray(columns), np.asarray(ends)), shape=shape)
    counts.sum_duplicates()
    return counts


def _close_pairs(vectors: "csr_array", *, threshold: float) -> Iterator[Pairs]:
    """Compare a block of texts with itself and all that follow, so that each pair comes once."""
    rows = vectors.shape[0]
    block = max(1, CELLS // rows)
    for start in range(0, rows, block):
        cosine = (vectors[start : start + block] @ vectors[start:].T).tocoo()
        score = np.round(cosine.data, DECIMALS)
        close = (score >= threshold) & (cosine.col > cosine.row)
        yield Pairs(
            cosine.row[close].astype(np.intp) + start,
            cosine.col[close].astype(np.intp) + start,
            np.minimum(score[close], 1.0),
        )


def _across_groups(pairs: Pairs, *, unit: NDArray[np.intp]) -> Pairs:
    apart = (unit[pairs.a] != unit[pairs.b]) | (unit[pairs.a] == UNKNOWN_GROUP)
    return Pairs(pairs.a[apart], pairs.b[apart], pairs.score[apart])


def _best_of(best: Pairs, others: Pairs, *, limit: int) -> Pairs:
    a = np.concatenate([best.a, others.a])
    b = np.concatenate([best.b, others.b])
    score = np.concatenate([best.score, others.score])
    order = np.lexsort((b, a, -score))[:limit]
    return Pairs(a[order], b[order], score[order])
