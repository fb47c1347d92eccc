"""The method of one organisation copied into another: what is chosen, nothing replaced unsaid."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.people.models import WorkingCalendar
from cordee.people.queries import Piece, pieces
from cordee.people.services.teams import save_calendar
from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, SavedView
from cordee.platform.saved_views import save_view


def copy_pieces(
    source: Reader,
    *,
    target: Reader,
    chosen: Collection[str],
    replaced: Collection[str],
    at: datetime,
) -> int:
    """Write what was chosen, all or nothing; one line here, one where it comes from."""
    with transaction.atomic():
        offered = {one.key: one for one in pieces(source, target=target)}
        wanted = [offered[key] for key in chosen if key in offered]
        if len(wanted) != len(set(chosen)):
            raise Refused(_("What you chose is no longer there: look again at what is offered."))
        for piece in wanted:
            if piece.state == "replaces" and piece.key not in replaced:
                raise Refused(
                    _("“%(name)s” exists here and is different: say that it may be replaced.")
                    % {"name": piece.name}
                )
        new = [piece for piece in wanted if piece.state != "same"]
        if not new:
            raise Refused(_("Nothing to copy: choose what differs."))
        with journal.gathered():
            for piece in new:
                _write(piece, target=target, at=at)
        _journalled(new, source=source, target=target, at=at)
    return len(new)


def _write(piece: Piece, *, target: Reader, at: datetime) -> None:
    here, by = target.organisation, target.user
    if piece.kind == "settings":
        Organisation.objects.filter(pk=here.pk).update(**piece.values)
    elif piece.kind == "calendar":
        known = WorkingCalendar.objects.filter(organisation=here, name=piece.name).first()
        row = known or WorkingCalendar(organisation=here)
        for name, value in piece.values.items():
            setattr(row, name, value)
        save_calendar(row, by=by, at=at)
    else:
        save_view(SavedView(organisation=here, author=by, **piece.values), by=by, at=at)


def _journalled(new: list[Piece], *, source: Reader, target: Reader, at: datetime) -> None:
    """Neither journal names the other organisation: their members know nothing of one another."""
    detail: dict[str, int] = dict(Counter(str(piece.kind) for piece in new))
    by = target.user
    journal.record("people.copy_in", target.organisation, by=by, at=at, detail=detail)
    journal.record("people.copy_out", source.organisation, by=by, at=at, detail=detail)
