from hypothesis import given
from hypothesis import strategies as st

from cordee.reports.slides.fitting import Frame, fitted, height_of, pages_of, some, wrapped

WORDS = st.lists(st.text("abcWMi—é", min_size=1, max_size=40), min_size=1, max_size=60).map(
    " ".join
)


@given(WORDS, st.floats(0.3, 6), st.floats(8, 40))
def test_lines_hold_every_letter_in_order(text, width, size):
    lines = wrapped(text, width=width, size=size)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert some(text, lines, 0, len(lines)) == text


@given(WORDS, st.floats(0.4, 6), st.floats(0.3, 3))
def test_what_holds_and_what_is_left_make_the_whole_text(text, width, height):
    found = fitted(text, Frame(0, 0, width, height), size=28, floor=12)

    assert (found.text + found.rest).replace(" ", "") == text.replace(" ", "")
    assert 12 <= found.size <= 28


@given(st.lists(WORDS, min_size=1, max_size=8), st.floats(1, 6), st.floats(0.5, 4))
def test_pages_hold_every_paragraph_and_none_is_higher_than_the_frame(told, width, height):
    frame = Frame(0, 0, width, height)

    size, pages = pages_of([("", said) for said in told], frame, size=18, floor=12)

    kept = "".join(said for page in pages for _term, said in page)
    assert kept.replace(" ", "") == "".join(told).replace(" ", "")
    heights = [
        height_of([said for _term, said in page], width=width - 0.2, size=size)
        for page in pages
        if len(page) > 1
    ]
    assert all(found <= height for found in heights)


def test_a_short_title_keeps_its_size_and_a_long_one_shrinks_before_it_is_cut():
    frame = Frame(0, 0, 8, 0.8)

    short = fitted("Un quart de la dépense ne sert rien", frame, size=28, floor=16)
    long = fitted(
        "Un quart de la dépense prévue ne sert aucun objectif " * 2, frame, size=28, floor=16
    )

    assert (short.size, short.rest) == (28, "")
    assert 16 <= long.size < 28
    assert long.rest == ""


def test_paragraphs_over_several_pages_fill_them_alike():
    told = [("", "Ten words that take one line of this narrow page.")] * 11
    frame = Frame(0, 0, 6, 2.2)

    pages = pages_of(told, frame, size=14, floor=14)[1]

    assert [len(page) for page in pages] == [6, 5]
