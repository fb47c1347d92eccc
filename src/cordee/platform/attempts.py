"""Attempts at signing in and codes already used, in one table: every process counts them."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection


def forget_attempts(*, at: datetime) -> int:
    """Remove what no longer counts, the addresses it came from included; how many there were."""
    table = connection.ops.quote_name(settings.ATTEMPTS)
    until: Any = connection.ops.adapt_datetimefield_value(at.astimezone(UTC))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires <= %s", [until])
        return int(cursor.rowcount)
