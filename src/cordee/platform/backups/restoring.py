"""Brings a backup back, into the database of the settings, whichever it was made on."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cordee.platform.backups import old_files, schema
from cordee.platform.backups.rows import load_rows
from cordee.platform.backups.writing import CONTENTS, FORMAT
from cordee.platform.errors import Refused


def restore_backup(file: Path, *, replace: bool) -> None:
    """Put the rows and the imported files of a backup in place, up to date with this version."""
    if not zipfile.is_zipfile(file):
        raise Refused(_("%(file)s is not a backup of Cordée.") % {"file": file})
    if not replace and _is_furnished():
        raise Refused(_("A database is already there: add --force to replace it."))
    with zipfile.ZipFile(file) as archive:
        if old_files.DATABASE in archive.namelist():
            old_files.restore_database(archive, file=file)
            call_command("migrate", verbosity=0)
        else:
            contents = _contents(archive, file=file)
            with _emptied():
                _load(archive, contents, file=file)
                call_command("migrate", verbosity=0)
        _restore_imports(archive)


def _contents(archive: zipfile.ZipFile, *, file: Path) -> dict[str, Any]:
    """What the backup says of itself; refused when it says nothing or more than we know."""
    try:
        found: dict[str, Any] = json.loads(archive.read(CONTENTS))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(_("%(file)s is not a backup of Cordée.") % {"file": file}) from error
    found["migrations"] = [(app, name) for app, name in found["migrations"]]
    unknown = schema.unknown_migrations(found["migrations"])
    if found["format"] != FORMAT or unknown:
        told = _(
            "%(file)s was made by Cordée %(version)s, newer than this one: update Cordée first."
        )
        raise Refused(told % {"file": file, "version": found["cordee"]})
    return found


def _load(archive: zipfile.ZipFile, contents: dict[str, Any], *, file: Path) -> None:
    """The tables of the backup's time with its rows, each checked against its digest."""
    schema.migrate_to(contents["migrations"])
    models = schema.tables(contents["migrations"])
    with transaction.atomic(), connection.cursor() as cursor:
        _check_constraints(at_once=False)
        for model in models:
            model._base_manager.all()._raw_delete(connection.alias)
        for model in models:
            _load_table(archive, contents["tables"], model, file=file)
        connection.check_constraints()
        _check_constraints(at_once=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _check_constraints(*, at_once: bool) -> None:
    """Rows come in any order; the update that follows, in the same transaction, alters tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {'IMMEDIATE' if at_once else 'DEFERRED'}")


def _load_table(archive: zipfile.ZipFile, told: dict[str, Any], model: Any, *, file: Path) -> None:
    label = model._meta.label_lower
    if label not in told:
        return
    try:
        with archive.open(f"rows/{label}.jsonl") as rows:
            digest = load_rows(model, rows, names=told[label]["columns"])
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _damaged(file) from error
    if digest != told[label]["sha256"]:
        raise _damaged(file)


def _damaged(file: Path) -> Refused:
    return Refused(_("%(file)s is damaged: nothing was restored.") % {"file": file})


def _is_furnished() -> bool:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return bool(connection.introspection.table_names())


@contextmanager
def _emptied() -> Iterator[None]:
    """An empty database inside, which takes the place of the present one if all goes well."""
    if connection.vendor == "sqlite":
        with _file_beside():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        yield


@contextmanager
def _file_beside() -> Iterator[None]:
    """Another SQLite file, put in place of the present one at the end."""
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        beside = Path(folder) / target.name
        connection.close()
        connection.settings_dict["NAME"] = str(beside)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(target)
        old_files.put_in_place(beside, target)


def _restore_imports(archive: zipfile.ZipFile) -> None:
    folder: Path = settings.IMPORT_DIR
    folder.mkdir(parents=True, exist_ok=True)
    for name in archive.namelist():
        if name.startswith("imports/") and Path(name).name == name.removeprefix("imports/"):
            with archive.open(name) as source, (folder / Path(name).name).open("wb") as copy:
                shutil.copyfileobj(source, copy)
