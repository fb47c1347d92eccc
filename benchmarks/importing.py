"""How long does an import of 100,000 rows take, and how much memory?

Each figure is taken in a process of its own, on a fresh SQLite file. One JSON line each:
`seconds`, its `target`, and for the dry run the `ratio` to a bare read of the same workbook.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 100_000
WORKBOOK = Path(tempfile.gettempdir()) / f"cordee-benchmark-{ROWS}.xlsx"
HEADER = (
    *("Code projet", "Nom du projet", "Description", "Direction métier", "Statut"),
    *("Date de début", "Date de fin", "Budget 2026 (k€)", "Budget 2027 (k€)"),
    *("Objectif stratégique", "Sponsor métier", "Sponsor IT", "Applications", "Étiquettes"),
    "Lien",
)
STATES = ("En cours", "En cadrage", "Terminé", "En pause")


def row(number, *, rng):
    return (
        f"P-{number:06d}",
        f"Projet {number} de modernisation",
        f"Remise à niveau du lot {number}, demandée par la direction",
        f"Direction {number % 40}",
        rng.choice(STATES),
        date(2024, 1, 1) + timedelta(days=number % 900),
        date(2027, 1, 1) + timedelta(days=number % 700),
        rng.randrange(10, 9_000) / 10,
        rng.randrange(10, 9_000) / 10,
        f"Objectif {number % 30}",
        f"Responsable {number % 300}",
        f"Chef {number % 200}",
        f"Application {number % 500}",
        "ia; cloud" if number % 5 else "sécurité",
        f"https://valmorel.example/projets/{number}",
    )


def make_workbook():
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_urls": False}
    draft = WORKBOOK.with_suffix(".tmp")
    book = xlsxwriter.Workbook(draft, options | {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Portefeuille")
    sheet.write_row(0, 0, HEADER)
    rng = random.Random(7)
    for number in range(ROWS):
        sheet.write_row(number + 1, 0, row(number, rng=rng))
    book.close()
    draft.replace(WORKBOOK)


def peak_megabytes():
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def opened():
    """A fresh installation and the reader of its organisation."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from cordee.people.queries import reader_of
    from cordee.people.services import found_organisation
    from cordee.platform.models import User

    owner = User.objects.create_user("owner")
    found_organisation("Valmorel", by=owner, at=timezone.now(), language="fr")
    return reader_of(owner, organisation_id=None)


def bare_read():
    from python_calamine import CalamineWorkbook

    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(str(WORKBOOK)).get_sheet_by_index(0).to_python()
    return {"seconds": time.perf_counter() - start, "rows": len(rows) - 1}


def dry_run():
    reader = opened()
    from django.utils import timezone

    from cordee.strategy import imports
    from cordee.strategy.imports.drafts import read_file

    today = timezone.localdate()
    start = time.perf_counter()
    table = read_file(WORKBOOK)
    mapping = imports.suggested(table, reader=reader, on=today)
    found = imports.rehearsal(
        reader, table=table, mapping=mapping, on=today, creates_objectives=True
    )
    return {"seconds": time.perf_counter() - start, "counts": found.counts}


def application():
    """From the stored file: read again, compared again, written, remembered for undoing."""
    reader = opened()
    from django.utils import timezone

    from cordee.strategy import imports

    at = timezone.now()
    run = imports.draft_import(reader, file=WORKBOOK, name=WORKBOOK.name, at=at)
    start = time.perf_counter()
    found = imports.apply_import(run, reader=reader, at=at)
    return {"seconds": time.perf_counter() - start, "counts": found.counts}


def measured(name):
    """One measure in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "CORDEE_DATA_DIR": folder,
            "CORDEE_SECRET_KEY": "of this measure only",
            "DJANGO_SETTINGS_MODULE": "cordee.settings",
        }
        told = subprocess.run(
            [sys.executable, __file__, name],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return json.loads(told)


def main():
    if not WORKBOOK.exists():
        make_workbook()
    bare, dry, applied = (measured(name) for name in ("bare_read", "dry_run", "application"))
    told = (
        {"name": "import: bare read"} | bare,
        {"name": "import: dry run", "target_ratio": 10, "ratio": dry["seconds"] / bare["seconds"]}
        | dry,
        {"name": "import: apply", "target": 60, "target_megabytes": 1_000} | applied,
    )
    for line in told:
        print(json.dumps({k: round(v, 2) if isinstance(v, float) else v for k, v in line.items()}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(globals()[sys.argv[1]]() | {"megabytes": peak_megabytes()}))
    else:
        main()
