import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.platform.registers.exchange.stamps import Stamp, read_stamp, written_stamp

NUMBERS = st.integers(0, 10**17)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_a_stamp_comes_back_as_it_left(pk, revision, values):
    told = written_stamp(pk, revision=revision, values=values)

    assert read_stamp(told) == Stamp(pk, revision, tuple(values))
    assert told.isascii()


def test_values_too_long_for_a_cell_stay_at_home():
    import secrets

    told = written_stamp(7, revision=2, values=[secrets.token_hex(40_000)])

    assert read_stamp(told) == Stamp(7, 2, None)


@pytest.mark.parametrize(
    "cell", [None, 12, "", "12", "12.3", "x.1.", "1.1.@@@", "1.1.AAAA", "²³.1.", f"{'9' * 30}.1."]
)
def test_what_is_no_stamp_is_read_as_none(cell):
    assert read_stamp(cell) is None


def test_a_stamp_that_would_unpack_to_a_flood_is_not_unpacked():
    import base64
    import zlib

    flood = base64.urlsafe_b64encode(zlib.compress(b'["' + b"a" * 50_000_000 + b'"]', 9)).decode()

    assert read_stamp(f"1.1.{flood}") is None
