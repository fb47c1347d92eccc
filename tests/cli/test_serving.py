"""The processes that serve: all end on one Ctrl-C, which reaches every one of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cordee.cli.serving import SERVERS
from tests.cli.test_several_processes import answers, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc"),
]
PATIENCE = 120
ALL = 2 + min(SERVERS, os.cpu_count() or 1)
"""The first process, the worker, and those that answer."""


def processes_of(group):
    """The numbers of the processes that a terminal would interrupt together."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [number for number in numbers if group_of(number) == group]


def group_of(number):
    try:
        return os.getpgid(number)
    except ProcessLookupError:  # it ended meanwhile
        return None


def heeds_interrupts(pid):
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return not int(told["SigBlk"], 16) >> (signal.SIGINT - 1) & 1


def test_one_interruption_from_the_terminal_ends_every_process(installed, tmp_path):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "cordee.cli.main", "serve", "--port", str(port)],
        env=os.environ | {"CORDEE_DATA_DIR": str(tmp_path / "var")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until_answered(f"http://127.0.0.1:{port}", every=server.pid)
        running = processes_of(server.pid)
        heeding = [pid for pid in running if heeds_interrupts(pid)]
        os.killpg(server.pid, signal.SIGINT)
        code = server.wait(timeout=PATIENCE)

        assert (heeding, code) == ([server.pid], 0)
        assert len(running) == ALL
        assert processes_of(server.pid) == []
    finally:
        for pid in processes_of(server.pid):
            os.kill(pid, signal.SIGKILL)


def until_answered(address, *, every):
    """Wait for an answer, and for all the processes of this group."""
    deadline = time.monotonic() + PATIENCE
    while len(processes_of(every)) < ALL or not answers(address):
        assert time.monotonic() < deadline, "it never answered"
        time.sleep(0.2)
