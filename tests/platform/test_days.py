from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from cordee.platform.days import day_of

LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "day"),
    [("Europe/Paris", 24), ("America/Martinique", 23), ("Pacific/Noumea", 24), ("UTC", 23)],
)
def test_the_day_is_that_of_the_place(place, day):
    with timezone.override(place):
        assert day_of(LATE) == date(2026, 11, day)
