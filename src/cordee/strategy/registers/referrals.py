"""The list of questions referred to someone."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Columns,
    Empty,
    Face,
    Register,
    Tag,
    choice_filter,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.discussion import ReferralForm
from cordee.strategy.models import Referral
from cordee.strategy.registers.links import initiative_link


def referral_tag(referral: Referral, *, on: date) -> Tag:
    """Where a question stands, in words and in tone."""
    if referral.state == Referral.State.OPEN and referral.due_on and referral.due_on < on:
        return Tag(_("late"), "bad")
    tones = {Referral.State.OPEN: "watch", Referral.State.ANSWERED: "good"}
    return Tag(str(referral.get_state_display()), tones.get(Referral.State(referral.state), ""))


def _counted(count: int) -> str:
    return ngettext("%(count)s question asked", "%(count)s questions asked", count) % {
        "count": count
    }


def _about_initiative(reader: Reader, asked: Asked) -> dict[str, Any]:
    """`?initiative=` says what the question is about."""
    found = queries.initiatives(reader).filter(code=asked.get("initiative", "")).first()
    return {"initiative": found.pk} if found else {}


REFERRAL = Columns(by=())

REFERRALS = Register(
    space="strategy",
    plural="referrals",
    singular="referral",
    title=gettext_lazy("Questions"),
    new=gettext_lazy("Ask a question"),
    counted=_counted,
    query=queries.referrals,
    columns=(
        REFERRAL.text("question", gettext_lazy("Question"), sort=("question",)),
        Column(
            key="person",
            label=gettext_lazy("Referred to"),
            value=lambda row: Face(row.person.name),
            kind="person",
            sort=("person__name",),
        ),
        REFERRAL.link("initiative", gettext_lazy("Initiative"), initiative_link, narrow=False),
        Column(
            key="due",
            label=gettext_lazy("Answer wanted by"),
            value=lambda row: row.due_on,
            kind="day",
            sort=("due_on",),
        ),
        Column(
            key="state",
            label=gettext_lazy("State"),
            value=lambda row: referral_tag(row, on=timezone.localdate()),
            kind="tag",
            sort=("state",),
        ),
    ),
    search=("question", "outcome", "person__name"),
    filters=(
        choice_filter(
            "state", gettext_lazy("State"), gettext_lazy("All states"), Referral.State.choices
        ),
    ),
    empty=Empty(
        "message-circle-question-mark",
        gettext_lazy("No question is waiting"),
        gettext_lazy(
            "A question asked here goes to someone by name, with a day; "
            "its answer stays where everybody can read it."
        ),
    ),
    may_edit=rules.may_comment,
    form=ReferralForm,
    save=services.refer,
    initial=_about_initiative,
    deeds={
        "strategy.refer": gettext_lazy("Question asked"),
        "strategy.answer": gettext_lazy("Question answered"),
        "strategy.withdraw": gettext_lazy("Question withdrawn"),
    },
    lines=queries.referral_lines,
)
