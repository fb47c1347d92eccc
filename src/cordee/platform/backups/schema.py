"""The tables as the migrations applied left them: a backup is read and written in its own shape.

A backup may be taken before an update, by the new programs on the old tables, and restored after
it: its rows go into the tables of their time, which are then brought up to date.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

Migration = tuple[str, str]
PASSING = {"sessions.Session", "platform.Work"}
"""What is not kept: who is signed in at this moment, and what is told of work under way."""


def applied_migrations() -> list[Migration]:
    return sorted(MigrationLoader(connection).applied_migrations)


def unknown_migrations(migrations: Iterable[Migration]) -> list[Migration]:
    """Those that this version of Cordée has never heard of."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations) | set(loader.replacements)
    return sorted(set(migrations) - known)


def tables(migrations: Iterable[Migration]) -> list[type[Model]]:
    """The models of that time, in the order of their tables' names."""
    loader = MigrationLoader(connection)
    nodes = [node for node in migrations if node in loader.graph.nodes]
    models = loader.project_state(nodes).apps.get_models(include_auto_created=True)
    kept = (m for m in models if m._meta.managed and m._meta.label not in PASSING)
    return sorted(kept, key=lambda model: model._meta.db_table)


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns that are written; the database computes the others."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def migrate_to(migrations: Iterable[Migration]) -> None:
    """Give an empty database the tables of that time, without any row."""
    wanted = set(migrations)
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    executor.migrate([node for node in sorted(wanted) if not _goes_on(graph, node, wanted)])


def _goes_on(graph: MigrationGraph, node: Migration, wanted: set[Migration]) -> bool:
    """Whether a later migration of the same app is wanted too."""
    after = (child.key for child in graph.node_map[node].children)
    return any(key in wanted and key[0] == node[0] for key in after)
