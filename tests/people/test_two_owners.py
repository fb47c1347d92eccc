"""Two owners who demote each other at the same time, each in a process of their own."""

import json
import os
import select
import shutil
import subprocess
import sys

import pytest

from tests.people.two_owners import CAMILLE, HELENE

PATIENCE = 240


@pytest.fixture
def begin(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path)
    environment = os.environ | {
        "CORDEE_DATA_DIR": str(tmp_path),
        "CORDEE_SECRET_KEY": "of these processes only",
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
        "PYTHONPATH": "src:.",
    }
    begun = []

    def begin(*step):
        command = [sys.executable, "-m", "tests.people.two_owners", *step]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            command, env=environment, stdin=pipe, stdout=pipe, text=True, bufsize=1
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def go_on(process):
    process.stdin.write("\n")


def hears(process):
    return process.stdout.readline().strip()


def is_silent(process, seconds):
    return not select.select([process.stdout], [], [], seconds)[0]


def test_of_two_owners_who_demote_each_other_at_once_one_stays(begin):
    begin("founded").communicate(timeout=PATIENCE)
    first, second = begin("demoted", HELENE, CAMILLE), begin("demoted", CAMILLE, HELENE)
    ready = [hears(first), hears(second)]

    go_on(first)
    told = [hears(first)]
    go_on(second)
    waited = is_silent(second, 1.5)
    go_on(first)
    first.wait(PATIENCE)
    told.append(hears(second))

    assert (ready, waited, told) == (["ready", "ready"], True, ["demoted", "refused"])
    roles = json.loads(begin("roles").communicate(timeout=PATIENCE)[0])
    assert roles == [[CAMILLE, "owner"], [HELENE, "reader"]]
