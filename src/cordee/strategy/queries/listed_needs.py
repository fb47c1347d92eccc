"""Needs as a list shows them: their currency, and whether their initiative opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from cordee.platform.access import Reader
from cordee.strategy.models import Need
from cordee.strategy.queries import reach


@dataclass(frozen=True, slots=True)
class ListedNeed:
    """A need, and what a reader may open from it."""

    need: Need
    currency: str
    opens_initiative: bool
    """Whether the initiative that answers it stands in this reader's reach."""


def listed_needs(reader: Reader, needs: Sequence[Need]) -> tuple[ListedNeed, ...]:
    """These needs; the name of their initiative is told, its page opens within reach only."""
    wanted = {need.initiative_id for need in needs if need.initiative_id}
    open_to = wanted
    if reader.units is not None and wanted:
        seen = reach.initiatives(reader).order_by().select_related(None).filter(pk__in=wanted)
        open_to = set(seen.values_list("pk", flat=True))
    currency = reader.organisation.currency
    return tuple(ListedNeed(need, currency, need.initiative_id in open_to) for need in needs)
