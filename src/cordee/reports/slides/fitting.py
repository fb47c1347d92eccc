"""How much room text takes: estimated wider than drawn, for fonts the server does not have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

POINTS_AN_INCH = 72
LINE = 1.25
"""Height of a line, in parts of the size of its type."""
MARGIN = 0.1
"""Inches that a text frame keeps empty on each side, as presentations do by default."""
BULLET = 0.35
"""Inches that a template may keep before a paragraph, for its bullet."""
NARROW = frozenset("iljtfrI.,;:’'|!()[]/ \u00a0\u202f\u200b")
WIDE = frozenset("mwMW@%—…€ŒÆœæ")
PARAGRAPH = 0.45
"""Space after a paragraph, in parts of the size of its type."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where something stands on a slide, in inches like every measure here."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    def less_top(self, height: float) -> "Frame":
        return Frame(self.x, self.y + height, self.width, max(self.height - height, 0.1))

    def less_foot(self, height: float) -> "Frame":
        return Frame(self.x, self.y, self.width, max(self.height - height, 0.1))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text at the size it holds at, and what did not hold at the smallest."""

    size: float
    text: str
    rest: str


def text_width(text: str) -> float:
    """The width of a text in parts of the size of its type."""
    return sum(map(_letter_width, text))


def wrapped(text: str, *, width: float, size: float) -> list[str]:
    """The lines of a paragraph in a frame `width` inches wide; a word too long is broken."""
    room = max(width * POINTS_AN_INCH / size, 2.0)
    lines = [""]
    for word in (piece for long in text.split(" ") for piece in _pieces(long, room)):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if text_width(joined) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def height_of(paragraphs: Sequence[str], *, width: float, size: float) -> float:
    """Inches that paragraphs take, the spaces after them included."""
    count = sum(len(wrapped(said, width=width, size=size)) for said in paragraphs)
    points = size * (LINE * count + PARAGRAPH * max(len(paragraphs) - 1, 0))
    return points / POINTS_AN_INCH


def fitted(text: str, frame: Frame, *, size: float, floor: float) -> Fitted:
    """The largest type from `size` down to `floor` at which the text holds; else what is left."""
    width, height = frame.width - 2 * MARGIN, frame.height - MARGIN
    trial = size
    while trial > floor and height_of([text], width=width, size=trial) > height:
        trial = max(trial - 1, floor)
    lines = wrapped(text, width=width, size=trial)
    held = max(int(height * POINTS_AN_INCH / (trial * LINE)), 1)
    return Fitted(trial, some(text, lines, 0, held), some(text, lines, held, len(lines)))


def some(text: str, lines: Sequence[str], first: int, last: int) -> str:
    """The words of some of its lines, as they are written: a word broken by a line is whole."""
    starts = [0]
    for line in lines:
        end = starts[-1] + len(line)
        starts.append(end + (text[end : end + 1] == " "))
    return text[starts[min(first, len(lines))] : starts[min(last, len(lines))]].strip(" ")


def pages_of(
    told: Sequence[tuple[str, str]], frame: Frame, *, size: float, floor: float
) -> tuple[float, list[tuple[tuple[str, str], ...]]]:
    """Paragraphs with their terms: all on one page if the floor allows, else over several."""
    frame = Frame(frame.x, frame.y, max(frame.width - BULLET, 0.5), frame.height)
    said = [joined(*pair) for pair in told]
    width, height = frame.width - 2 * MARGIN, frame.height - MARGIN
    trial = size
    while trial > floor and height_of(said, width=width, size=trial) > height:
        trial = max(trial - 1, floor)
    if height_of(said, width=width, size=trial) <= height:
        return trial, [tuple(told)]
    return floor, _even(told, frame, size=floor)


def joined(term: str, sentence: str) -> str:
    return f"{term}. {sentence}" if term else sentence


def _even(
    told: Sequence[tuple[str, str]], frame: Frame, *, size: float
) -> list[tuple[tuple[str, str], ...]]:
    """As many pages as the frame asks for, each in the least height that asks for no more."""
    found = list(_paged(told, frame, size=size))
    low, high = 0.0, frame.height
    for _step in range(12):
        level = (low + high) / 2
        tried = list(_paged(told, Frame(frame.x, frame.y, frame.width, level), size=size))
        if len(tried) > len(found):
            low = level
        else:
            high, found = level, tried
    return found


def _paged(
    told: Sequence[tuple[str, str]], frame: Frame, *, size: float
) -> Iterator[tuple[tuple[str, str], ...]]:
    width = frame.width - 2 * MARGIN
    page: list[tuple[str, str]] = []
    for pair in _short_enough(told, frame, size=size):
        tried = [joined(*each) for each in (*page, pair)]
        if page and height_of(tried, width=width, size=size) > frame.height - MARGIN:
            yield tuple(page)
            page = []
        page.append(pair)
    yield tuple(page)


def _short_enough(
    told: Sequence[tuple[str, str]], frame: Frame, *, size: float
) -> Iterator[tuple[str, str]]:
    """A paragraph longer than a whole page becomes several."""
    for term, sentence in told:
        rest = sentence
        while rest:
            room = Frame(frame.x, frame.y, frame.width, frame.height)
            found = fitted(joined(term, rest), room, size=size, floor=size)
            yield term, found.text.removeprefix(f"{term}. ") if term else found.text
            term, rest = "", found.rest


def _pieces(word: str, room: float) -> Iterator[str]:
    start, width = 0, 0.0
    for place, letter in enumerate(word):
        width += _letter_width(letter)
        if width > room and place > start:
            yield word[start:place]
            start, width = place, _letter_width(letter)
    yield word[start:]


def _letter_width(letter: str) -> float:
    if letter in NARROW:
        return 0.32
    if letter in WIDE or east_asian_width(letter) in "WF":
        return 1.0
    return 0.7 if letter.isupper() else 0.58
