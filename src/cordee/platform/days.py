"""The calendar day of a moment, where the installation lives."""

from datetime import date, datetime

from django.utils import timezone


def day_of(moment: datetime) -> date:
    """The day it is there at this moment: past midnight in Paris, not the one of Greenwich.

    >>> from datetime import UTC
    >>> day_of(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    datetime.date(2026, 11, 24)
    """
    return timezone.localtime(moment).date()
