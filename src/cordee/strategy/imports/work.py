"""Large imports are checked, applied and undone by the worker: asked for, watched, cancelled."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from cordee.people.queries import reader_of
from cordee.platform import jobs
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import ImportRun, User
from cordee.strategy import rules
from cordee.strategy.imports.check import Check, kept_check, made_check
from cordee.strategy.imports.drafts import stored_table
from cordee.strategy.imports.portfolio import apply_import, undo_import

LONG = 2_000
"""Rows from which the work is left to the worker."""
State = ImportRun.State
logger = logging.getLogger(__name__)
What = Literal["check", "apply", "undo"]
CAN_BEGIN = frozenset({State.DRAFT, State.FAILED})
UNDER_WAY = frozenset({State.WAITING, State.RUNNING})
BEGINS_FROM = {"check": CAN_BEGIN, "apply": {State.WAITING}, "undo": {State.APPLIED}}


def _cancelled() -> str:
    return _("Cancelled: nothing was written.")


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an import stands, its long work included."""

    state: ImportRun.State
    progress: jobs.Progress | None
    is_interrupted: bool
    """A worker began it and lives no more: nothing was written."""

    @property
    def is_busy(self) -> bool:
        return self.progress is not None and self.progress.phase != "interrupted"

    @property
    def can_begin(self) -> bool:
        """Whether it may be checked or applied."""
        return not self.is_busy and self.state in CAN_BEGIN | UNDER_WAY

    @property
    def can_be_undone(self) -> bool:
        return not self.is_busy and self.state == State.APPLIED


def is_long(run: ImportRun) -> bool:
    rows: int = run.options["outline"]["rows"]
    return rows >= LONG


def situation(run: ImportRun) -> Situation:
    """What the run says, corrected by whether somebody is really at work on it."""
    return _situation(run, told=jobs.progress(_name(run.pk)))


def situations(runs: Iterable[ImportRun]) -> list[Situation]:
    """The same for many, in order."""
    listed = list(runs)
    told = jobs.all_progress(_name(run.pk) for run in listed)
    return [_situation(run, told=told.get(_name(run.pk))) for run in listed]


def _situation(run: ImportRun, *, told: jobs.Progress | None) -> Situation:
    if told is None and run.state in UNDER_WAY:
        run.refresh_from_db(fields=["state", "problem", "counts", "at"])  # just over, perhaps
    if told is None:
        return Situation(State(run.state), None, run.state in UNDER_WAY)
    return Situation(State(run.state), told, told.phase == "interrupted")


def ask_for(run: ImportRun, *, what: What, reader: Reader, at: datetime) -> None:
    """Leave the work to the worker."""
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        refuse_unless_free(held, what=what)
        if what != "undo":
            held.state = State.WAITING if what == "apply" else State.DRAFT
        held.problem = ""
        held.save(update_fields=["state", "problem"])
        jobs.announce(_name(run.pk), step=_("Waiting for the worker"), at=at)
        work_on_import.enqueue(run.pk, reader.user.pk, what, translation.get_language() or "fr")


def begun(run: ImportRun, *, what: Literal["apply", "undo"], reader: Reader, at: datetime) -> bool:
    """Do it at once when it is short, else leave it to the worker; whether it is done."""
    if is_long(run):
        ask_for(run, what=what, reader=reader, at=at)
        return False
    refuse_unless_free(run, what=what)
    if what == "apply":
        apply_import(run, reader=reader, at=at)
    else:
        undo_import(run, by=reader.user, at=at)
    return True


def check_begun(run: ImportRun, *, reader: Reader, at: datetime) -> None:
    """A large file is checked by the worker, a small one when it is looked at."""
    if is_long(run):
        ask_for(run, what="check", reader=reader, at=at)


def standing_check(
    run: ImportRun, *, reader: Reader, at: datetime
) -> tuple[Check | None, bool, str]:
    """The check, whether it still holds, and why there is none; a small draft is checked now."""
    found = situation(run)
    if found.is_busy:
        return None, False, ""
    check, holds = kept_check(run, reader=reader, on=day_of(at))
    if not found.can_begin or holds or is_long(run):
        return check, holds, ""
    try:
        return made_check(run, reader=reader, on=day_of(at)), True, ""
    except Refused as refusal:
        return None, False, str(refusal)


def refuse_unless_free(run: ImportRun, *, what: What) -> None:
    """Work begins on an import that nobody works on, in the state that allows it."""
    found = situation(run)
    if found.is_busy:
        raise Refused(_("This import is already under way."))
    if what == "undo" and not found.can_be_undone:
        raise Refused(_("Only an applied import can be undone."))
    if what != "undo" and not found.can_begin:
        raise Refused(_("This import was applied already: nothing was written again."))


def cancel_work(run: ImportRun) -> None:
    """Stop what is asked for or under way; nothing is written."""
    told = situation(run).progress
    if told and told.phase == "running":
        jobs.cancel(_name(run.pk))  # without waiting for SQLite's only writer: it is the work
        return
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        found = situation(held)
        if not found.is_busy and not found.is_interrupted:
            raise Refused(_("Nothing is under way here."))
        jobs.cancel(_name(run.pk))
        if found.progress is None or found.progress.phase != "running":
            held.state = State.DRAFT if held.state in UNDER_WAY else held.state
            held.problem = _cancelled()
            held.save(update_fields=["state", "problem"])
            jobs.withdraw(_name(run.pk))


@task()
def work_on_import(run_pk: int, user_pk: int, what: What, language: str) -> None:
    """Check or apply one import. Run by the worker, in the language of who asked."""
    with (
        translation.override(language),
        suppress(jobs.Cancelled),
        jobs.held(_name(run_pk), step=_("Reading the file"), at=timezone.now()) as job,
        _told_to(run_pk),
    ):
        run = _begun(run_pk, what=what)
        if run is not None:
            reader = _reader(run, user=User.objects.get(pk=user_pk))
            _work(run, what=what, reader=reader, job=job)


def _work(run: ImportRun, *, what: What, reader: Reader, job: jobs.Job) -> None:
    if what == "undo":
        job.begin(_("Undoing"), at=timezone.now())
        undo_import(run, by=reader.user, at=timezone.now())
        return
    table = stored_table(run)
    compared = _watched(job, _("Comparing the rows"))
    if what == "check":
        on = timezone.localdate()
        made_check(run, reader=reader, on=on, table=table, progress=compared)
        return
    written = _watched(job, _("Writing"))
    apply_import(
        run, reader=reader, at=timezone.now(), table=table, comparing=compared, progress=written
    )


def _watched(job: jobs.Job, step: str) -> Callable[[int, int], None]:
    """Progress of one named step; the step begins when it first advances."""

    def advance(done: int, total: int) -> None:
        if job.told.step != step:
            job.begin(step, at=timezone.now())
        job.advance(done, total)

    return advance


def _begun(run_pk: int, *, what: What) -> ImportRun | None:
    """The run, marked as under way; None when nobody wants it any more."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run_pk).first()
        if run is None:
            logger.info("Import %d was erased with its organisation: nothing to do.", run_pk)
            return None
        if run.state not in BEGINS_FROM[what]:
            return None
        if what == "apply":
            run.state = State.RUNNING
            run.save(update_fields=["state"])
        return run


@contextmanager
def _told_to(run_pk: int) -> Iterator[None]:
    """Whatever stops the work is told on the run; what nobody foresaw is raised as well."""
    try:
        yield
    except jobs.Cancelled:
        _stopped(run_pk, State.DRAFT, _cancelled())
    except Refused as refusal:
        _stopped(run_pk, State.FAILED, str(refusal))
    except Exception:
        _stopped(run_pk, State.FAILED, _("A fault of Cordée stopped it: nothing was written."))
        raise


def _stopped(run_pk: int, state: ImportRun.State, problem: str) -> None:
    runs = ImportRun.objects.filter(pk=run_pk)
    runs.filter(state__in=UNDER_WAY | CAN_BEGIN).update(state=state)
    runs.update(problem=problem)


def _reader(run: ImportRun, *, user: User) -> Reader:
    """Who asked, as they are now: a right may have been taken back since."""
    reader = reader_of(user, organisation_id=run.organisation_id)
    if reader is None or reader.organisation.pk != run.organisation_id:
        raise Refused(_("Who asked for this import left the organisation: nothing was written."))
    if not rules.may_import(reader):
        raise Refused(_("Who asked for this import may no longer import: nothing was written."))
    return reader


def _name(run_pk: int) -> str:
    return f"import-{run_pk}"
