"""Backups of Cordée 0.1's first days: a copy of the SQLite file itself."""

import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from cordee.platform.errors import Refused

DATABASE = "cordee.sqlite3"


def restore_database(archive: zipfile.ZipFile, *, file: Path) -> None:
    """Put the file in place; a file of SQLite goes back to SQLite only."""
    if connection.vendor != "sqlite":
        told = _("%(file)s holds a SQLite file: restore it on SQLite, then make a new backup.")
        raise Refused(told % {"file": file})
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(archive.extract(DATABASE, folder))
        _refuse_damaged(copy, file=file)
        connection.close()
        put_in_place(copy, target)


def put_in_place(copy: Path, target: Path) -> None:
    for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.move(copy, target)


def _refuse_damaged(copy: Path, *, file: Path) -> None:
    database = sqlite3.connect(copy)
    try:
        sound = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    finally:
        database.close()
    if not sound:
        raise Refused(_("%(file)s is damaged: nothing was restored.") % {"file": file})
