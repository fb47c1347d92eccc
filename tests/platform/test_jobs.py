import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from cordee.platform import jobs
from cordee.platform.errors import Refused
from cordee.platform.jobs import Progress
from tests import postgresql

HOLDER = """
import django, time
django.setup()
from django.utils import timezone
from cordee.platform import jobs
with jobs.held("import-7", step="Writing", at=timezone.now()) as job:
    for done in range(1_000_000):
        job.advance(done % 100, 100)
        time.sleep(0.01)
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def other_process(data_dir):
    """A real process in the middle of its work, on the same database when it can be shared."""
    environment = os.environ | {
        "CORDEE_DATA_DIR": str(data_dir),
        "CORDEE_DATABASE": postgresql.address_of(connection),
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
        "PYTHONPATH": "src:.",
    }
    started = subprocess.Popen([sys.executable, "-c", HOLDER], env=environment)
    deadline = time.monotonic() + 120
    while jobs.progress("import-7") is None:
        assert time.monotonic() < deadline, "it never began"
        time.sleep(0.02)
    yield started
    started.kill()
    started.wait()


def test_nothing_is_told_of_work_nobody_asked_for():
    assert jobs.progress("import-7") is None


def test_work_asked_for_waits(now):
    jobs.announce("import-7", step="Writing", at=now)

    assert jobs.progress("import-7") == Progress("waiting", "Writing", 0, 0, now)


def test_work_under_way_says_its_step_and_how_far_it_is(now):
    with jobs.held("import-7", step="Reading", at=now) as job:
        later = now + timedelta(seconds=5)
        job.begin("Writing", at=later)
        job.advance(530, 812)

        assert jobs.progress("import-7") == Progress("running", "Writing", 530, 812, later)


def test_work_done_leaves_nothing_to_tell(now):
    with jobs.held("import-7", step="Reading", at=now):
        pass

    assert jobs.progress("import-7") is None


def test_work_that_fails_leaves_nothing_to_tell_either(now):
    with pytest.raises(ZeroDivisionError), jobs.held("import-7", step="Reading", at=now):
        raise ZeroDivisionError

    assert jobs.progress("import-7") is None


def test_progress_is_written_a_hundred_times_at_most(now):
    seen = set()
    with jobs.held("import-7", step="Writing", at=now) as job:
        for done in range(5_001):
            job.advance(done, 5_000)
            seen.add(jobs.progress("import-7"))

    assert len(seen) == 101


def test_the_time_left_follows_the_pace(now):
    told = Progress("running", "Writing", 25, 100, now)

    assert told.remaining(at=now + timedelta(seconds=10)) == timedelta(seconds=30)


@pytest.mark.parametrize(
    "told",
    [("waiting", 0, 0), ("running", 0, 100), ("running", 0, 0), ("interrupted", 50, 100)],
)
def test_the_time_left_is_unknown_without_a_pace(told, now):
    phase, done, total = told

    found = Progress(phase, "Writing", done, total, now).remaining(at=now + timedelta(seconds=10))

    assert found is None


def test_work_asked_to_stop_stops_at_its_next_step(now):
    with pytest.raises(jobs.Cancelled), jobs.held("import-7", step="Writing", at=now) as job:
        job.advance(1, 100)
        jobs.cancel("import-7")
        job.advance(2, 100)

    assert jobs.progress("import-7") is None


def test_work_cancelled_while_it_waits_never_begins(now):
    jobs.announce("import-7", step="Writing", at=now)
    jobs.cancel("import-7")

    with pytest.raises(jobs.Cancelled), jobs.held("import-7", step="Writing", at=now):
        raise AssertionError("it began")


def test_asking_again_forgets_that_it_was_cancelled(now):
    jobs.cancel("import-7")

    jobs.announce("import-7", step="Writing", at=now)

    with jobs.held("import-7", step="Writing", at=now):
        assert jobs.progress("import-7").phase == "running"


def test_another_process_is_seen_and_keeps_the_work_to_itself(other_process, now):
    assert jobs.progress("import-7").phase == "running"
    with (
        pytest.raises(Refused, match="already under way"),
        jobs.held("import-7", step="Writing", at=now),
    ):
        raise AssertionError("two processes did the same work")


def test_a_process_killed_leaves_work_that_is_seen_as_interrupted(other_process, now):
    os.kill(other_process.pid, signal.SIGKILL)
    other_process.wait()

    assert jobs.progress("import-7").phase == "interrupted"
    with jobs.held("import-7", step="Writing", at=now):
        assert jobs.progress("import-7").phase == "running"
