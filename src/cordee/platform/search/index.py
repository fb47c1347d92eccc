"""Puts the index in place, tells whether it has drifted, makes it again."""

from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from cordee.platform.search import postgresql, sqlite
from cordee.platform.search.kinds import ROOM, kinds


def removed(plan: Any = (), **_of_signal: Any) -> None:
    """Before the tables are altered: no trigger stands in the way (signal pre_migrate)."""
    if not plan:
        return
    with connection.cursor() as cursor:
        for name, table in _standing().items():
            cursor.execute(_dropping(name, table))


def restored(plan: Any = (), **_of_signal: Any) -> None:
    """After the tables were altered: the triggers, and the whole index if need be."""
    if settings.IN_MEMORY or not _tables_are_there():
        return
    if plan or not _is_in_place():
        rebuild()


def rebuild() -> int:
    """Make the index again from the rows; how many it holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name, table in _standing().items():
            cursor.execute(_dropping(name, table))
        cursor.execute(_dialect().dropping())
        for statement in _dialect().creation():
            cursor.execute(statement)
        for kind in kinds():
            cursor.execute(_dialect().filling(kind))
        for statement in _dialect().triggers(kinds()).values():
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM platform_search")
        return int(cursor.fetchone()[0])


def drift() -> int:
    """How many rows the index misses or holds in vain; all of them without its triggers."""
    expected = {kind.number: kind.model._base_manager.count() for kind in kinds()}
    if not _is_in_place():
        return max(1, sum(expected.values()))
    number = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {number} %% {ROOM}, count(*) FROM platform_search GROUP BY 1", [])
        held = dict(cursor.fetchall())
    return sum(abs(held.get(one, 0) - expected.get(one, 0)) for one in {*held, *expected})


def _dialect() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite


def _is_in_place() -> bool:
    return set(_standing()) == set(_dialect().triggers(kinds()))


def _tables_are_there() -> bool:
    tables = set(connection.introspection.table_names())
    return all(kind.table in tables for kind in kinds())


def _standing() -> dict[str, str]:
    """The triggers that are there, with their tables."""
    asked = (
        "SELECT tgname, c.relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT tgisinternal"
        " AND n.nspname = current_schema() AND tgname LIKE 'search!_%%' ESCAPE '!'"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        " AND name LIKE 'search!_%%' ESCAPE '!'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [])
        return dict(cursor.fetchall())


def _dropping(name: str, table: str) -> str:
    if connection.vendor == "postgresql":
        return f'DROP FUNCTION "{name}"() CASCADE'
    return f'DROP TRIGGER "{name}"'
