"""How long the capacity of 5,000 people over eight quarters takes: one JSON line.

`seconds` goes from the rows of a fresh SQLite file to the answer; the floor reads the allocations
and absences without computing anything.
"""

import json
import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from statistics import median

PEOPLE, TEAMS, QUARTERS, ABSENCES, RUNS = 5_000, 400, 8, 8, 7
TARGET, SEED = 1.0, 2027
START = date(2026, 1, 1)


def furnish(organisation):
    """People of 400 teams, some in two of them, each away eight times in two years."""
    from cordee.people.models import Absence, Allocation, Person, Reserve, Team, WorkingCalendar

    rng, owner = random.Random(SEED), {"organisation": organisation}
    places = ("", "57", "6AE", "971", "974")
    calendars = WorkingCalendar.objects.bulk_create(
        WorkingCalendar(name=f"C{place}", subdivision=place, **owner) for place in places
    )
    teams = Team.objects.bulk_create(
        Team(code=f"T{n}", name=f"Team {n}", calendar=rng.choice(calendars), **owner)
        for n in range(TEAMS)
    )
    Reserve.objects.bulk_create(
        Reserve(team=team, since=since, run=30, unplanned=10, **owner)
        for team in teams
        for since in (START, date(2027, 1, 1))
    )
    people = Person.objects.bulk_create(
        Person(name=f"P{n}", calendar=rng.choice(calendars) if n % 10 == 0 else None, **owner)
        for n in range(PEOPLE)
    )
    Allocation.objects.bulk_create(
        Allocation(person=person, team=rng.choice(teams), percent=percent, start=START, **owner)
        for person in people
        for percent in rng.choice(((100,), (100,), (60, 40)))
    )
    Absence.objects.bulk_create(
        _absence(person, START + timedelta(days=90 * n + rng.randrange(60)), owner)
        for person in people
        for n in range(ABSENCES)
    )


def _absence(person, day, owner):
    from cordee.people.models import Absence

    half = person.pk % 3 == 0
    return Absence(
        person=person, start=day, end=day + timedelta(days=8), starts_at_noon=half, **owner
    )


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def floor(organisation):
    """The same rows, read and left as they are."""
    from cordee.people.models import Absence, Allocation

    names = ("person_id", "start", "end")
    for rows in (Allocation.objects, Absence.objects):
        list(rows.filter(organisation=organisation).values_list(*names))


def measured():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cordee.people.queries import capacity
    from cordee.platform.access import Reader, Role
    from cordee.platform.models import Organisation, User
    from cordee.platform.quarters import Quarter

    organisation = Organisation.objects.create(name="Large", slug="large")
    furnish(organisation)
    reader = Reader(User.objects.create_user("reader"), organisation, Role.CIO)

    def answer():
        return capacity(reader, since=Quarter(2026, 1), quarters=QUARTERS)

    with CaptureQueriesContext(connection) as asked:
        table = answer()
    taken = median(seconds(answer) for _ in range(RUNS))
    least = median(seconds(lambda: floor(organisation)) for _ in range(RUNS))
    return {
        "name": "capacity of 5,000 people over 8 quarters",
        "seconds": round(taken, 3),
        "target": TARGET,
        "floor_seconds": round(least, 3),
        "ratio": round(taken / least, 2),
        "sql_queries": len(asked),
        "teams": len(table.teams),
        "net_days_of_the_first_quarter": round(table.total[0].net),
    }


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CORDEE_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(json.dumps(measured()))


if __name__ == "__main__":
    sys.exit(main())
