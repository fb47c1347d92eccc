"""Charts are drawn by a program apart, which holds a V8 and ends when nothing is asked of it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import Any

IDLE = 5.0
"""Seconds after which a program that nobody asks anything ends, and gives its memory back."""
PATIENCE = 10.0
"""Seconds left to one drawing; a program that takes longer is ended."""
TRIES = 2


class NotDrawn(Exception):
    """The program that draws ended, or stayed silent, as often as it was tried."""


@dataclass(slots=True)
class Drawer:
    """One program that draws, started when first asked: one drawing at a time."""

    fonts: Path
    idle: float = IDLE
    program: "subprocess.Popen[bytes] | None" = None
    turn: Lock = field(default_factory=Lock)

    def svg(self, asked: dict[str, Any]) -> str:
        """What vl-convert draws of a specification; ValueError says what it refuses."""
        with self.turn:
            for _attempt in range(TRIES):
                answer = self._answer(json.dumps(asked).encode() + b"\n")
                if answer is not None:
                    return _read(answer)
        raise NotDrawn

    def _answer(self, question: bytes) -> bytes | None:
        """The whole line of the answer; nothing when the program ended before saying it."""
        program = self._running()
        assert program.stdin
        assert program.stdout
        too_late = Timer(PATIENCE, program.kill)
        too_late.start()
        try:
            program.stdin.write(question)
            program.stdin.flush()
            line = program.stdout.readline()
        except OSError:
            line = b""
        finally:
            too_late.cancel()
        if line.endswith(b"\n"):
            return line
        self.stop()
        return None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.program is None or self.program.poll() is not None:
            self.stop()
            self.program = _started(self.fonts, idle=self.idle)
        return self.program

    def stop(self) -> None:
        """End the program, if there is one, and close what leads to it."""
        if self.program is None:
            return
        self.program.kill()
        self.program.wait()
        for pipe in (self.program.stdin, self.program.stdout):
            _close(pipe)
        self.program = None


def _started(fonts: Path, *, idle: float) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(folder for folder in sys.path if folder)
    program = subprocess.Popen(  # our own module, no word of a visitor
        [sys.executable, "-P", "-m", __name__, str(fonts), str(idle)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )
    # Someone must learn that it ended, or the system keeps its name in the list of processes.
    Thread(target=program.wait, daemon=True, name="end of drawing").start()
    return program


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what was left to write has no reader any more


def _read(answer: bytes) -> str:
    told = json.loads(answer)
    if "refused" in told:
        raise ValueError(told["refused"])
    return str(told["svg"])


def draw_until_idle(fonts: Path, *, idle: float) -> None:
    """The program itself: a line asks, a line answers; it ends with who started it, or unused."""
    import vl_convert

    # Ctrl-C reaches every process of a terminal: this one ends when nobody can ask any more.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if fonts.is_dir():
        vl_convert.register_font_directory(str(fonts))
    with open(sys.stdin.fileno(), "rb", closefd=False) as questions:
        for line in questions:
            sys.stdout.buffer.write(json.dumps(_drawn(vl_convert, line)).encode() + b"\n")
            sys.stdout.buffer.flush()
            unused = Timer(idle, os._exit, (0,))
            unused.daemon = True
            unused.start()
            questions.peek(1)  # waits until more is asked, or nobody can ask any more
            unused.cancel()


def _drawn(converter: Any, line: bytes) -> dict[str, str]:
    try:
        return {"svg": converter.vegalite_to_svg(**json.loads(line))}
    except ValueError as refusal:
        return {"refused": str(refusal)}


if __name__ == "__main__":
    draw_until_idle(Path(sys.argv[1]), idle=float(sys.argv[2]))
