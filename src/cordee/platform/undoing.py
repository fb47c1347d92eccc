"""Takes back the last change of a row, from its line in the journal, while nobody touched it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.models import Entry, Owned, User
from cordee.platform.storing import stored

ACTION = "platform.undo_change"
WITHIN = timedelta(minutes=10)
"""How long an author may take back what they did at a click; later, they change it again."""


def undo_change(
    row: Owned,
    *,
    revision: int,
    names: Collection[str],
    give_back: Callable[..., Any],
    by: User,
    at: datetime,
) -> None:
    """Give the row back what it said before the change that led to this revision.

    Refused to anybody but its author, after a while, and once the row was changed again.
    `names` are those under which the journal keeps what may be taken back.
    """
    line = Entry.objects.filter(
        organisation=row.organisation_id,
        subject=f"{row._meta.label_lower}:{row.pk}",
        revision=revision,
        actor=by.pseudonym,
        at__gte=at - WITHIN,
    ).first()
    if line is None or not set(line.detail) <= set(names):
        raise Refused(_("This change can no longer be undone here: change the row again."))
    row.revision = revision
    give_back(row, detail=line.detail, by=by, at=at)


def give_back(row: Owned, *, detail: Mapping[str, Any], by: User, at: datetime) -> None:
    """Save what the fields said before, as a line of the journal tells it."""
    for name, (before, _after) in detail.items():
        field: Any = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(before))
    stored(row, action=ACTION, by=by, at=at)
