"""Migrating an empty database, and searching among 100,000 rows, on both databases: JSON lines.

Each figure is taken in a process of its own: `seconds`, their `target`, and `cpu`, what the
process itself computed of them (without the server of PostgreSQL): on a busy machine that is what
counts. For the search, the median of 20 of each question, after a warm-up, without HTTP.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROWS, RUNS = 100_000, 20
MIGRATIONS, SEARCH = 10, 0.15
WORDS = (
    *("refonte", "portail", "caisse", "logistique", "fournisseur", "client", "données", "paie"),
    *("budget", "socle", "mobile", "achat", "stock", "vente", "sécurité", "identité", "magasin"),
)
QUESTIONS = {
    "a rare name": "projet 50123",
    "a word of one row in six": "sécurités",
    "a word of every row": "projet",
    "two words": "portail identité",
    "half a word": "log",
    "nothing": "introuvable",
}


def migrated():
    """Seconds taken by all the migrations of an empty database, in a process already started."""
    import django

    django.setup()
    from django.core.management import call_command

    return {"migrate": _timed(partial(call_command, "migrate", verbosity=0))}


def searched():
    """Seconds of each question among the rows of one organisation, for a member of it."""
    import django

    django.setup()
    from django.utils import timezone

    from cordee.people.queries import reader_of
    from cordee.people.services import found_organisation
    from cordee.platform.models import User
    from cordee.platform.search import found
    from cordee.strategy.models import Initiative

    owner = User.objects.create_user("owner")
    organisation = found_organisation("Valmorel", by=owner, at=timezone.now())
    rng = random.Random(7)
    Initiative.objects.bulk_create(
        Initiative(
            organisation=organisation,
            code=f"P-{number:06d}",
            name=f"Projet {number} {' '.join(rng.sample(WORDS, 3))}",
            description=f"Remise à niveau du lot {number}, demandée par la direction",
        )
        for number in range(ROWS)
    )
    reader = reader_of(owner, organisation_id=organisation.pk)
    return {
        name: _median(lambda asked=asked: found(reader, asked)) for name, asked in QUESTIONS.items()
    }


def _median(deed):
    deed()
    taken = [_timed(deed) for _run in range(RUNS)]
    return [median(each) for each in zip(*taken, strict=True)]


def _timed(deed):
    """Seconds by the clock, and of the processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    deed()
    return [time.perf_counter() - clock, time.process_time() - cpu]


def told(step, *, database, folder):
    environment = os.environ | {
        "CORDEE_DATABASE": database,
        "CORDEE_DATA_DIR": folder,
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
    }
    command = [sys.executable, __file__, step]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def main():
    from tests import postgresql

    with tempfile.TemporaryDirectory() as folder, postgresql.server() as server:
        databases = {
            "sqlite": str(Path(folder) / "cordee.sqlite3"),
            "postgresql": postgresql.new_database(server),
        }
        for kind, database in databases.items():
            for step, target in (("migrated", MIGRATIONS), ("searched", SEARCH)):
                for name, (clock, cpu) in told(step, database=database, folder=folder).items():
                    line = {"database": kind, "what": name, "seconds": round(clock, 4)}
                    print(json.dumps(line | {"cpu": round(cpu, 4), "target": target}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"migrated": migrated, "searched": searched}[sys.argv[1]]()))
    else:
        main()
