"""What changes needs."""

from datetime import datetime

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.storing import removed, stored
from cordee.strategy.models import Need

KEPT = (Need.Status.PLANNED, Need.Status.DELIVERED)
"""States that others rely on."""


def save_need(need: Need, *, by: User, at: datetime) -> Need:
    """Create or change a need; whoever declines one answers why."""
    if need.status == Need.Status.DECLINED and not need.answer.strip():
        raise Refused(_("Say why it is declined: whoever asked will read it."))
    if need.days is not None and need.days < 0:
        raise Refused(_("A size is a number of days, zero or more."))
    return stored(need, action="strategy.save_need", by=by, at=at)


def remove_need(need: Need, *, by: User, at: datetime) -> None:
    """Remove a need on which nobody works; others are declined, with an answer."""
    if need.status in KEPT:
        raise Refused(
            _("“%(need)s” is planned or delivered: decline it, and say why, rather than remove it.")
            % {"need": need.name}
        )
    removed(need, action="strategy.remove_need", by=by, at=at)
