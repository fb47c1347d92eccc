"""The organisations of one account: a consulting firm, or a group, follows several clients."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cordee.people.models import Membership
from cordee.people.queries.organisation import memberships_of
from cordee.platform.access import Role
from cordee.platform.models import Colour, User

PALETTE = tuple(Colour)


@dataclass(frozen=True, slots=True)
class Client:
    """An organisation as one of its members recognises it, and what they are there."""

    pk: int
    name: str
    role: Role
    colour: Colour
    likes: tuple[str, ...]
    """The reader's other clients of the same colour: told beside it, never left to be noticed."""
    is_marked: bool
    """Whether its colour is worth showing: chosen, or there are others to be mistaken for."""

    @property
    def icon(self) -> str:
        """What the tab of the browser shows."""
        return f"cordee/clients/{self.colour}.svg"


def clients(user: User) -> tuple[Client, ...]:
    """Every organisation of this account by name, in colours that differ as far as they can."""
    found = memberships_of(user)
    colours = _colours(found)
    return tuple(
        Client(
            row.organisation_id,
            row.organisation.name,
            Role(row.role),
            colours[row.organisation_id],
            _alike(row, found, colours=colours),
            bool(row.organisation.colour) or len(found) > 1,
        )
        for row in found
    )


def _colours(rows: Sequence[Membership]) -> dict[int, Colour]:
    """Chosen colours first; then each in the order of joining, so that a new one moves none."""
    found = {
        row.organisation_id: Colour(row.organisation.colour)
        for row in rows
        if row.organisation.colour
    }
    for row in sorted(rows, key=lambda one: one.pk):
        if row.organisation_id not in found:
            found[row.organisation_id] = _least_used(row.organisation_id, found)
    return found


def _least_used(organisation: int, taken: dict[int, Colour]) -> Colour:
    """The organisation's own colour when it is free, else the next of those least used."""
    first, used = organisation % len(PALETTE), Counter(taken.values())
    in_turn = PALETTE[first:] + PALETTE[:first]
    return min(in_turn, key=lambda colour: used[colour])


def _alike(
    row: Membership, rows: Sequence[Membership], *, colours: dict[int, Colour]
) -> tuple[str, ...]:
    own = colours[row.organisation_id]
    others = (other for other in rows if other is not row)
    return tuple(o.organisation.name for o in others if colours[o.organisation_id] == own)
