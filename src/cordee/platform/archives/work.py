"""Archives asked for by an owner, written by the worker, downloaded for some days, then gone."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from cordee.platform import jobs, journal
from cordee.platform.access import Reader
from cordee.platform.archives.writing import write_archive
from cordee.platform.errors import Refused
from cordee.platform.models import Archive, Organisation, User

State = Archive.State


@dataclass(frozen=True, slots=True)
class Standing:
    """An archive, and how far its writing is."""

    archive: Archive
    progress: jobs.Progress | None

    @property
    def is_busy(self) -> bool:
        waits = self.archive.state == State.WAITING
        return waits and self.progress is not None and self.progress.phase != "interrupted"

    @property
    def is_stopped(self) -> bool:
        """Its worker lives no more: it may be asked for again."""
        return self.archive.state == State.WAITING and not self.is_busy


def archives(reader: Reader) -> QuerySet[Archive]:
    """Those of the organisation, the latest first."""
    found = Archive.objects.filter(organisation=reader.organisation).select_related("by")
    return found.select_related("organisation").order_by("-asked_at", "-pk")


def standing(rows: Iterable[Archive]) -> list[Standing]:
    """Each with how far its writing is."""
    listed = list(rows)
    told = jobs.all_progress(_name(one.pk) for one in listed if one.state == State.WAITING)
    return [Standing(one, told.get(_name(one.pk))) for one in listed]


def ask_for_archive(organisation: Organisation, *, by: User, at: datetime) -> Archive:
    """Leave the writing to the worker; one at a time."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        waiting = Archive.objects.filter(organisation=organisation, state=State.WAITING)
        if any(one.is_busy for one in standing(waiting)):
            raise Refused(_("An archive is already being written."))
        waiting.update(state=State.FAILED)
        archive = Archive.objects.create(
            organisation=organisation,
            by=by,
            asked_at=at,
            expires_at=at + timedelta(days=settings.ARCHIVE_DAYS),
            stored_as=f"{uuid.uuid4().hex}.zip",
        )
        journal.record("platform.export_organisation", organisation, by=by, at=at)
        jobs.announce(_name(archive.pk), step=_("Waiting for the worker"), at=at)
        keep_archive.enqueue(archive.pk, translation.get_language() or "fr")
    return archive


def opened_archive(archive: Archive, *, by: User, at: datetime) -> Path:
    """The file of an archive, as long as it is kept; the journal knows who took it."""
    path = _path(archive)
    if archive.state != State.READY or archive.expires_at <= at or not path.is_file():
        raise Refused(_("This archive is no longer kept: ask for another one."))
    with transaction.atomic():
        journal.record("platform.download_archive", archive.organisation, by=by, at=at)
    return path


def file_name(archive: Archive) -> str:
    """What an archive is called where it is taken to."""
    return f"{archive.organisation.slug}-{archive.asked_at:%Y-%m-%d}.zip"


def clear_archives(*, at: datetime) -> int:
    """Remove the files of those whose days are over; how many."""
    over = list(Archive.objects.filter(state=State.READY, expires_at__lte=at))
    for archive in over:
        _path(archive).unlink(missing_ok=True)
    Archive.objects.filter(pk__in=[one.pk for one in over]).update(state=State.GONE)
    return len(over)


def kept_files(organisation: Organisation) -> list[Path]:
    """The files of its archives: they go with the organisation."""
    return [_path(one) for one in Archive.objects.filter(organisation=organisation)]


@task()
def keep_archive(archive_pk: int, language: str) -> None:
    """Write one archive. Run by the worker."""
    with (
        translation.override(language),
        suppress(jobs.Cancelled),
        jobs.held(_name(archive_pk), step=_("Writing the archive"), at=timezone.now()) as job,
    ):
        archive = Archive.objects.filter(pk=archive_pk, state=State.WAITING).first()
        if archive is None:
            return
        try:
            _keep(archive, job=job)
        except BaseException:
            Archive.objects.filter(pk=archive_pk).update(state=State.FAILED)
            raise


def _keep(archive: Archive, *, job: jobs.Job) -> None:
    path = _path(archive)
    path.parent.mkdir(parents=True, exist_ok=True)
    organisation = Organisation.objects.get(pk=archive.organisation_id)
    rows = write_archive(organisation, path, at=timezone.now(), progress=job.advance)
    path.chmod(0o600)
    kept = Archive.objects.filter(pk=archive.pk)
    kept.update(state=State.READY, rows=rows, size=path.stat().st_size)


def _path(archive: Archive) -> Path:
    return Path(settings.ARCHIVE_DIR) / archive.stored_as


def _name(archive_pk: int) -> str:
    return f"archive-{archive_pk}"
