"""Board packs asked for, made by the worker, taken for some days, then forgotten."""

import logging
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from cordee.people.queries import reader_of
from cordee.platform import jobs, journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation
from cordee.reports.board_pack import asked_pack
from cordee.reports.contents import BoardPack
from cordee.reports.documents import KINDS, pack_name, write_board_pack
from cordee.reports.models import Pack, SlideTemplate
from cordee.reports.queries import job_name, packs, path_of
from cordee.reports.queries.packs import is_under_way
from cordee.strategy.queries import chosen_basis
from cordee.strategy.queries.editions import packable_editions

State = Pack.State
MOST_KEPT = 20
"""Packs kept for one person: the oldest are forgotten before their days are over."""
MOST_ATTEMPTS = 3
"""A pack whose worker died as often is what kills it."""
logger = logging.getLogger(__name__)


def ask_for_pack(
    reader: Reader,
    *,
    basis: str,
    edition: int | None,
    language: str,
    at: datetime,
    kinds: Sequence[str] = KINDS,
    template: SlideTemplate | None = None,
) -> Pack:
    """Leave the making to the worker; who asks for the same twice gets the first one."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=reader.organisation.pk)
        asked = _asked(reader, basis=basis, edition=edition, language=language)
        asked |= {"kinds": [kind for kind in KINDS if kind in kinds], "template": template}
        same = packs(reader).filter(**asked, state=State.WAITING).first()
        if same is not None:
            return same
        pack = Pack.objects.create(
            organisation=reader.organisation,
            by=reader.user,
            asked_at=at,
            expires_at=at + timedelta(days=settings.PACK_DAYS),
            units=None if reader.units is None else sorted(reader.units),
            stored_as=uuid.uuid4().hex,
            **asked,
        )
        detail = {"basis": [None, pack.basis], "edition": [None, pack.edition]}
        journal.record("reports.ask_for_pack", pack, by=reader.user, at=at, detail=detail)
        _forget(packs(reader).exclude(state=State.WAITING)[MOST_KEPT:])
        _leave_to_worker(pack, at=at)
    return pack


def taken_file(pack: Pack, *, kind: str, at: datetime) -> tuple[bytes, str]:
    """One file of a pack as long as it is kept, and what it is called."""
    if pack.state == State.WAITING:
        raise Refused(_("This board pack is still being made."))
    path, told = path_of(pack, kind=kind), pack.files.get(kind)
    if told is None or pack.expires_at <= at or not path.is_file():
        raise Refused(_("This file is no longer kept: make the board pack again."))
    return path.read_bytes(), told["name"]


def resume_packs(*, at: datetime) -> int:
    """Take up again those whose worker lives no more; how many."""
    waiting = list(Pack.objects.filter(state=State.WAITING))
    told = jobs.all_progress(job_name(one.pk) for one in waiting)
    lost = [one.pk for one in waiting if not is_under_way(told.get(job_name(one.pk)))]
    return sum(_taken_up(pk, at=at) for pk in lost)


def forget_packs(*, at: datetime) -> int:
    """Forget those whose days are over, and the files that no pack names; how many packs."""
    over = list(Pack.objects.filter(expires_at__lte=at).exclude(state=State.WAITING))
    _forget(over)
    folder = Path(settings.PACK_DIR)
    written = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    if written:
        named = set(Pack.objects.values_list("stored_as", flat=True))
        for path in written:
            if path.name.split(".")[0] not in named:
                path.unlink(missing_ok=True)
    return len(over)


@task()
def make_pack(pack_pk: int) -> None:
    """Make one board pack. Run by the worker, in the language that was asked."""
    language = Pack.objects.filter(pk=pack_pk).values_list("language", flat=True).first()
    if language is None:
        logger.info("Board pack %d was forgotten meanwhile: nothing to do.", pack_pk)
        return
    with (
        translation.override(language),
        suppress(jobs.Cancelled),
        jobs.held(job_name(pack_pk), step=_("Reading the figures"), at=timezone.now()) as job,
    ):
        pack = Pack.objects.select_related("by", "organisation", "template")
        wanted = pack.filter(pk=pack_pk, state=State.WAITING).first()
        if wanted is not None:
            _told(wanted, job=job)


def _told(pack: Pack, *, job: jobs.Job) -> None:
    """Whatever stops the making is told; what nobody foresaw is raised as well.

    A process that is stopped tells nothing: another one takes the pack up."""
    try:
        _make(pack, job=job, at=timezone.now())
    except Refused as refusal:
        _not_made(pack, str(refusal))
    except Exception:
        _not_made(pack, _("A fault of Cordée stopped it."))
        raise


def _make(pack: Pack, *, job: jobs.Job, at: datetime) -> None:
    reader = _reader(pack)
    made = asked_pack(
        reader,
        basis=pack.basis,
        edition=pack.edition,
        on=timezone.localdate(at),
        language=pack.language,
    )
    if made is None:
        raise Refused(_("The edition it was to tell is no longer within your reach."))
    job.begin(_("Writing the files"), at=at)
    files: dict[str, Any] = {}
    for kind in pack.kinds:
        job.advance(len(files), len(pack.kinds))
        files[kind] = _written(pack, made, kind=kind)
    Pack.objects.filter(pk=pack.pk).update(
        state=State.READY,
        files=files,
        title=made.title,
        units=None if reader.units is None else sorted(reader.units),
    )


def _written(pack: Pack, made: BoardPack, *, kind: str) -> dict[str, Any]:
    """Write one file beside, then put it in place; what it is called and weighs."""
    template = bytes(pack.template.content) if pack.template and kind == "pptx" else b""
    content = write_board_pack(made, kind=kind, template=template)
    path = path_of(pack, kind=kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{kind}.part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
    slug = pack.organisation.slug
    name = pack_name(made, slug=slug, edition=pack.edition, kind=kind)
    return {"name": name, "size": len(content)}


def _reader(pack: Pack) -> Reader:
    """Who asked, as they are now: a right or a perimeter may have been taken back since."""
    found = reader_of(pack.by, organisation_id=pack.organisation_id) if pack.by else None
    if found is None or found.organisation.pk != pack.organisation_id:
        raise Refused(_("Who asked for it left the organisation."))
    return found


def _asked(reader: Reader, *, basis: str, edition: int | None, language: str) -> dict[str, Any]:
    """What is asked for, as it is kept; refused at once when no such pack can be made."""
    if edition is not None and not packable_editions(reader).filter(pk=edition).exists():
        raise Refused(_("This edition kept too little to make its board pack again."))
    key = chosen_basis(reader, key=basis).key if edition is None else basis
    return {"basis": key, "edition": edition, "language": language}


def _leave_to_worker(pack: Pack, *, at: datetime) -> None:
    jobs.announce(job_name(pack.pk), step=_("Waiting for the worker"), at=at)
    make_pack.enqueue(pack.pk)


def _taken_up(pack_pk: int, *, at: datetime) -> bool:
    """Whether it is left to a worker again: looked at twice, by one process at a time."""
    with transaction.atomic():
        held = Pack.objects.select_for_update().filter(pk=pack_pk, state=State.WAITING).first()
        if held is None or is_under_way(jobs.progress(job_name(pack_pk))):
            return False
        held.attempts += 1
        held.save(update_fields=["attempts"])
        with translation.override(held.language):
            if held.attempts >= MOST_ATTEMPTS:
                _not_made(held, _("Its worker stopped three times: it is given up."))
                return False
            _leave_to_worker(held, at=at)
    return True


def _not_made(pack: Pack, problem: str) -> None:
    Pack.objects.filter(pk=pack.pk).update(state=State.FAILED, problem=problem)


def _forget(over: Iterable[Pack]) -> None:
    gone = list(over)
    for pack in gone:
        for kind in KINDS:
            path_of(pack, kind=kind).unlink(missing_ok=True)
    Pack.objects.filter(pk__in=[pack.pk for pack in gone]).delete()
