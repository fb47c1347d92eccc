"""Real processes: a worker that works, one that is killed, two that want the same import.

On SQLite and on PostgreSQL, where each process has a data folder of its own, as on two machines.
"""

import json
import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

ROWS = 8_000
NOTHING_WRITTEN = {"initiatives": 0, "objectives": 0, "spend": 0, "imports_told": 0}
ALL_WRITTEN = {"initiatives": ROWS, "objectives": 7, "spend": ROWS, "imports_told": 1}
PATIENCE = 120


class Installation:
    """An installation on disk, touched by processes only."""

    def __init__(self, folder, *, database):
        folder.mkdir()
        self.folder, self.database = folder, database
        self.environment = os.environ | {
            "CORDEE_DATA_DIR": str(folder),
            "CORDEE_DATABASE": database,
            "CORDEE_SECRET_KEY": "of these processes only",
            "DJANGO_SETTINGS_MODULE": "cordee.settings",
            "PYTHONPATH": "src:.",
        }

    def begin(self, *step):
        command = [sys.executable, "-m", "tests.strategy.imports.installation", json.dumps(step)]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def run(self, *step):
        return said(self.begin(*step))

    def worker(self):
        command = [sys.executable, "-m", "cordee.cli.main", "worker"]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)

    def progress(self, run):
        """What is told of the work, read as any other program would."""
        if "://" not in self.database:
            file = self.folder / "jobs" / f"import-{run}.json"
            return json.loads(file.read_text()) if file.exists() else None
        with psycopg.connect(self.database) as opened:
            told = "SELECT told FROM platform_work WHERE name = %s"
            found = opened.execute(told, [f"import-{run}"]).fetchone()
        return json.loads(found[0]) if found and found[0] else None

    def seen(self):
        found = self.run("seen")
        assert found.pop("journal_holds")
        return found


def said(process):
    told, _errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return json.loads(told.splitlines()[-1])


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
    return found


@pytest.fixture
def large_file(tmp_path):
    file = tmp_path / "large.csv"
    lines = (f"P-{n};Projet {n};Direction {n % 9};En cours;{n};Axe {n % 7}" for n in range(ROWS))
    file.write_text("\n".join(["Code;Nom;Direction;Statut;Budget 2027 (k€);Objectif", *lines]))
    return file


@pytest.fixture
def installation(tmp_path, database):
    found = Installation(tmp_path / "installation", database=database)
    found.run("founded")
    return found


@pytest.fixture
def worker(installation):
    process = installation.worker()
    yield process
    process.kill()
    process.wait()


@pytest.mark.slow
def test_killed_in_the_middle_of_its_writing_an_import_leaves_nothing(
    installation, worker, large_file
):
    run = installation.run("drafted", str(large_file))["run"]
    installation.run("asked", run, "apply")

    def half_written():
        told = installation.progress(run)
        return told and told["total"] == ROWS and told["done"] >= ROWS // 3 and told

    steps = wait_until(half_written)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    assert 0 < steps["done"] < ROWS
    assert installation.seen() == NOTHING_WRITTEN | {
        "state": "running",
        "is_busy": False,
        "is_interrupted": True,
    }
    again = installation.worker()
    installation.run("asked", run, "apply")
    wait_until(lambda: installation.progress(run) is None)
    again.terminate()
    again.wait(timeout=PATIENCE)
    assert installation.seen() == ALL_WRITTEN | {
        "state": "applied",
        "is_busy": False,
        "is_interrupted": False,
    }


@pytest.mark.slow
def test_two_processes_that_apply_one_import_write_it_once(installation, large_file):
    run = installation.run("drafted", str(large_file))["run"]

    both = [installation.begin("applied", run) for _each in range(2)]
    told = [said(process) for process in both]

    counts = {"created": ROWS, "updated": 0, "unchanged": 0, "refused": 0}
    assert sorted(told, key=str)[0] == {"counts": counts}
    assert [set(each) for each in sorted(told, key=str)] == [{"counts"}, {"refused"}]
    assert installation.seen() == ALL_WRITTEN | {
        "state": "applied",
        "is_busy": False,
        "is_interrupted": False,
    }


@pytest.mark.slow
def test_an_import_under_way_is_stopped_when_asked(installation, worker, large_file):
    run = installation.run("drafted", str(large_file))["run"]
    stopping = installation.begin("stopped", run)
    assert stopping.stdout.readline() == "ready\n"
    installation.run("asked", run, "apply")

    said(stopping)
    wait_until(lambda: installation.progress(run) is None)

    assert installation.seen() == NOTHING_WRITTEN | {
        "state": "draft",
        "is_busy": False,
        "is_interrupted": False,
    }
