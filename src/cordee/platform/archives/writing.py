"""Writes the archive of an organisation: every row of it, its files, its journal, nothing else."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.archives.belongings import ELSEWHERE, OF_PEOPLE, Table, belongings
from cordee.platform.backups.rows import BATCH, told
from cordee.platform.backups.writing import one_moment
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import ImportRun, Organisation, User

MANIFEST, README, FORMAT = "manifest.json", "README.txt", 1
PEOPLE = "people"
Progress = Callable[[int, int], None]
TEXT = """\
{name}
Archive of an organisation, written by Cordée {version} on {day}.

manifest.json   what is in this file: each table with its rows and their SHA-256, each file, the
                head of the journal, what was left out and why.
rows/*.jsonl    one table a file, one row a line, in JSON; a column that ends in _id holds the id
                of a row of another table. Dates are ISO 8601 in UTC; amounts are texts, so that
                no digit is lost; bytes are base64.
rows/people.jsonl   names and e-mails of the accounts that those rows mention.
files/*         the files that were imported, under the names of rows/platform.importrun.jsonl.

Never in it: passwords, tokens, links, second factors, nor anything of another organisation.
Check it: cordee journal verify --archive FILE
"""


@dataclass(slots=True)
class Told:
    """What the manifest says, filled while the archive is written."""

    tables: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    accounts: set[int] = field(default_factory=set)


def write_archive(
    organisation: Organisation, file: Path, *, at: datetime, progress: Progress | None = None
) -> int:
    """Write it beside, then put it in place; how many rows it holds."""
    if file.exists():
        raise Refused(_("%(file)s exists already: choose another name.") % {"file": file})
    draft = file.with_name(f".{file.name}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive, _seen_at_once():
            said = _rows_written(archive, organisation, progress=progress or _unwatched)
            _files_written(archive, organisation, said)
            _manifest_written(archive, organisation, said, at=at)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return sum(one["rows"] for one in said.tables.values())


def _unwatched(_done: int, _total: int) -> None:
    """Nobody looks."""


@contextmanager
def _seen_at_once() -> Iterator[None]:
    """All rows are of one moment: that of the transaction one is in, else one of their own."""
    if connection.in_atomic_block:
        yield
        return
    with one_moment():
        yield


def _rows_written(
    archive: zipfile.ZipFile, organisation: Organisation, *, progress: Progress
) -> Told:
    said, tables = Told(), belongings()
    total = sum(table.rows(organisation).count() for table in tables)
    done = 0
    for table in tables:
        with archive.open(f"rows/{table.label}.jsonl", "w", force_zip64=True) as lines:
            digest, before = hashlib.sha256(), done
            for row in _rows(table, organisation):
                said.accounts.update(row[name] for name in table.accounts if row[name])
                lines.write(_line(row, digest))
                done += 1
                if done % BATCH == 0:
                    progress(done, total)
        said.tables[table.label] = _told_of(table, done - before, digest)
    _people_written(archive, said)
    return said


def _rows(table: Table, organisation: Organisation) -> Iterator[dict[str, Any]]:
    found = table.rows(organisation).order_by("pk").values(*table.columns)
    return found.iterator(chunk_size=BATCH)


def _line(row: dict[str, Any], digest: Any) -> bytes:
    said = json.dumps({name: told(value) for name, value in row.items()}, ensure_ascii=False)
    line = f"{said}\n".encode()
    digest.update(line)
    return line


def _told_of(table: Table, rows: int, digest: Any) -> dict[str, Any]:
    return {"rows": rows, "sha256": digest.hexdigest(), "left_out": list(table.left_out)}


def _people_written(archive: zipfile.ZipFile, said: Told) -> None:
    """The accounts that the rows name: without them, nobody would know who wrote what."""
    digest, accounts = hashlib.sha256(), sorted(said.accounts)
    with archive.open(f"rows/{PEOPLE}.jsonl", "w") as lines:
        for start in range(0, len(accounts), BATCH):
            batch = User.objects.filter(pk__in=accounts[start : start + BATCH])
            for row in batch.order_by("pk").values(*OF_PEOPLE):
                lines.write(_line(row, digest))
    said.tables[PEOPLE] = {"rows": len(accounts), "sha256": digest.hexdigest(), "left_out": []}


def _files_written(archive: zipfile.ZipFile, organisation: Organisation, said: Told) -> None:
    runs = ImportRun.objects.filter(organisation=organisation).order_by("pk")
    for stored_as in runs.values_list("stored_as", flat=True):
        path = Path(settings.IMPORT_DIR) / stored_as
        if stored_as and path.is_file():
            with path.open("rb") as source, archive.open(f"files/{stored_as}", "w") as copy:
                shutil.copyfileobj(source, copy)
            with path.open("rb") as source:
                digest = hashlib.file_digest(source, "sha256").hexdigest()
            said.files[f"files/{stored_as}"] = {"bytes": path.stat().st_size, "sha256": digest}


def _manifest_written(
    archive: zipfile.ZipFile, organisation: Organisation, said: Told, *, at: datetime
) -> None:
    chain = journal.verification(organisation)
    manifest = {
        "format": FORMAT,
        "cordee": version("cordee"),
        "written_at": told(at),
        "organisation": {"id": organisation.pk, "slug": organisation.slug},
        "tables": said.tables,
        "files": said.files,
        "journal": {"entries": chain.entries, "head": chain.head, "holds": chain.holds},
        "elsewhere": {label.lower(): str(why) for label, why in ELSEWHERE.items()},
    }
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    text = TEXT.format(name=organisation.name, version=manifest["cordee"], day=told(day_of(at)))
    archive.writestr(README, text)
