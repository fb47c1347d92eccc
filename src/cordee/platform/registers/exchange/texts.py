"""Texts that travel through spreadsheets: no formula starts, nothing is lost on the way back."""

import re
import unicodedata

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so."""
LONGEST = 32_767
"""What a cell of a workbook holds at most."""
ELLIPSIS = "…"
_QUOTED = re.compile(r"'*(.*)", re.DOTALL)


def without_formula(text: str) -> str:
    """The text as it may stand in a cell: an apostrophe keeps it a text.

    >>> without_formula("=1+1"), without_formula("Coût"), without_formula(" @x")
    ("'=1+1", 'Coût', "' @x")
    """
    return f"'{text}" if _may_run(text) else text


def as_typed(cell: str) -> str:
    """The text that `without_formula` wrote; one that it never writes is left alone.

    >>> as_typed("'=1+1"), as_typed("'tis"), as_typed(without_formula("'=1"))
    ('=1+1', "'tis", "'=1")
    """
    return cell[1:] if cell.startswith("'") and _may_run(cell[1:]) else cell


def settled(text: str) -> str:
    """What any program gives back of a text: one kind of line end, no control sign, no edge.

    >>> settled(" a\\r\\nb\\x07 ")
    'a\\nb'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.isprintable():
        return lines.strip()
    return "".join(filter(_is_kept, lines)).strip()


def cut(text: str) -> str:
    """The text as long as a cell may be; an ellipsis says that the rest stayed at home."""
    return text if _length(text) <= LONGEST else _first_units(text, LONGEST - 1) + ELLIPSIS


def _may_run(text: str) -> bool:
    """Whether it would run, behind the apostrophes that it may already have."""
    found = _QUOTED.match(text)
    bare = found[1] if found else text
    return bare.lstrip(" \n").startswith(FORMULA_SIGNS)


def _is_kept(sign: str) -> bool:
    if sign in "\n\t":
        return True
    kind = unicodedata.category(sign)
    return kind not in ("Cc", "Cs") and not (kind == "Cn" and ord(sign) & 0xFFFE == 0xFFFE)


def _length(text: str) -> int:
    """As a workbook counts: signs beyond the first 65,536 count twice."""
    return len(text) if text.isascii() else len(text) + sum(ord(sign) > 0xFFFF for sign in text)


def _first_units(text: str, most: int) -> str:
    kept = text[:most]
    while _length(kept) > most:
        kept = kept[: -max(1, (_length(kept) - most) // 2)]
    return kept
