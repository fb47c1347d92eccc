"""What changes visions, objectives, priorities and plans."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, User
from cordee.platform.storing import move_on, removed, stored
from cordee.strategy.models import Initiative, Objective, Plan, Vision

POINTS = Decimal(100)


def save_vision(vision: Vision, *, by: User, at: datetime, reason: str = "") -> Vision:
    """State a vision: a new version when it is new, else a correction of this one."""
    with transaction.atomic():
        if vision.pk is None:
            said = Vision.objects.filter(organisation=vision.organisation)
            vision.version = (said.aggregate(last=Max("version"))["last"] or 0) + 1
        return stored(vision, action="strategy.save_vision", by=by, at=at, reason=reason)


def remove_vision(vision: Vision, *, by: User, at: datetime) -> None:
    """Remove a vision that no objective follows."""
    if vision.objectives.exists():
        raise Refused(
            _("Objectives still follow “%(vision)s”: attach them to another vision first.")
            % {"vision": vision}
        )
    removed(vision, action="strategy.remove_vision", by=by, at=at)


def save_objective(objective: Objective, *, by: User, at: datetime) -> Objective:
    """Create or change an objective; only leaves receive contributions."""
    if objective.pk and objective.parent and objective.pk in _above(objective.parent):
        raise Refused(_("An objective cannot be placed under itself or one of its own parts."))
    if objective.parent and objective.parent.contributions.exists():
        raise Refused(
            _(
                "“%(parent)s” already receives contributions: "
                "move them to a part of it before giving it parts."
            )
            % {"parent": objective.parent.name}
        )
    return stored(objective, action="strategy.save_objective", by=by, at=at)


def remove_objective(objective: Objective, *, by: User, at: datetime) -> None:
    """Remove an objective that nothing serves."""
    if objective.contributions.exists() or objective.children.exists():
        raise Refused(
            _("“%(objective)s” has parts or contributions: move them first.")
            % {"objective": objective.name}
        )
    removed(objective, action="strategy.remove_objective", by=by, at=at)


def allot_priorities(
    organisation: Organisation,
    *,
    points: Mapping[Objective, Decimal],
    by: User,
    at: datetime,
    reason: str,
) -> None:
    """Share 100 points among objectives that are siblings; the points become their weights."""
    total = sum(points.values(), Decimal(0))
    if total != POINTS:
        raise Refused(
            _("The points add up to %(total)s: share exactly 100.") % {"total": f"{total:g}"}
        )
    if len({objective.parent_id for objective in points}) > 1:
        raise Refused(_("Points are shared among objectives of the same level."))
    with transaction.atomic():
        before = {objective.code: objective.weight for objective in points}
        for objective, weight in points.items():
            objective.weight = weight
        Objective.objects.bulk_update(points, ["weight"])
        move_on(points)
        journal.record(
            "strategy.allot_priorities",
            organisation,
            by=by,
            at=at,
            reason=reason,
            detail={o.code: [before[o.code], o.weight] for o in points},
        )


def save_plan(plan: Plan, *, initiatives: Iterable[Initiative], by: User, at: datetime) -> Plan:
    """State by which initiatives a unit serves the objectives in a year."""
    links = {"initiatives": list(initiatives)}
    return stored(plan, action="strategy.save_plan", by=by, at=at, links=links)


def remove_plan(plan: Plan, *, by: User, at: datetime) -> None:
    """Remove the plan of a unit; its initiatives stay."""
    removed(plan, action="strategy.remove_plan", by=by, at=at)


def _above(objective: Objective) -> set[int]:
    parents = dict(
        Objective.objects.filter(organisation=objective.organisation).values_list("pk", "parent_id")
    )
    found: set[int] = set()
    node: int | None = objective.pk
    while node is not None and node not in found:
        found.add(node)
        node = parents.get(node)
    return found
