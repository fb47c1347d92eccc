"""The page of a team: its days, who works there, who is away, what it keeps."""

from dataclasses import dataclass
from decimal import Decimal

from cordee.people.models import Absence, Allocation, Reserve, Team
from cordee.people.queries.capacity import CapacityTable, Days, team_capacity_by_member
from cordee.people.queries.teams import absences, people_followed
from cordee.platform.access import Reader
from cordee.platform.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Member:
    """An allocation to a team, and its days when the reader may know them one by one."""

    allocation: Allocation
    quarters: tuple[Days, ...] | None

    @property
    def share(self) -> Decimal:
        return self.allocation.percent / 100


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """What the page of a team receives."""

    team: Team
    table: CapacityTable
    members: tuple[Member, ...]
    absences: tuple[Absence, ...]
    """Those of the period, of the members whose absences the reader may see."""
    hidden: int
    """Members whose absences this reader only knows by the total of the team."""
    reserves: tuple[Reserve, ...]

    @property
    def shows_days(self) -> bool:
        """Whether the days of one member at least may be shown."""
        return any(member.quarters is not None for member in self.members)

    @property
    def quarters(self) -> tuple[Days, ...]:
        return self.table.total


def team_sheet(reader: Reader, team: Team, *, since: Quarter, quarters: int) -> TeamSheet:
    """A team over some quarters, as far as this reader may know."""
    table, loads = team_capacity_by_member(reader, team, since=since, quarters=quarters)
    people = {load.subject.person_id for load in loads}
    followed = set(people_followed(reader).filter(pk__in=people).values_list("pk", flat=True))
    period = since.first, since.shifted(quarters - 1).last
    away = absences(reader).filter(person__in=followed, end__gte=period[0], start__lte=period[1])
    return TeamSheet(
        team=team,
        table=table,
        members=tuple(
            Member(one.subject, one.quarters if one.subject.person_id in followed else None)
            for one in loads
        ),
        absences=tuple(away.order_by("start", "person__sort_name")),
        hidden=len(people - followed),
        reserves=tuple(team.reserves.order_by("-since")),
    )
