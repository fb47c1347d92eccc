from hypothesis import example, given, settings
from hypothesis import strategies as st

from cordee.platform.registers.exchange.texts import (
    FORMULA_SIGNS,
    LONGEST,
    as_typed,
    cut,
    settled,
    without_formula,
)

TEXTS = st.text() | st.builds(
    str.__add__, st.text("'= +-@\t\r\n", max_size=6), st.text(max_size=20)
)


@given(TEXTS)
@example("=1+1")
@example("'=1+1")
@example("''@SUM(A1)")
@example("\t=cmd|' /C calc'!A0")
@example("’tis an apostrophe")
@example("'tis")
def test_no_cell_starts_a_formula_and_every_text_comes_back(text):
    cell = without_formula(text)

    assert not cell.lstrip(" \n").startswith(FORMULA_SIGNS)
    assert as_typed(cell) == text


@given(TEXTS)
def test_a_settled_text_stays_as_it_is(text):
    once = settled(text)

    assert settled(once) == once
    assert "\r" not in once and "\0" not in once


@settings(deadline=None, max_examples=30)
@given(st.text("aé😀", min_size=1, max_size=9), st.integers(-9, 9))
def test_a_cut_text_fits_in_a_cell_as_a_workbook_counts(pattern, around):
    text = (pattern * LONGEST)[: LONGEST + around]

    kept = cut(text)

    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST
    assert kept == text or kept.endswith("…")
