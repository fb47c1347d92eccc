"""Erases every row of an organisation; of its journal the chain stays, without any name."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Model

from cordee.platform import journal
from cordee.platform.archives import belongings, kept_files
from cordee.platform.models import Entry, ImportRun, Organisation, User

STAYING: tuple[type[Model], ...] = (Entry, Organisation)
"""The lines of the journal and what they are chained to: a number, without a name."""


def erase_rows(organisation: Organisation, *, by: User, at: datetime) -> list[Path]:
    """Empty every table of its rows, inside the caller's transaction; the files left to remove.

    What a line of the journal says of names goes with them. The last line seals what stays of the
    others, so that the chain is still verified to its end and a rewriting still shows.
    """
    files = [*_imported_files(organisation), *kept_files(organisation)]
    seal = journal.seal(organisation)
    for table in belongings():
        if table.model not in STAYING:
            table.rows(organisation)._raw_delete(connection.alias)
    Entry.objects.filter(organisation=organisation).update(detail={}, reason="")
    _without_name(organisation, at=at)
    journal.record(journal.SEALING, organisation, by=by, at=at, detail=seal)
    return files


def _without_name(organisation: Organisation, *, at: datetime) -> None:
    name = f"erased-{organisation.pk}"
    nameless = Organisation(pk=organisation.pk, name=name, slug=name, erased_at=at)
    nameless.save(force_update=True)


def _imported_files(organisation: Organisation) -> list[Path]:
    runs = ImportRun.objects.filter(organisation=organisation).exclude(stored_as="")
    names = runs.values_list("stored_as", flat=True)
    return [path for name in names for path in Path(settings.IMPORT_DIR).glob(f"{name}*")]
