"""Where an initiative may go next."""

from datetime import date

from cordee.engine import lifecycle
from cordee.strategy.models import Initiative


def next_states(initiative: Initiative, *, on: date) -> tuple[Initiative.Status, ...]:
    """States this initiative may pass to on that day, for a service or a page to offer."""
    return states_after(initiative.status, is_let_run=is_let_run(initiative, on=on))


def states_after(status: str, *, is_let_run: bool) -> tuple[Initiative.Status, ...]:
    states = lifecycle.next_states(status, approved=is_let_run)
    return tuple(Initiative.Status(state) for state in states)


def is_let_run(initiative: Initiative, *, on: date) -> bool:
    """Whether a waiver that has not expired lets it run (approvals come with governance)."""
    return initiative.waivers.filter(expires_on__gte=on).exists()
