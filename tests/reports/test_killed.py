"""The worker killed while it makes a board pack: its page says so, and another one makes it."""

import os
import shutil
import subprocess
import sys
import time
from textwrap import dedent

import pytest

PATIENCE = 120
PREPARE = """
    from django.utils import timezone
    from cordee.people.queries import reader_of
    from cordee.platform.access import Role
    from cordee.reports.jobs import ask_for_pack
    from tests import factories
    valmorel = factories.organisation()
    goal = factories.objective(valmorel, "O1", "Croissance", weight=100)
    for number in range(150):
        project = factories.initiative(valmorel, f"I-{number:03}", f"Projet {number}")
        factories.contribution(project, goal)
        factories.spend(project, number + 1, fiscal_year=2027)
    cio = factories.member(valmorel, Role.CIO, username="cio")
    reader = reader_of(cio, organisation_id=valmorel.pk)
    ask_for_pack(reader, basis="", edition=None, language="fr", at=timezone.now())
"""
LOOK = """
    from django.utils import timezone
    from cordee.reports import queries
    from cordee.reports.jobs import resume_packs
    from cordee.reports.models import Pack
    (found,) = queries.standing(Pack.objects.all())
    print(found.pack.state, found.is_resumed, resume_packs(at=timezone.now()))
"""
AFTER = """
    from cordee.reports import queries
    from cordee.reports.models import Pack
    (found,) = queries.standing(Pack.objects.all())
    print(found.pack.state, found.pack.attempts, *(one.kind for one in found.files))
"""


def variables(folder):
    clean = {name: said for name, said in os.environ.items() if not name.startswith("CORDEE_")}
    return clean | {
        "CORDEE_DATABASE": str(folder / "cordee.sqlite3"),
        "CORDEE_DATA_DIR": str(folder),
        "CORDEE_SECRET_KEY": "the same for all",
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
    }


def said(script, folder):
    code = "import django\ndjango.setup()\n" + dedent(script)
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=variables(folder), check=True, capture_output=True, timeout=PATIENCE
    )
    return done.stdout.decode().split()


def worker(folder):
    command = [sys.executable, "-m", "cordee.cli.main", "worker"]
    return subprocess.Popen(command, env=variables(folder), stderr=subprocess.DEVNULL)


def wait_for(folder, kind):
    deadline = time.monotonic() + PATIENCE
    while not list((folder / "packs").glob(f"*.{kind}")):
        assert time.monotonic() < deadline, f"no {kind} was written"
        time.sleep(0.005)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_a_pack_is_followed_by_another(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path / "cordee.sqlite3")
    said(PREPARE, tmp_path)
    dying = worker(tmp_path)
    try:
        wait_for(tmp_path, "pdf")
    finally:
        dying.kill()
        dying.wait()
    left = said(LOOK, tmp_path)
    living = worker(tmp_path)
    try:
        wait_for(tmp_path, "xlsx")
        time.sleep(1)
    finally:
        living.terminate()
        living.wait(timeout=PATIENCE)

    assert left == ["waiting", "True", "1"]
    assert said(AFTER, tmp_path) == ["ready", "1", "pdf", "pptx", "xlsx"]
