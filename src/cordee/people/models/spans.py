"""Days that follow one another, as a calendar keeps them: 2026-12-24, or 2026-08-10/2026-08-14."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 366
"""Days of the longest closure that makes sense."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days that follow one another, the last one included."""

    first: date
    last: date

    def __str__(self) -> str:
        """ISO 8601: a day, or two with a slash between them."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def days(self) -> Iterable[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def span_written(text: str) -> Span:
    """The days an ISO text names. ValueError: it names none, or they run backwards or too long."""
    first, _slash, last = text.partition("/")
    span = Span(date.fromisoformat(first), date.fromisoformat(last or first))
    if not 0 <= (span.last - span.first).days < LONGEST:
        raise ValueError(f"{text} runs backwards, or for more than a year")
    return span


def check_spans(texts: Any) -> None:
    """What a calendar keeps is a list of such texts."""
    try:
        for text in texts:
            span_written(text)
    except (TypeError, ValueError, AttributeError) as error:
        raise ValidationError(_("Write days as 2026-12-24 or 2026-08-10/2026-08-14.")) from error
