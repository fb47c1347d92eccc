"""What the inbox says in one sentence."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.strategy.queries.waiting import Group


def inbox_finding(groups: Sequence[Group], *, on: date, is_aside: bool) -> str:
    """How many things wait, and how many of them are late."""
    count = sum(group.total for group in groups)
    late = sum(1 for g in groups for item in g.items if item.due and item.due < on)
    if is_aside:
        return _put_off(count)
    if not count:
        return _("Nothing waits for you")
    told = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count)
    if not late:
        return told % {"count": count}
    pressing = ngettext("%(late)s is late", "%(late)s are late", late) % {"late": late}
    return _("%(waiting)s; %(pressing)s") % {
        "waiting": told % {"count": count},
        "pressing": pressing,
    }


def _put_off(count: int) -> str:
    if not count:
        return _("You put nothing off")
    told = ngettext("You put %(count)s thing off", "You put %(count)s things off", count)
    return told % {"count": count}
