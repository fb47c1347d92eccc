"""What changes initiatives: their sheet, their state, what they depend on."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from cordee.landscape.models import Application
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.platform.storing import removed, stored
from cordee.strategy.models import Dependency, DuplicateVerdict, Initiative
from cordee.strategy.queries import next_states


def save_initiative(
    initiative: Initiative,
    *,
    by: User,
    at: datetime,
    applications: Iterable[Application] | None = None,
) -> Initiative:
    """Create or change the sheet of an initiative; its state changes by `move_to_state` only."""
    if initiative.start and initiative.end and initiative.end < initiative.start:
        raise Refused(_("The end comes before the start: correct one of the two dates."))
    if initiative.pk is None and initiative.status not in (
        Initiative.Status.IDEA,
        Initiative.Status.CANDIDATE,
    ):
        raise Refused(_("A new initiative starts as an idea or a candidate."))
    links = None if applications is None else {"applications": list(applications)}
    return stored(initiative, action="strategy.save_initiative", by=by, at=at, links=links)


def move_to_state(
    initiative: Initiative, *, to: Initiative.Status, reason: str, by: User, at: datetime
) -> Initiative:
    """Pass to another state of the life of an initiative; running needs an approval."""
    allowed = next_states(initiative, on=day_of(at))
    if to not in allowed:
        raise Refused(_refusal(initiative, to=to, allowed=allowed))
    initiative.status = to
    return stored(initiative, action="strategy.move_to_state", by=by, at=at, reason=reason)


def remove_initiative(initiative: Initiative, *, by: User, at: datetime) -> None:
    """Remove an initiative that never was more than a wish; others are stopped, not removed."""
    if initiative.status not in (Initiative.Status.IDEA, Initiative.Status.CANDIDATE):
        raise Refused(
            _("“%(initiative)s” is beyond the candidate state: stop it instead of removing it.")
            % {"initiative": initiative.name}
        )
    removed(initiative, action="strategy.remove_initiative", by=by, at=at)


def save_dependency(dependency: Dependency, *, by: User, at: datetime) -> Dependency:
    """Say that an initiative requires or excludes another one; once, and never itself."""
    if dependency.source_id == dependency.target_id:
        raise Refused(_("An initiative is not tied to itself: choose another one."))
    said = Dependency.objects.filter(
        source=dependency.source, target=dependency.target, kind=dependency.kind
    )
    if said.exclude(pk=dependency.pk).exists():
        raise Refused(_("This dependency is written already."))
    return stored(dependency, action="strategy.save_dependency", by=by, at=at)


def remove_dependency(dependency: Dependency, *, by: User, at: datetime) -> None:
    removed(dependency, action="strategy.remove_dependency", by=by, at=at)


def rule_on_duplicates(
    first: Initiative,
    second: Initiative,
    *,
    verdict: DuplicateVerdict.Verdict,
    reason: str,
    by: User,
    at: datetime,
) -> DuplicateVerdict:
    """Say whether two initiatives that look alike are duplicates. Nothing is merged."""
    low, high = sorted((first, second), key=lambda initiative: initiative.pk)
    said = DuplicateVerdict.objects.filter(first=low, second=high).first()
    said = said or DuplicateVerdict(organisation=low.organisation, first=low, second=high)
    said.verdict, said.reason = verdict, reason
    return stored(said, action="strategy.rule_on_duplicates", by=by, at=at, reason=reason)


def _refusal(
    initiative: Initiative, *, to: Initiative.Status, allowed: tuple[Initiative.Status, ...]
) -> str:
    if to in (Initiative.Status.RUNNING, Initiative.Status.APPROVED):
        return _(
            "“%(initiative)s” cannot become “%(state)s”: no body has approved it, "
            "or its approval has expired."
        ) % {"initiative": initiative.name, "state": to.label}
    return _(
        "“%(initiative)s” cannot become “%(state)s” from “%(now)s”. Possible: %(allowed)s."
    ) % {
        "initiative": initiative.name,
        "state": to.label,
        "now": initiative.get_status_display(),
        "allowed": ", ".join(str(state.label) for state in allowed) or "—",
    }
