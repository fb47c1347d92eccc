"""Where the rows of the landscape open, how their states look, and their columns."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cordee.landscape.models import Application, Supplier, Technology
from cordee.landscape.queries import Support, support_of
from cordee.people.registers import PeopleColumns
from cordee.platform.registers import Column, Link, State, Tag, choice_filter
from cordee.platform.typography import day_text

TONES = {"planned": "candidate", "live": "running", "retiring": "paused", "retired": "closed"}
"""Which state of an initiative an application's state looks like."""
STANCES = {"assess": "", "trial": "", "adopt": "good", "hold": "watch", "retire": "bad"}


def application_link(application: Application) -> Link:
    return Link(application.name, reverse("landscape:application", args=[application.pk]))


def technology_link(technology: Technology) -> Link:
    return Link(str(technology), reverse("landscape:technology", args=[technology.pk]))


def supplier_link(supplier: Supplier) -> Link:
    return Link(supplier.name, reverse("landscape:supplier", args=[supplier.pk]))


def support_tag(technology: Technology, *, on: Any) -> Tag:
    """Until when it is supported; an unknown end is said, never taken as supported."""
    support = support_of(technology, on=on)
    day = day_text(technology.support_end, language=get_language() or settings.LANGUAGE_CODE)
    told = {
        Support.ENDED: Tag(_("ended on %(day)s") % {"day": day}, "bad"),
        Support.ENDING: Tag(_("until %(day)s") % {"day": day}, "watch"),
        Support.DATED: Tag(_("until %(day)s") % {"day": day}, "good"),
        Support.OPEN_ENDED: Tag(_("no end announced"), "good"),
        Support.UNKNOWN: Tag(_("unknown"), "watch"),
    }
    return told[support]


@dataclass(frozen=True, slots=True, kw_only=True)
class LandscapeColumns(PeopleColumns):
    """Makes the columns of a list whose rows live as an application does."""

    def state(self, **more: Any) -> Column:
        return self.shown(
            "status",
            gettext_lazy("State"),
            lambda row: State(TONES[row.status], row.get_status_display()),
            kind="state",
            is_edited=True,
            **more,
        )


IN_STATE = choice_filter(
    "status", gettext_lazy("State"), gettext_lazy("All states"), Application.Status.choices
)
