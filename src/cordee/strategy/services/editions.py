"""What freezes an edition, and what writes, adopts or removes a scenario of priorities."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.storing import move_on, removed, stored
from cordee.strategy.models import Edition, Objective, Scenario
from cordee.strategy.queries.bases import bases
from cordee.strategy.queries.freezing import content_of, frozen_of
from cordee.strategy.queries.keeping import kept_bytes
from cordee.strategy.queries.picture import picture
from cordee.strategy.queries.reach import initiatives
from cordee.strategy.queries.scenarios import points_of

POINTS = Decimal(100)


def freeze_edition(reader: Reader, *, name: str, note: str, at: datetime) -> Edition:
    """Keep the portfolio as it is now; what it holds is never changed afterwards."""
    if reader.units is not None:
        raise Refused(
            _("An edition holds the whole portfolio: it is frozen by somebody who sees all of it.")
        )
    with transaction.atomic():
        if Edition.objects.filter(organisation=reader.organisation, name=name).exists():
            raise Refused(
                _("“%(name)s” is already the name of an edition: choose another one.")
                % {"name": name}
            )
        drawn = [picture(reader, basis=basis, on=day_of(at)) for basis in bases(reader)]
        pictures = kept_bytes(drawn, names=dict(initiatives(reader).values_list("pk", "name")))
        content = content_of(frozen_of(reader, pictures=drawn, on=day_of(at)))
        content["pictures"] = hashlib.sha256(pictures).hexdigest()
        edition = Edition.objects.create(
            organisation=reader.organisation,
            name=name,
            note=note,
            at=at,
            by=reader.user.pseudonym,
            head=journal.head(reader.organisation),
            digest=digest_of(content),
            content=content,
            pictures=pictures,
        )
        journal.record(
            "strategy.freeze_edition",
            edition,
            by=reader.user,
            at=at,
            detail={"name": [None, name], "digest": [None, edition.digest]},
        )
    return edition


def digest_of(content: object) -> str:
    """SHA-256 of the content's canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def save_scenario(
    scenario: Scenario, *, points: Mapping[Objective, Decimal], by: User, at: datetime
) -> Scenario:
    """Write other priorities, level by level; the organisation's own do not move."""
    if not points:
        raise Refused(_("Share 100 points among the objectives of one level at least."))
    _refuse_unshared(points)
    scenario.points = {str(objective.pk): f"{given:.2f}" for objective, given in points.items()}
    action = "strategy.save_scenario"
    return stored(scenario, action=action, by=by, at=at, reason=scenario.reason)


def adopt_scenario(scenario: Scenario, *, by: User, at: datetime) -> None:
    """Make the priorities of the scenario those of the organisation, with its reason."""
    given = points_of(scenario)
    written = Objective.objects.filter(organisation=scenario.organisation)
    points = {objective: given[objective.pk] for objective in written if objective.pk in given}
    _refuse_partial(written, points=points, wanted=len(given))
    with transaction.atomic():
        before = {objective.code: objective.weight for objective in points}
        for objective, weight in points.items():
            objective.weight = weight
        Objective.objects.bulk_update(points, ["weight"])
        move_on(points)
        scenario.adopted_at = at
        scenario.save(update_fields=["adopted_at"])
        move_on([scenario])
        moved = {o.code: [before[o.code], o.weight] for o in points}
        detail = {"name": [None, scenario.name], **moved}
        journal.record(
            "strategy.adopt_scenario", scenario, by=by, at=at, reason=scenario.reason, detail=detail
        )


def remove_scenario(scenario: Scenario, *, by: User, at: datetime) -> None:
    removed(scenario, action="strategy.remove_scenario", by=by, at=at)


def _refuse_unshared(points: Mapping[Objective, Decimal]) -> None:
    levels: dict[int | None, Decimal] = defaultdict(Decimal)
    for objective, given in points.items():
        levels[objective.parent_id] += given
    wrong = next((total for total in levels.values() if total != POINTS), None)
    if wrong is not None:
        raise Refused(
            _("The points add up to %(total)s: share exactly 100.") % {"total": f"{wrong:g}"}
        )


def _refuse_partial(
    written: Iterable[Objective], *, points: Mapping[Objective, Decimal], wanted: int
) -> None:
    """Objectives come and go after a scenario is written: a level is shared whole or not at all."""
    levels = {objective.parent_id for objective in points}
    siblings = {objective for objective in written if objective.parent_id in levels}
    if len(points) != wanted or siblings != set(points):
        raise Refused(
            _("The objectives changed since this scenario was written: share its points again.")
        )
    _refuse_unshared(points)
