"""What `cordee doctor` and `cordee journal verify` report."""

import platform
from importlib.metadata import version
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation


def health() -> dict[str, Any]:
    """Rows by model, versions, database, migrations left to apply, and what is wrong."""
    waiting = _waiting_migrations()
    wrong = [_("The database is not up to date: run “cordee migrate”.")] if waiting else []
    rows = {} if waiting else _rows()
    if not waiting:
        wrong += [
            _("The journal of %(organisation)s is broken at line %(line)s.")
            % {"organisation": chain.organisation, "line": chain.broken_at}
            for chain in map(journal.verification, Organisation.objects.order_by("slug"))
            if not chain.holds
        ]
    return {
        "versions": {
            "cordee": version("cordee"),
            "django": django.get_version(),
            "python": platform.python_version(),
            "database": _database_version(),
        },
        "database": str(connection.settings_dict["NAME"]),
        "data": str(settings.DATA_DIR),
        "migrations": {"waiting": waiting},
        "rows": rows,
        "snapshots": {},
        "wrong": wrong,
    }


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


def _rows() -> dict[str, int]:
    ours = (m for m in apps.get_models() if m.__module__.startswith("cordee."))
    return {model._meta.label: model._default_manager.count() for model in ours}
