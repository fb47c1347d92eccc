"""How people write units of money: M€, £m, k€, en millions d'euros, between 20 and 100 M€."""

import re
from dataclasses import dataclass
from decimal import Decimal

MULTIPLIERS = {
    1_000: ("k", "thousands", "thousand", "milliers", "millier", "mille"),
    1_000_000: ("millions", "million", "mln", "mio", "mm", "m"),
    1_000_000_000: ("milliards", "milliard", "billions", "billion", "mrd", "mds", "md", "bn", "b"),
}
CURRENCIES = {
    "EUR": ("€", "euros", "euro", "eur"),
    "GBP": ("£", "gbp"),
    "USD": ("us$", "$", "usd"),
    "CHF": ("chf",),
}
_MULTIPLIER_OF = {word: value for value, words in MULTIPLIERS.items() for word in words}
_CURRENCY_OF = {word: code for code, words in CURRENCIES.items() for word in words}


def _any_of(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


CURRENCY = f"(?:{_any_of(_CURRENCY_OF)})"
MULTIPLIER = f"(?:{_any_of(_MULTIPLIER_OF)})"
SPACE = "[ \u00a0\u202f\u2009]"
DIGITS = rf"(?:\d{{1,3}}(?:{SPACE}\d{{3}})+|\d+)(?:[.,]\d+)*"
_END = r"(?![^\W\d_])"
_SCALED = rf"""(?:(?P<before>{CURRENCY}){SPACE}?(?P<first>{MULTIPLIER})
             |(?P<second>{MULTIPLIER}){SPACE}?(?:d['’]{SPACE}?|de{SPACE})?(?P<after>{CURRENCY}))"""
_IN_HEADER = re.compile(rf"(?<![^\W\d_]){_SCALED}{_END}", re.IGNORECASE | re.VERBOSE)
_WORD = re.compile(rf"\b(thousands|milliers|millions|milliards|billions|mln|mio){_END}", re.I)
_BRACKETED = re.compile(r"[(\[]\s*(k|m|md|bn)\s*[)\]]", re.I)
_CURRENCY_ALONE = re.compile(rf"(?<![^\W\d_])({CURRENCY}){_END}", re.I)
_QUOTE = re.compile(
    rf"""(?P<sign>{CURRENCY})?{SPACE}?(?<![\d.,])(?P<digits>{DIGITS}){SPACE}?
    \(?(?P<before>{CURRENCY})?{SPACE}?(?P<first>{MULTIPLIER})
    {SPACE}?(?:d['’]|de{SPACE})?(?P<after>{CURRENCY})?\)?{_END}""",
    re.IGNORECASE | re.VERBOSE,
)
_BAND = re.compile(
    rf"(?P<words>[^\d]*?)(?P<low>{DIGITS})(?P<middle>[^\d]*)(?P<high>{DIGITS})?", re.I
)
_BELOW = re.compile(r"moins|inf|less|under|below|up to|jusqu|max|<|≤", re.I)
_ABOVE = re.compile(r"plus|sup|more|over|above|from|min|>|≥|\+", re.I)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a text says of the unit of an amount; None where it says nothing."""

    multiplier: int | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A number followed by its unit inside a sentence."""

    digits: str
    unit: Unit
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """A range of amounts in words, bounds included: between 20 and 100 M€."""

    low: Decimal | None
    high: Decimal | None
    unit: Unit


def multiplier_of(word: str | None) -> int | None:
    """
    >>> multiplier_of("M"), multiplier_of("bn"), multiplier_of(None)
    (1000000, 1000000000, None)
    """
    return _MULTIPLIER_OF[word.casefold()] if word else None


def currency_of(word: str | None) -> str | None:
    return _CURRENCY_OF[word.casefold()] if word else None


def known_currency(text: str) -> str | None:
    """
    >>> known_currency("Euros"), known_currency("yen")
    ('EUR', None)
    """
    return _CURRENCY_OF.get(text.casefold())


def unit_in(text: str) -> Unit:
    """The unit a header or a sentence names.

    >>> unit_in("Budget (M€)"), unit_in("en milliers d'euros"), unit_in("Montant EUR")
    (Unit(multiplier=1000000, currency='EUR'), Unit(multiplier=1000, currency='EUR'), \
Unit(multiplier=None, currency='EUR'))
    """
    if scaled := _IN_HEADER.search(text):
        return Unit(
            multiplier_of(scaled["first"] or scaled["second"]),
            currency_of(scaled["before"] or scaled["after"]),
        )
    alone = _CURRENCY_ALONE.search(text)
    word = _WORD.search(text) or _BRACKETED.search(text)
    return Unit(multiplier_of(word and word[1]), currency_of(alone and alone[1]))


def without_unit(text: str) -> str:
    """
    >>> without_unit("Budget (k€) 2027")
    'Budget ( ) 2027'
    """
    for pattern in (_IN_HEADER, _WORD, _BRACKETED, _CURRENCY_ALONE):
        text = pattern.sub(" ", text)
    return text


def quotes_in(text: str) -> list[Quote]:
    """Every number of a sentence that carries a multiplier.

    >>> [(quote.digits, quote.unit.multiplier) for quote in quotes_in("£1996.00m, now 2,013 (£m)")]
    [('1996.00', 1000000), ('2,013', 1000000)]
    """
    return [
        Quote(
            found["digits"],
            Unit(
                multiplier_of(found["first"]),
                currency_of(found["sign"] or found["before"] or found["after"]),
            ),
            found[0].strip(),
        )
        for found in _QUOTE.finditer(text)
    ]


def band_in(text: str) -> Band | None:
    """The range a text names, when it names one with a unit.

    >>> band_in("entre 20 et 100 M€").high
    Decimal('100')
    >>> band_in("en cadrage") is None
    True
    """
    unit, found = unit_in(_spaced(text)), _BAND.match(text)
    if not found or unit.multiplier is None or len(text) > 60:
        return None
    low = _bound(found["low"])
    if found["high"]:
        return Band(low, _bound(found["high"]), unit)
    if _BELOW.search(found["words"]):
        return Band(None, low, unit)
    if _ABOVE.search(found["words"] + found["middle"]):
        return Band(low, None, unit)
    return None


def _spaced(text: str) -> str:
    return re.sub(r"(\d)([^\W\d_])", r"\1 \2", text)


def _bound(digits: str) -> Decimal:
    return Decimal(re.sub(SPACE, "", digits).replace(",", "."))
