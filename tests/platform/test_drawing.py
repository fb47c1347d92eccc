import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from cordee.platform.drawing import Drawer, NotDrawn

FAR = 3600.0
"""Longer than any test: a program that ends does not end because it was idle."""


def asked(value=1):
    spec = {
        "mark": {"type": "text", "text": f"n° {value}"},
        "data": {"values": [{}]},
    }
    return {"vl_spec": json.dumps(spec), "allowed_base_urls": []}


@pytest.fixture
def drawer(tmp_path):
    drawer = Drawer(tmp_path / "no fonts", idle=FAR)
    yield drawer
    drawer.stop()


def test_one_program_draws_all_that_a_process_asks(drawer):
    first = drawer.svg(asked(1))
    program = drawer.program
    second = drawer.svg(asked(2))

    assert drawer.program is program
    assert ("n° 1" in first, "n° 2" in second) == (True, True)


def test_two_who_ask_at_once_have_each_their_drawing(drawer):
    ready = Barrier(4)

    def ask(number):
        ready.wait()
        return f"n° {number}<" in drawer.svg(asked(number))

    with ThreadPoolExecutor(4) as visitors:
        assert list(visitors.map(ask, range(4))) == [True] * 4


def test_a_program_that_was_killed_is_replaced(drawer):
    drawer.svg(asked(1))
    killed = drawer.program
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()

    again = drawer.svg(asked(2))

    assert "n° 2" in again
    assert drawer.program is not killed


def test_a_program_that_ends_while_it_is_asked_is_tried_once_more(drawer, monkeypatch):
    drawer.svg(asked(1))
    killed = drawer.program
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    # As when it ends between the look at it and the question.
    monkeypatch.setattr(killed, "poll", lambda: None)

    again = drawer.svg(asked(2))

    assert "n° 2" in again


def test_a_program_that_always_ends_is_not_tried_for_ever(drawer, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(NotDrawn):
        drawer.svg(asked())

    assert drawer.program is None


def test_what_is_refused_is_said_and_the_program_stays(drawer):
    drawer.svg(asked())
    program = drawer.program

    with pytest.raises(ValueError, match="key must be a string"):
        drawer.svg({"vl_spec": "{no", "allowed_base_urls": []})

    assert "n° 3" in drawer.svg(asked(3))
    assert drawer.program is program


def test_a_program_that_nobody_asks_anything_ends_by_itself(tmp_path):
    drawer = Drawer(tmp_path, idle=0.01)

    drawer.svg(asked(1))

    assert drawer.program.wait() == 0
    assert "n° 2" in drawer.svg(asked(2))
    drawer.program.wait()
    drawer.stop()


def test_nothing_stays_behind_a_process_that_is_killed(tmp_path):
    program = (
        "import json, os, sys; from pathlib import Path;"
        "from cordee.platform.drawing import Drawer;"
        f"drawer = Drawer(Path({str(tmp_path)!r}), idle={FAR});"
        "drawer.svg(json.loads(sys.argv[1]));"
        "print(drawer.program.pid, 'vl_convert' in sys.modules, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    killed = subprocess.run(
        [sys.executable, "-c", program, json.dumps(asked())],
        env=env,
        capture_output=True,
        check=False,
    )

    # `run` waits until nobody holds stderr: the program that draws, which shares it, has ended.
    drew, has_v8 = killed.stdout.split()
    assert (killed.returncode, has_v8) == (-signal.SIGKILL, b"False")
    assert not Path(f"/proc/{int(drew)}/exe").exists()
