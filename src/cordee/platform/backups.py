"""One zip with the database and the imported files; and back."""

import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from cordee.platform.errors import Refused

DATABASE = "cordee.sqlite3"


def write_backup(file: Path) -> int:
    """Write a consistent picture of a running installation; the size in bytes."""
    if file.exists():
        raise Refused(_("%(file)s exists already: choose another name.") % {"file": file})
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, DATABASE)
            for path in sorted(_imported_files()):
                archive.write(path, f"imports/{path.name}")
    return file.stat().st_size


def restore_backup(file: Path, *, replace: bool) -> None:
    """Put the database and the imported files of a backup in place."""
    if not zipfile.is_zipfile(file):
        raise Refused(_("%(file)s is not a backup of Cordée.") % {"file": file})
    target = Path(connection.settings_dict["NAME"])
    if target.exists() and not replace:
        raise Refused(_("A database is already there: add --force to replace it."))
    with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as folder:
        if DATABASE not in archive.namelist():
            raise Refused(_("%(file)s is not a backup of Cordée.") % {"file": file})
        copy = Path(archive.extract(DATABASE, folder))
        _refuse_damaged(copy, file=file)
        connection.close()
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
            leftover.unlink(missing_ok=True)
        shutil.move(copy, target)
        _restore_imports(archive)


def _imported_files() -> list[Path]:
    folder: Path = settings.IMPORT_DIR
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []


def _restore_imports(archive: zipfile.ZipFile) -> None:
    folder: Path = settings.IMPORT_DIR
    folder.mkdir(parents=True, exist_ok=True)
    for name in archive.namelist():
        if name.startswith("imports/") and Path(name).name == name.removeprefix("imports/"):
            (folder / Path(name).name).write_bytes(archive.read(name))


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
