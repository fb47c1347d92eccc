"""Where work is told beside a SQLite database: small files of the data folder.

SQLite has one writer, and it is the work itself: nothing could be told through it. A living work
holds a lock on a file, which the system releases when the process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from cordee.platform.jobs.told import Progress, read


def told(names: Iterable[str]) -> dict[str, Progress]:
    found = {}
    for name in names:
        with suppress(FileNotFoundError):
            found[name] = read(_path(name, "json").read_text(encoding="utf-8"))
    return found


def tell(name: str, progress: Progress) -> None:
    """Readers see the old file or the new one, never half of one."""
    draft = _path(name, f"{os.getpid()}.tmp")
    draft.write_text(progress.written(), encoding="utf-8")
    draft.replace(_path(name, "json"))


def untell(name: str) -> None:
    _path(name, "json").unlink(missing_ok=True)


def ask_to_stop(name: str) -> None:
    _path(name, "cancel").touch()


def is_to_stop(name: str) -> bool:
    return _path(name, "cancel").exists()


def let_run(name: str) -> None:
    """Forget that it was asked to stop."""
    _path(name, "cancel").unlink(missing_ok=True)


def alive(names: Iterable[str]) -> set[str]:
    """Those that a process works on."""
    return {name for name in names if _is_held(name)}


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether the lock was free; if so it is held inside."""
    with _path(name, "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _is_held(name: str) -> bool:
    with alone(name) as is_free:
        return not is_free


def _path(name: str, kind: str) -> Path:
    folder = Path(settings.DATA_DIR) / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.{kind}"
