"""What a choice made in a cell changes, and takes back: a state, an objective served."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.undoing import ACTION, give_back
from cordee.strategy.models import Initiative, Objective
from cordee.strategy.queries import is_let_run
from cordee.strategy.services.initiatives import move_to_state
from cordee.strategy.services.spend import link_to_objectives

NEEDS_APPROVAL = (Initiative.Status.APPROVED, Initiative.Status.RUNNING)


def choose_state(
    initiative: Initiative, *, to: Initiative.Status, by: User, at: datetime, reason: str = ""
) -> Initiative:
    """Pass to the state chosen, unless it is the one the initiative is already in."""
    if to == initiative.status:
        return initiative
    return move_to_state(initiative, to=to, reason=reason, by=by, at=at)


def give_back_state(
    initiative: Initiative, *, detail: Mapping[str, Any], by: User, at: datetime
) -> None:
    """Come back to the state before; one that needs an approval still needs it."""
    before = Initiative.Status(detail["status"][0])
    if before in NEEDS_APPROVAL and not is_let_run(initiative, on=day_of(at)):
        raise Refused(
            _("“%(initiative)s” cannot become “%(state)s” again: its approval has expired.")
            % {"initiative": initiative.name, "state": before.label}
        )
    give_back(initiative, detail=detail, by=by, at=at)


def choose_objective(
    initiative: Initiative, *, objective: Objective | None, by: User, at: datetime
) -> None:
    """Say that an initiative serves this objective and no other one, or none."""
    shares = {} if objective is None else {objective: Decimal(1)}
    link_to_objectives({initiative: shares}, by=by, at=at)


def give_back_objectives(
    initiative: Initiative, *, detail: Mapping[str, Any], by: User, at: datetime
) -> None:
    """Serve again the objectives that were served before the choice."""
    before, _after = detail["contributions"]
    served = Objective.objects.filter(organisation=initiative.organisation_id, code__in=before)
    shares = {objective: Decimal(before[objective.code]) for objective in served}
    if len(shares) < len(before):
        raise Refused(_("An objective that was served is gone: choose another one."))
    link_to_objectives({initiative: shares}, by=by, at=at, action=ACTION)
