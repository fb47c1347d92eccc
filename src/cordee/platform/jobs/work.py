"""What is asked of long work, and what it says while it is done.

The work itself is one database transaction, of which nothing can be seen from outside: progress
stands beside it, and a lock that nobody holds says that the work was interrupted.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.jobs import files, tables
from cordee.platform.jobs.told import Progress


class Cancelled(Exception):
    """The work was asked to stop: its transaction must be rolled back."""


class Board(Protocol):
    """Where work is told: modules `files` and `tables`."""

    def told(self, names: Iterable[str]) -> dict[str, Progress]: ...
    def tell(self, name: str, progress: Progress) -> None: ...
    def untell(self, name: str) -> None: ...
    def ask_to_stop(self, name: str) -> None: ...
    def is_to_stop(self, name: str) -> bool: ...
    def let_run(self, name: str) -> None: ...
    def alive(self, names: Iterable[str]) -> set[str]: ...
    def alone(self, name: str) -> AbstractContextManager[bool]: ...


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
        if _board().is_to_stop(self.name):
            raise Cancelled
        self.told = told
        _board().tell(self.name, told)


def announce(name: str, *, step: str, at: datetime) -> None:
    """Say that work is wanted and waits for a worker."""
    _board().let_run(name)
    _board().tell(name, Progress("waiting", step, 0, 0, at))


@contextmanager
def held(name: str, *, step: str, at: datetime) -> Iterator[Job]:
    """Do the work, alone: refused while another process does it; forgotten once over."""
    told = Progress("running", step, 0, 0, at)
    with _board().alone(name) as is_ours:
        if not is_ours:
            raise Refused(_("This work is already under way."))
        if _board().is_to_stop(name):
            forget(name)
            raise Cancelled
        _board().tell(name, told)
        try:
            yield Job(name, told=told)
        finally:
            forget(name)


def progress(name: str) -> Progress | None:
    """How far the work is; None when there is none."""
    return all_progress([name]).get(name)


def all_progress(names: Iterable[str]) -> dict[str, Progress]:
    """How far each is, of those of which something is told."""
    told = _board().told(names)
    running = [name for name, one in told.items() if one.phase == "running"]
    dead = set(running) - _board().alive(running) if running else set()
    # One may have ended between the two looks: then nothing is told any more.
    over = dead - set(_board().told(dead)) if dead else set()
    return {
        name: replace(one, phase="interrupted") if name in dead else one
        for name, one in told.items()
        if name not in over
    }


def cancel(name: str) -> None:
    """Ask the work to stop at its next step."""
    _board().ask_to_stop(name)


def withdraw(name: str) -> None:
    """Stop telling of work that waits; a worker that comes to it later sees it was cancelled."""
    _board().untell(name)


def forget(name: str) -> None:
    """Remove what was told of the work."""
    _board().untell(name)
    _board().let_run(name)


def _percent(done: int, total: int) -> int:
    return 100 * done // total if total else -1


def _board() -> Board:
    """PostgreSQL may have several machines at work; SQLite has one, with one writer."""
    return tables if connection.vendor == "postgresql" else files
