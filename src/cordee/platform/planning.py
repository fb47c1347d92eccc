"""What SQLite knows of its tables when it chooses how to read them; PostgreSQL looks by itself."""

from django.db import connection

ENTRIES = 10_000
"""Read of each index: enough to tell a rare value from a common one, whatever its size."""


def look_at_tables() -> None:
    """Count the tables and their indexes anew: without it, large lists are read the long way."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ENTRIES}")
            cursor.execute("ANALYZE")
