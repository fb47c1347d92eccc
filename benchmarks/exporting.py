"""Takes 100,000 initiatives out to each format, then compares them when they come back."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROWS = 100_000
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def seeded():
    """An organisation with that many initiatives."""
    from django.core.management import call_command

    from cordee.people.services import found_organisation, open_account
    from cordee.strategy.models import Initiative

    call_command("migrate", verbosity=0)
    owner = open_account("owner@bench.example", password="une corde bien longue")
    organisation = found_organisation("Bench", by=owner, at=AT)
    Initiative.objects.bulk_create(
        (
            Initiative(
                organisation=organisation,
                code=f"I-{number:06}",
                name=f"Refonte du parcours n° {number}",
                description="Ce que l’on change, pour qui, et pourquoi." * 2,
                start=AT.date(),
                tags=["ai", "sécurité"],
            )
            for number in range(ROWS)
        ),
        batch_size=2_000,
    )
    return {}


def measured(format):
    """One format in a process of its own: seconds out and back, peak memory."""
    from cordee.people.models import Membership
    from cordee.people.queries import reader_of
    from cordee.platform.registers import declared_register, write_export
    from cordee.platform.registers.exchange.returning import read_back
    from cordee.platform.registers.exchange.weighing import weighed

    member = Membership.objects.select_related("user").get()
    reader = reader_of(member.user, organisation_id=member.organisation_id)
    register = declared_register("strategy", "initiatives")
    path = Path(os.environ["CORDEE_DATA_DIR"]) / f"initiatives.{format}"
    start = time.perf_counter()
    write_export(register, reader=reader, format=format, out=path, at=AT)
    out, peak = time.perf_counter() - start, megabytes()
    start = time.perf_counter()
    found = weighed(
        read_back(path, register=register, reader=reader), register=register, reader=reader
    )
    assert (found.unchanged, found.changes) == (ROWS, ())
    return {
        "rows": ROWS,
        "seconds": out,
        "megabytes": peak,
        "file_megabytes": path.stat().st_size / 2**20,
        "compared_seconds": time.perf_counter() - start,
        "compared_megabytes": megabytes(),
    }


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told_by(name, folder):
    """What this file says when it is run for that, on the data of that folder."""
    environment = os.environ | {
        "CORDEE_DATA_DIR": folder,
        "CORDEE_SECRET_KEY": "of this measure only",
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
    }
    done = subprocess.run(
        [sys.executable, __file__, name],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


def main():
    with tempfile.TemporaryDirectory() as folder:
        told_by("seed", folder)
        for format in ("csv", "json", "xlsx"):
            found = {k: round(v, 1) for k, v in told_by(format, folder).items()}
            print(json.dumps({"name": f"export: {format}"} | found))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        import django

        django.setup()
        print(json.dumps(seeded() if sys.argv[1] == "seed" else measured(sys.argv[1])))
    else:
        main()
