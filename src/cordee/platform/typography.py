"""How figures, money and dates are written in French and in English, on every medium.

`language` is "fr" or "en" (a regional variant such as "fr-ca" counts as its language).
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NARROW = "\u202f"
"""Narrow no-break space: French thousands, and before ; ! ? % and units."""
WIDE = "\u00a0"
"""No-break space: before a French colon, and between an English figure and its unit."""
MINUS = "\u2212"
UNKNOWN = "—"

Figure = Decimal | float | int | None

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
BILLION, MILLION, THOUSAND = Decimal(10**9), Decimal(10**6), Decimal(10**3)
UNITS = {"fr": {"k": "k", "M": "M", "G": "Md"}, "en": {"k": "k", "M": "m", "G": "bn"}}
FEW = Decimal(10_000)
"""Below this a figure is short enough to be written whole."""

MONTHS = {
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
}


def number_text(value: Figure, *, language: str, decimals: int | None = None) -> str:
    """A figure with its thousands; up to two decimals unless `decimals` fixes their number.

    >>> number_text(1234.5, language="en"), number_text(None, language="en")
    ('1,234.5', '—')
    """
    exact = _exact(value)
    if exact is None:
        return UNKNOWN
    written = _rounded(exact, 2 if decimals is None else decimals)
    return _signed(written, _digits(abs(written), language=language, fixed=decimals))


def quantity_text(value: Figure, unit: str, *, language: str) -> str:
    """A figure with the unit in which it is measured, kept on one line.

    >>> quantity_text(4.5, "days", language="en").replace(WIDE, " ")
    '4.5 days'
    """
    figure = number_text(value, language=language)
    if not unit or figure == UNKNOWN:
        return figure
    if unit == "%" and _tongue(language) == "en":
        return f"{figure}%"
    return f"{figure}{NARROW if _tongue(language) == 'fr' else WIDE}{unit}"


def percent_text(share: Figure, *, language: str, decimals: int = 0) -> str:
    """A share of one as a percentage.

    >>> percent_text(0.253, language="en")
    '25%'
    """
    exact = _exact(share)
    if exact is None:
        return UNKNOWN
    figure = number_text(exact * 100, language=language, decimals=decimals)
    return figure + (f"{NARROW}%" if _tongue(language) == "fr" else "%")


def points_text(difference: Figure, *, language: str) -> str:
    """A difference between two shares of one, in percentage points, always with its sign.

    >>> points_text(0.06, language="en").replace(WIDE, " ")
    '+6 pts'
    """
    exact = _exact(difference)
    if exact is None:
        return UNKNOWN
    points = _rounded(exact * 100, 0)
    sign = "+" if points > 0 else ""
    space = NARROW if _tongue(language) == "fr" else WIDE
    unit = "pt" if abs(points) < 2 else "pts"
    return f"{sign}{number_text(points, language=language, decimals=0)}{space}{unit}"


def money_text(amount: Figure, currency: str, *, language: str) -> str:
    """An amount in the unit that keeps it short: whole, thousands, millions, billions.

    >>> money_text(2826280000, "EUR", language="en"), money_text(260000, "GBP", language="en")
    ('€2,826.3m', '£260k')
    """
    exact = _exact(amount)
    if exact is None:
        return UNKNOWN
    scaled, unit = _scaled(exact, _tongue(language))
    fixed = None if unit or scaled == scaled.to_integral_value() else 2
    figure = _digits(abs(scaled), language=language, fixed=fixed)
    return _signed(scaled, _with_currency(figure, unit, currency, language=language))


def money_full_text(amount: Figure, currency: str, *, language: str) -> str:
    """The exact amount, to the last digit known.

    >>> money_full_text(Decimal("1234.5"), "EUR", language="en")
    '€1,234.50'
    """
    exact = _exact(amount)
    if exact is None:
        return UNKNOWN
    known = -int(exact.normalize().as_tuple().exponent)
    fixed = 0 if known <= 0 else max(2, known)
    figure = _digits(abs(exact), language=language, fixed=fixed)
    return _signed(exact, _with_currency(figure, "", currency, language=language))


def day_text(day: date | None, *, language: str) -> str:
    """A date, short.

    >>> day_text(date(2026, 11, 20), language="en")
    '20 Nov 2026'
    """
    if day is None:
        return UNKNOWN
    tongue = _tongue(language)
    number = "1er" if tongue == "fr" and day.day == 1 else str(day.day)
    return f"{number} {MONTHS[tongue][day.month - 1]} {day.year}"


def french(text: str) -> str:
    """Plain French text with the spaces and signs a French reader expects.

    Addresses (words with :// or @) are left alone; applied twice, it changes nothing more.

    >>> french("Vrai ? 12 000 euros").replace(NARROW, "_")
    'Vrai_? 12_000 euros'
    """
    return "".join(
        piece if index % 2 else _french_prose(piece)
        for index, piece in enumerate(re.split(r"(\S*(?:://|@)\S*)", text))
    )


ANY_SPACE = rf"[ {WIDE}{NARROW}]"
AFTER_FIGURE = r"(?:[kM]?€|M[£$]|Md€|%|pts?\b|j\.h|h\b|ans?\b|jours?\b|mois\b|semaines?\b)"
END = r"(?=[\s)\]»]|$)"
WORD_END = r"(?<=[\w)\]»’.…%€])"
THOUSANDS = re.compile(rf"(?<![\d,.])\d{{1,3}}(?:{ANY_SPACE}\d{{3}})+(?!\d)")
FRENCH_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w)'(?=\w)", "’"),
        (r"\.\.\.", "…"),
        (r"(?<![^\s«(])\"([^\"«»\n]+)\"", r"«\1»"),
        (r"(?<![\w.,-])-(?=\d)", MINUS),
        (rf"(?<=\d){ANY_SPACE}(?={AFTER_FIGURE})", NARROW),
        (r"(?<=\d)(?=[%€])", NARROW),
        (rf"{WORD_END}{ANY_SPACE}?([;!?]+){END}", NARROW + r"\1"),
        (rf"{WORD_END}{ANY_SPACE}?:{END}", f"{WIDE}:"),
        (rf"«{ANY_SPACE}*(?=\S)", f"«{NARROW}"),
        (rf"(?<=[^\s«]){ANY_SPACE}*»", f"{NARROW}»"),
    )
)


def _french_prose(text: str) -> str:
    text = THOUSANDS.sub(lambda figure: re.sub(ANY_SPACE, NARROW, figure[0]), text)
    for pattern, replacement in FRENCH_RULES:
        text = pattern.sub(replacement, text)
    return text


def _tongue(language: str) -> str:
    return "fr" if language.startswith("fr") else "en"


def _exact(value: Figure) -> Decimal | None:
    """The value as a decimal; None when it is unknown (absent, not a number, infinite)."""
    if value is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if exact.is_finite() else None


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _scaled(amount: Decimal, tongue: str) -> tuple[Decimal, str]:
    """The amount in its unit, rounded; a rounding that reaches the next unit takes it."""
    whole = _rounded(amount, 2)
    if abs(whole) < FEW:
        return whole, ""
    thousands = _shortened(amount / THOUSAND)
    if abs(thousands) < THOUSAND:
        return thousands, UNITS[tongue]["k"]
    millions = _shortened(amount / MILLION)
    if abs(millions) < FEW:
        return millions, UNITS[tongue]["M"]
    return _shortened(amount / BILLION), UNITS[tongue]["G"]


def _shortened(value: Decimal) -> Decimal:
    return _rounded(value, 2 if abs(_rounded(value, 2)) < 10 else 1)


def _digits(value: Decimal, *, language: str, fixed: int | None) -> str:
    """The digits of a value that is not negative; `fixed` decimals, or those that count."""
    written = f"{value:,f}" if fixed is None else f"{value:,.{fixed}f}"
    if fixed is None and "." in written:
        written = written.rstrip("0").rstrip(".")
    if _tongue(language) == "fr":
        written = written.replace(",", NARROW).replace(".", ",")
    return written


def _signed(value: Decimal, text: str) -> str:
    return f"{MINUS}{text}" if value < 0 else text


def _with_currency(figure: str, unit: str, currency: str, *, language: str) -> str:
    symbol = SYMBOLS.get(currency)
    if _tongue(language) == "fr":
        tail = f"{unit}{symbol}" if symbol else f"{unit}{WIDE if unit else ''}{currency}"
        return f"{figure}{NARROW}{tail}"
    return f"{symbol}{figure}{unit}" if symbol else f"{currency}{WIDE}{figure}{unit}"
