"""What a webhook may ask to be told of: the actions of the journal, by family."""

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Family:
    """Actions that one checkbox asks for; `*` stands for any end of a word."""

    key: str
    label: str | Promise
    patterns: tuple[str, ...]


def _of(room: str, *ends: str) -> tuple[str, ...]:
    return tuple(f"{room}.{end}" for end in ends)


FAMILIES = (
    Family(
        "initiatives",
        _("Initiatives: sheets, states, contributions, dependencies, duplicates"),
        _of("strategy", "*_initiative*", "*_state", "*_objectives", "*_contribution")
        + _of("strategy", "*_dependency", "*_duplicates"),
    ),
    Family(
        "strategy",
        _("Strategy: visions, objectives, priorities, indicators, editions, scenarios"),
        _of("strategy", "*_vision", "*_objective", "*_priorities", "*_indicator", "*_measure")
        + _of("strategy", "*_edition", "*_scenario", "*_strategy"),
    ),
    Family("plans", _("Needs and plans of the units"), _of("strategy", "*_need", "*_plan")),
    Family(
        "spend",
        _("Spend and exchange rates"),
        _of("strategy", "*_spend_line", "*_exchange_rate"),
    ),
    Family(
        "talks",
        _("Comments and questions"),
        _of("strategy", "*comment*", "refer", "answer", "withdraw"),
    ),
    Family(
        "landscape",
        _("Applications, interfaces, technologies, suppliers"),
        _of("landscape", "*"),
    ),
    Family(
        "people",
        _("Units, people, teams and their time"),
        _of("people", "*_unit", "*_person", "*_team", "*_absence", "*_allocation")
        + _of("people", "*_calendar", "*_reserve"),
    ),
    Family(
        "access",
        _("Members, invitations, tokens, webhooks, settings"),
        _of("people", "*_member", "*_account", "*_organisation", "*_domain", "*_token")
        + _of("people", "*_invitation", "*_factor", "*_webhook", "send_*_event", "*_secret"),
    ),
    Family(
        "many",
        _("Imports and changes of many rows"),
        _of("platform", "*") + _of("strategy", "*_import"),
    ),
)
OTHERWISE = {"landscape": "landscape", "platform": "many", "strategy": "strategy"}
REST = "access"
"""The family of what a room does beside: nothing that is done here belongs to none."""


def family_of(action: str) -> str:
    """The family that has this action, else that of its room."""
    room = action.partition(".")[0]
    return next((f.key for f in FAMILIES if _has(f, action)), OTHERWISE.get(room, REST))


def concerns(families: Collection[str], *, action: str) -> bool:
    """Whether who asked for these families is told of this action."""
    return family_of(action) in families


def _has(family: Family, action: str) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in family.patterns)
