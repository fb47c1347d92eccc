"""What `cordee doctor` and `cordee journal verify` report."""

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform import journal, search
from cordee.platform.backups import schema
from cordee.platform.errors import Refused
from cordee.platform.models import ImportRun, Organisation

State = ImportRun.State


def health() -> dict[str, Any]:
    """Rows by model, versions, database, migrations left to apply, and what is wrong."""
    found: dict[str, Any] = {
        "versions": {
            "cordee": version("cordee"),
            "django": django.get_version(),
            "python": platform.python_version(),
        },
        "database": str(connection.settings_dict["NAME"]),
        "data": str(settings.DATA_DIR),
    }
    try:
        return found | _of_database(found["versions"])
    except OperationalError as error:
        told = _("The database does not answer: %(reason)s") % {"reason": str(error).strip()}
        return found | {"migrations": {}, "rows": {}, "snapshots": {}, "wrong": [told]}


def _of_database(versions: dict[str, str]) -> dict[str, Any]:
    waiting, unknown = _waiting_migrations(), _unknown_migrations()
    wrong = [_("The database is not up to date: run “cordee migrate”.")] if waiting else []
    if unknown:
        told = _("The database was brought up to date by a newer Cordée, which knows %(names)s.")
        wrong.append(told % {"names": ", ".join(unknown)})
    is_sound = not waiting and not unknown
    return {
        "versions": versions | {"database": _database_version()},
        "migrations": {"waiting": waiting, "unknown": unknown},
        "rows": _rows() if is_sound else {},
        "snapshots": {},
        "wrong": wrong + _damage() + (_of_rows() if is_sound else []),
    }


def _of_rows() -> list[str]:
    return _broken_journals() + _lost_files() + _drifted_search()


def _drifted_search() -> list[str]:
    missing = search.drift()
    if not missing:
        return []
    told = ngettext(
        "The search is %(count)d row away from the lists: run “cordee search rebuild”.",
        "The search is %(count)d rows away from the lists: run “cordee search rebuild”.",
        missing,
    )
    return [told % {"count": missing}]


def _damage() -> list[str]:
    """What SQLite finds in its own file; a server looks after itself."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        found = [row[0] for row in cursor.execute("PRAGMA quick_check(3)").fetchall()]
        dangling = cursor.execute("PRAGMA foreign_key_check").fetchmany(3)
    damage = [] if found == ["ok"] else found
    damage += [f"{table} {row} → {parent}" for table, row, parent, _key in dangling]
    told = _("The database file is damaged: %(damage)s. Restore a backup.")
    return [told % {"damage": "; ".join(damage)}] if damage else []


def _broken_journals() -> list[str]:
    chains = map(journal.verification, Organisation.objects.order_by("slug"))
    told = _("The journal of %(organisation)s is broken at line %(line)s.")
    return [
        told % {"organisation": chain.organisation, "line": chain.broken_at}
        for chain in chains
        if not chain.holds
    ]


def _lost_files() -> list[str]:
    """Imports whose file cannot be read from here: another machine's folder, perhaps."""
    folder = Path(settings.IMPORT_DIR)
    open_runs = ImportRun.objects.filter(state__in=[State.DRAFT, State.WAITING, State.RUNNING])
    kept = open_runs.order_by("pk").values_list("file_name", "stored_as")
    lost = [name for name, stored_as in kept if not (folder / stored_as).is_file()]
    if not lost:
        return []
    told = ngettext(
        "The file of %(count)d import is not in %(folder)s: %(names)s.",
        "The files of %(count)d imports are not in %(folder)s: %(names)s.",
        len(lost),
    )
    return [told % {"count": len(lost), "folder": folder, "names": ", ".join(lost[:3])}]


def journal_state(*, slug: str, expected_head: str) -> dict[str, Any]:
    """Whether the chains hold, one by one; a head asked for must be in one of them."""
    organisations = Organisation.objects.order_by("slug")
    if slug:
        organisations = organisations.filter(slug=slug)
        if not organisations.exists():
            raise Refused(_("No organisation is called “%(slug)s”.") % {"slug": slug})
    chains = [journal.verification(o, expected_head=expected_head) for o in organisations]
    found = not expected_head or any(chain.head_found for chain in chains)
    return {
        "holds": found and all(chain.broken_at is None for chain in chains),
        "head_found": found,
        "chains": [
            {
                "organisation": chain.organisation,
                "entries": chain.entries,
                "head": chain.head,
                "broken_at": chain.broken_at,
            }
            for chain in chains
        ],
    }


def _database_version() -> str:
    is_server = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if is_server else "SELECT sqlite_version()")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def _waiting_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _unknown_migrations() -> list[str]:
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("cordee.")}
    unknown = schema.unknown_migrations(schema.applied_migrations())
    return [f"{app}.{name}" for app, name in unknown if app in ours]


def _rows() -> dict[str, int]:
    ours = (m for m in apps.get_models() if m.__module__.startswith("cordee."))
    return {model._meta.label: model._default_manager.count() for model in ours}
