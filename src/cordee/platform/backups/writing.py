"""Writes a backup: a consistent picture of a running installation, in one zip."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cordee.platform.backups import schema
from cordee.platform.backups.rows import write_rows
from cordee.platform.errors import Refused

CONTENTS = "contents.json"
FORMAT = 2


def write_backup(file: Path) -> int:
    """Write every row and every imported file; the size in bytes."""
    if file.exists():
        raise Refused(_("%(file)s exists already: choose another name.") % {"file": file})
    draft = file.with_name(f".{file.name}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive, one_moment():
            _write_tables(archive)
            for path in sorted(_imported_files()):
                archive.write(path, f"imports/{path.name}")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return file.stat().st_size


def _write_tables(archive: zipfile.ZipFile) -> None:
    migrations = schema.applied_migrations()
    tables = {}
    for model in schema.tables(migrations):
        with archive.open(f"rows/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as rows:
            tables[model._meta.label_lower] = write_rows(model, rows)
    contents = {
        "format": FORMAT,
        "cordee": version("cordee"),
        "migrations": migrations,
        "tables": tables,
    }
    archive.writestr(CONTENTS, json.dumps(contents, ensure_ascii=False, indent=1))


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # atomic() would keep every writer waiting
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _imported_files() -> list[Path]:
    folder: Path = settings.IMPORT_DIR
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
