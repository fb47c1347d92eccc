"""The imports a reader may see, and what a page says of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.access import Reader
from cordee.platform.models import ImportRun
from cordee.platform.registers import returned_sentence
from cordee.strategy.imports.check import Check
from cordee.strategy.imports.work import Situation, situations

State = ImportRun.State


@dataclass(frozen=True, slots=True)
class RunLine:
    """One past import, as the list shows it."""

    run: ImportRun
    label: str
    tone: str
    counts: str
    is_undoable: bool


def import_runs(reader: Reader) -> QuerySet[ImportRun]:
    """The latest first. With a perimeter, one's own: others may tell of units out of reach."""
    found = ImportRun.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        found = found.filter(by=reader.user)
    return found.select_related("by", "organisation").defer("changes").order_by("-at", "-pk")


def listed_runs(runs: Iterable[ImportRun]) -> list[RunLine]:
    """What the list of imports shows of each."""
    listed = list(runs)
    return [
        RunLine(
            run,
            *state_label(run, found),
            _told(run) if run.counts else "",
            run.state == State.APPLIED,
        )
        for run, found in zip(listed, situations(listed), strict=True)
    ]


def _told(run: ImportRun) -> str:
    if run.register:
        return returned_sentence(run.counts, is_done=True)
    return counts_sentence(run.counts, is_done=True)


def state_label(run: ImportRun, found: Situation) -> tuple[str, str]:
    """The state in words, and its tone."""
    if found.is_interrupted and found.can_begin:
        return _("interrupted"), "bad"
    if found.is_busy:
        return _("under way"), "watch"
    tone = {State.APPLIED: "good", State.FAILED: "bad", State.DRAFT: "watch"}.get(
        State(run.state), ""
    )
    return str(State(run.state).label), tone


def headline(run: ImportRun, found: Situation, *, check: Check | None) -> str:
    """The finding of an import's page."""
    if found.is_busy:
        return _("The import is under way")
    if found.is_interrupted and found.can_begin:
        return _("The import was interrupted: nothing was written")
    if run.state == State.APPLIED:
        return counts_sentence(run.counts, is_done=True)
    if run.state == State.UNDONE:
        return _("This import was undone: all is as it was before")
    if run.state == State.FAILED:
        return _("The import failed: nothing was written")
    if check is None:
        return _("The columns are to be checked")
    if check.writes_nothing and not check.counts["refused"]:
        return _("Nothing new in this file: everything it says is already here")
    return counts_sentence(check.counts, is_done=False)


def counts_sentence(counts: Mapping[str, int], *, is_done: bool) -> str:
    """“61 initiatives to create, 2 rows refused”."""
    parts = [_created(counts["created"], is_done=is_done)] if counts["created"] else []
    if counts["updated"]:
        parts.append(_updated(counts["updated"], is_done=is_done))
    if refused := counts["refused"]:
        parts.append(
            ngettext("%(count)d row refused", "%(count)d rows refused", refused)
            % {"count": refused}
        )
    return ", ".join(parts) or _("No initiative changed")


def _created(count: int, *, is_done: bool) -> str:
    if is_done:
        told = ngettext("%(count)d initiative created", "%(count)d initiatives created", count)
    else:
        told = ngettext("%(count)d initiative to create", "%(count)d initiatives to create", count)
    return told % {"count": count}


def _updated(count: int, *, is_done: bool) -> str:
    if is_done:
        told = ngettext("%(count)d updated", "%(count)d updated", count)
    else:
        told = ngettext("%(count)d to update", "%(count)d to update", count)
    return told % {"count": count}
