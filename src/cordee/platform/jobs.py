"""Long work told to whoever watches: how far it is, whether it still lives, and how to stop it.

The work itself is one database transaction, of which nothing can be seen from outside: progress
stands in a small file beside it. A living work holds a lock on a file, which the system releases
when the process ends, however it ends: without the lock, work that says it is running is over.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from cordee.platform.errors import Refused

Phase = Literal["waiting", "running", "interrupted"]


class Cancelled(Exception):
    """The work was asked to stop: its transaction must be rolled back."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of long work is."""

    phase: Phase
    step: str
    """What is being done, in words."""
    done: int
    total: int
    """Zero while nobody knows."""
    since: datetime
    """When this step began."""

    def remaining(self, *, at: datetime) -> timedelta | None:
        """The time left at the present pace; None before there is a pace."""
        elapsed = at - self.since
        if self.phase != "running" or not 0 < self.done <= self.total or elapsed <= timedelta(0):
            return None
        return elapsed * (self.total - self.done) / self.done


class Job:
    """A piece of long work under way, seen by the one who does it."""

    def __init__(self, name: str, *, told: Progress) -> None:
        self.name, self.told = name, told

    def begin(self, step: str, *, at: datetime) -> None:
        """Name what is being done from now on."""
        self._tell(replace(self.told, step=step, done=0, total=0, since=at))

    def advance(self, done: int, total: int) -> None:
        """Say how far the step is, at most a hundred times; stops the work when asked to."""
        share, before = _percent(done, total), _percent(self.told.done, self.told.total)
        if share != before or total != self.told.total:
            self._tell(replace(self.told, done=done, total=total))

    def _tell(self, told: Progress) -> None:
        if _path(self.name, "cancel").exists():
            raise Cancelled
        self.told = told
        _write(self.name, told)


def announce(name: str, *, step: str, at: datetime) -> None:
    """Say that work is wanted and waits for a worker."""
    _path(name, "cancel").unlink(missing_ok=True)
    _write(name, Progress("waiting", step, 0, 0, at))


@contextmanager
def held(name: str, *, step: str, at: datetime) -> Iterator[Job]:
    """Do the work, alone: refused while another process does it; forgotten once over."""
    told = Progress("running", step, 0, 0, at)
    with _locked(name) as is_ours:
        if not is_ours:
            raise Refused(_("This work is already under way."))
        if _path(name, "cancel").exists():
            forget(name)
            raise Cancelled
        _write(name, told)
        try:
            yield Job(name, told=told)
        finally:
            forget(name)


def progress(name: str) -> Progress | None:
    """How far the work is; None when there is none."""
    try:
        content = json.loads(_path(name, "json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    told = Progress(**content | {"since": datetime.fromisoformat(content["since"])})
    if told.phase == "running" and not _is_alive(name):
        # It may have ended between the two looks: then its file is gone.
        return replace(told, phase="interrupted") if _path(name, "json").exists() else None
    return told


def cancel(name: str) -> None:
    """Ask the work to stop at its next step."""
    _folder().mkdir(parents=True, exist_ok=True)
    _path(name, "cancel").touch()


def withdraw(name: str) -> None:
    """Stop telling of work that waits; a worker that comes to it later sees it was cancelled."""
    _path(name, "json").unlink(missing_ok=True)


def forget(name: str) -> None:
    """Remove what was told of the work."""
    for kind in ("json", "cancel"):
        _path(name, kind).unlink(missing_ok=True)


def _percent(done: int, total: int) -> int:
    return 100 * done // total if total else -1


def _write(name: str, told: Progress) -> None:
    """Readers see the old file or the new one, never half of one."""
    _folder().mkdir(parents=True, exist_ok=True)
    draft = _path(name, f"{os.getpid()}.tmp")
    content = asdict(told) | {"since": told.since.isoformat()}
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(_path(name, "json"))


def _is_alive(name: str) -> bool:
    with _locked(name) as is_free:
        return not is_free


@contextmanager
def _locked(name: str) -> Iterator[bool]:
    """Whether the lock was free; if so it is held inside."""
    _folder().mkdir(parents=True, exist_ok=True)
    with _path(name, "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _path(name: str, kind: str) -> Path:
    return _folder() / f"{name}.{kind}"


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "jobs"
