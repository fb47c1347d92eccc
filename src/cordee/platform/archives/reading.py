"""Reads an archive again, without any database: what it holds is what it says, its chain holds."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.archives.writing import MANIFEST
from cordee.platform.errors import Refused
from cordee.platform.models import Entry, Organisation

CHUNK = 1 << 20


def archive_state(file: Path, *, expected_head: str = "") -> dict[str, Any]:
    """Whether every table and file is as it was written, and the chain of the journal holds."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            damaged = sorted(_damaged(archive, manifest))
            chain = _chain(archive, manifest, expected_head=expected_head)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(_("%(file)s is not an archive of Cordée.") % {"file": file}) from error
    is_same = chain.head == manifest["journal"]["head"]
    return {
        "holds": chain.holds and is_same and not damaged,
        "head_found": chain.head_found,
        "damaged": damaged,
        "chains": [
            {
                "organisation": chain.organisation,
                "entries": chain.entries,
                "head": chain.head,
                "broken_at": chain.broken_at,
            }
        ],
    }


def _damaged(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    expected = {f"rows/{label}.jsonl": one["sha256"] for label, one in manifest["tables"].items()}
    expected |= {name: one["sha256"] for name, one in manifest["files"].items()}
    kept = set(archive.namelist())
    for name, digest in expected.items():
        if name not in kept or _digest(archive, name) != digest:
            yield name


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as content:
        while block := content.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _chain(
    archive: zipfile.ZipFile, manifest: dict[str, Any], *, expected_head: str
) -> journal.Verification:
    told = manifest["organisation"]
    organisation = Organisation(pk=told["id"], slug=told["slug"])
    with archive.open("rows/platform.entry.jsonl") as lines:
        return journal.chain_verified(
            _entries(lines), organisation=organisation, expected_head=expected_head
        )


def _entries(lines: IO[bytes]) -> Iterator[Entry]:
    for line in lines:
        row = json.loads(line)
        row["at"], row["actor"] = datetime.fromisoformat(row["at"]), UUID(row["actor"])
        yield Entry(**row)
