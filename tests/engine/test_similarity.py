import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.engine.similarity import (
    CELLS,
    UNKNOWN_GROUP,
    normalised,
    shared_terms,
    similar_pairs,
    word_frequency,
)

WORDS = ["refonte", "portail", "client", "clients", "paie", "RH", "Données", "lot-2", "la", "d'un"]


def drawn_texts(seed, size=60):
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, rng.integers(0, 6))) for _ in range(size)]


def cosines(texts, ngrams):
    from sklearn.feature_extraction.text import TfidfVectorizer  # long to import, needed here only

    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=ngrams, lowercase=False, sublinear_tf=True
    )
    vectors = vectorizer.fit_transform([normalised(text) for text in texts])
    return (vectors @ vectors.T).toarray()


def as_dict(pairs):
    keys = zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)
    return dict(zip(keys, pairs.score.tolist(), strict=True))


@pytest.mark.parametrize("ngrams", [(3, 5), (1, 2), (4, 4), (6, 9)])
@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_the_cosines_of_an_independent_implementation(seed, ngrams):
    texts = drawn_texts(seed)
    expected = cosines(texts, ngrams)
    close = np.argwhere(np.triu(expected, k=1) >= 1e-6)

    found = similar_pairs(
        texts, group=range(len(texts)), threshold=1e-6, limit=10_000, ngrams=ngrams
    )

    assert as_dict(found) == pytest.approx(
        {(int(a), int(b)): expected[a, b] for a, b in close}, abs=1e-9
    )


def test_the_worked_example_by_hand():
    found = similar_pairs(["ab", "ab ac"], group=[0, 1], threshold=0.1, limit=5, ngrams=(4, 4))

    idf = np.log(3 / 2) + 1
    assert as_dict(found) == {(0, 1): pytest.approx(1 / np.sqrt(1 + idf**2))}


def test_texts_of_one_unit_are_not_paired_and_an_unknown_unit_differs_from_all():
    texts = ["portail client"] * 4

    found = similar_pairs(
        texts, group=[0, 0, UNKNOWN_GROUP, UNKNOWN_GROUP], threshold=0.9, limit=10
    )

    assert as_dict(found) == {(0, 2): 1, (0, 3): 1, (1, 2): 1, (1, 3): 1, (2, 3): 1}


def test_the_best_pairs_come_first_and_equals_keep_the_order_of_texts():
    texts = ["portail client", "portail clients", "portail client", "Portail, client !"]

    found = similar_pairs(texts, group=range(4), threshold=0.5, limit=4)

    assert list(zip(found.a.tolist(), found.b.tolist(), strict=True)) == [
        (0, 2),
        (0, 3),
        (2, 3),
        (0, 1),
    ]
    assert found.score[:3].tolist() == [1, 1, 1]


def test_texts_too_many_for_one_block_give_the_same_scores():
    texts = [" ".join(text.split()[:2]) for text in drawn_texts(seed=1, size=1500)]
    expected = cosines(texts, (3, 5))
    close = np.argwhere(np.triu(expected, k=1) >= 0.8)

    found = similar_pairs(texts, group=range(len(texts)), threshold=0.8, limit=len(texts) ** 2)

    assert len(texts) ** 2 > CELLS
    assert sorted(as_dict(found)) == [(int(a), int(b)) for a, b in close]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_text_is_compared_and_scores_stay_between_the_threshold_and_one(texts):
    found = similar_pairs(texts, group=range(len(texts)), threshold=0.3, limit=100)

    assert ((found.score >= 0.3) & (found.score <= 1)).all()
    assert (found.a < found.b).all()


def test_texts_without_a_word_resemble_nothing():
    found = similar_pairs(["", "—", "...", "a"], group=range(4), threshold=0.01, limit=9)

    assert as_dict(found) == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"group": [0]}, "group has 1 rows where 2 are expected"),
        ({"group": [0, -2]}, "a group is an index from 0 up"),
        ({"threshold": 0}, "the threshold is a cosine above 0"),
        ({"threshold": 1.5}, "the threshold is a cosine above 0"),
        ({"limit": 0}, "the limit is at least one pair"),
        ({"ngrams": (4, 3)}, "ngrams go from a shortest length"),
        ({"ngrams": (0, 3)}, "ngrams go from a shortest length"),
    ],
)
def test_arguments_out_of_bounds_are_refused(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        similar_pairs(["a", "b"], **{"group": [0, 1], "threshold": 0.5, "limit": 5} | changes)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÉTÉ à Noël", "ete a noel"),
        ("e\u0301te\u0301", "ete"),
        ("STRASSE straße", "strasse strasse"),
        ("a_b\tc\n", "a b c"),
        ("ŒUVRE", "oeuvre"),
    ],
)
def test_case_accents_and_punctuation_are_forgotten(text, expected):
    assert normalised(text) == expected


def test_shared_terms_put_the_rarest_first():
    texts = ["Portail client Alpha", "portail CLIENT", "client alpha portail", "client"]

    found = shared_terms(texts[0], texts[2], frequency=word_frequency(texts))

    assert found == ("Alpha", "Portail", "client")


def test_shared_terms_are_limited_and_leave_single_letters_out():
    found = shared_terms("L'été : lot 2 du plan", "l été, plan, lot 2", limit=3)

    assert found == ("plan", "été", "lot")


def test_a_word_counts_once_per_text():
    assert word_frequency(["Été été", "ete", ""]) == {"ete": 2}
