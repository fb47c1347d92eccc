import pytest
from django.db import connection

from cordee.platform.planning import look_at_tables
from tests.factories import organisation, unit


@pytest.mark.once
def test_sqlite_knows_its_tables_once_they_were_looked_at(db):
    home = organisation()
    for number in range(3):
        unit(home, f"U{number}", f"Unit {number}")

    look_at_tables()

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT stat FROM sqlite_stat1 WHERE tbl = 'people_unit'")
        told = [stat.split()[0] for (stat,) in cursor.fetchall()]
    assert set(told) == {"3"}
