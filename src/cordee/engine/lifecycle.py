"""The life of an initiative: from which state may it pass to which other?

No unit. States are the words of the glossary. Explained in docs/algorithms/lifecycle.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

TRANSITIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "idea": ("candidate", "killed"),
        "candidate": ("idea", "approved", "killed"),
        "approved": ("running", "killed"),
        "running": ("paused", "delivered", "killed"),
        "paused": ("running", "killed"),
        "delivered": ("benefits_review", "killed"),
        "benefits_review": ("closed", "killed"),
        "closed": ("killed",),
        "killed": (),
    }
)
NEEDS_APPROVAL = frozenset({"approved", "running"})
"""States that no initiative enters without an effective approval or waiver."""


def next_states(state: str, *, approved: bool) -> tuple[str, ...]:
    """States an initiative may pass to; those that need an approval only when it has one.

    ValueError: a state that is not in the table.

    >>> next_states("candidate", approved=False)
    ('idea', 'killed')
    >>> next_states("paused", approved=True)
    ('running', 'killed')
    """
    if state not in TRANSITIONS:
        raise ValueError(f"{state!r} is not a state of an initiative")
    return tuple(s for s in TRANSITIONS[state] if approved or s not in NEEDS_APPROVAL)
