"""Where work is told in PostgreSQL: a table that every process of every machine reads.

It is written through connections of its own, outside the transaction of the work. A living work
holds an advisory lock on one of them; the server releases it when that connection ends, with the
process, or with the machine once it no longer answers.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cordee.platform.jobs.told import Progress, read

KEY = "hashtextextended('cordee work ' || %s, 0)"
NOTICED_DEAD = (
    "SET tcp_keepalives_idle = 20",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)
"""A machine that vanished loses its locks within a minute, not within two hours."""


def told(names: Iterable[str]) -> dict[str, Progress]:
    question = "SELECT name, told FROM platform_work WHERE told <> '' AND name = ANY(%s)"
    return {name: read(content) for name, content in _rows(question, [list(names)])}


def tell(name: str, progress: Progress) -> None:
    _write(
        "INSERT INTO platform_work (name, told, is_to_stop) VALUES (%s, %s, false)"
        " ON CONFLICT (name) DO UPDATE SET told = excluded.told",
        [name, progress.written()],
    )


def untell(name: str) -> None:
    _write("UPDATE platform_work SET told = '' WHERE name = %s", [name])


def ask_to_stop(name: str) -> None:
    _write(
        "INSERT INTO platform_work (name, told, is_to_stop) VALUES (%s, '', true)"
        " ON CONFLICT (name) DO UPDATE SET is_to_stop = true",
        [name],
    )


def is_to_stop(name: str) -> bool:
    return bool(_rows("SELECT 1 FROM platform_work WHERE name = %s AND is_to_stop", [name]))


def let_run(name: str) -> None:
    """Forget that it was asked to stop; nothing stays of work of which nothing is told."""
    _write("DELETE FROM platform_work WHERE name = %s AND told = ''", [name])
    _write("UPDATE platform_work SET is_to_stop = false WHERE name = %s", [name])


def alive(names: Iterable[str]) -> set[str]:
    """Those that a process works on: seen without trying the lock, which could be in its way."""
    held = (
        "SELECT name FROM unnest(%s::text[]) AS name WHERE " + KEY.replace("%s", "name") + " IN"
        " (SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks JOIN pg_database"
        " ON pg_database.oid = database WHERE datname = current_database()"
        " AND locktype = 'advisory' AND objsubid = 1)"
    )
    return {name for (name,) in _rows(held, [list(names)])}


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether the lock was free; if so it is held inside."""
    with _own_connection() as own, own.cursor() as cursor:
        for setting in NOTICED_DEAD:
            cursor.execute(setting)
        cursor.execute(f"SELECT pg_try_advisory_lock({KEY})", [name])
        yield bool(cursor.fetchone()[0])


def _rows(question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def _write(statement: str, values: Sequence[Any]) -> None:
    with _own_connection() as own, own.cursor() as cursor:
        cursor.execute(statement, values)


@contextmanager
def _own_connection() -> Iterator[BaseDatabaseWrapper]:
    """Another connection to the same database, outside any transaction."""
    own = connection.copy()
    try:
        yield own
    finally:
        own.close()
