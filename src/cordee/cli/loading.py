"""Loads Django for a command: on the installation's database, or on one that lives in memory."""

import os


def load_installation() -> None:
    """Open the installation of CORDEE_DATA_DIR."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.settings")
    import django

    django.setup()


def bring_up_to_date(*, verbosity: int = 0) -> None:
    """Migrate; several processes that start together do it one after the other."""
    from django.core.management import call_command
    from django.db import connection

    lock = "hashtextextended('cordee migrate', 0)"
    is_shared = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_shared:
            cursor.execute(f"SELECT pg_advisory_lock({lock})")
        try:
            call_command("migrate", verbosity=verbosity)
        finally:
            if is_shared:
                cursor.execute(f"SELECT pg_advisory_unlock({lock})")


def load_in_memory(*, language: str) -> None:
    """Open an empty database that lives as long as this process: jobs on files leave no trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.settings")
    os.environ["CORDEE_DATABASE"] = "memory"
    os.environ.setdefault("CORDEE_SECRET_KEY", "one process, no session")
    import django
    from django.core.management import call_command
    from django.utils import translation

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    translation.activate(language)
