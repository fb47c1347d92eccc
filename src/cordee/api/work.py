"""What waits, what is found, how many days the teams have: asked for by programs."""

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Status
from ninja.params import P, PathEx, QueryEx
from pydantic import BaseModel, Field

from cordee.api.paging import Page, Place, Size, page_of
from cordee.api.ways_in import reader_of
from cordee.people.queries import Days, Load, capacity
from cordee.platform import search as index
from cordee.platform.days import day_of
from cordee.platform.quarters import quarter_of, quarter_written
from cordee.platform.search.finding import Piece
from cordee.strategy.queries.waiting import waiting, waiting_for
from cordee.strategy.services.inbox import bring_back, finish, put_off

work = Router(tags=["work"])
Item = PathEx[str, P(min_length=1, max_length=40, description="As in mention:12.")]
Since = QueryEx[
    str, P(pattern=r"^(\d{4}Q[1-4])?$", description="As in 2027Q1; empty: the present quarter.")
]


class Thing(BaseModel):
    """One thing that waits."""

    item: str
    what: str
    why: str
    since: date | None
    due: date | None
    page: str
    may_end: bool = Field(description="Whether saying “done” is enough.")


class Heap(BaseModel):
    """What waits for one reason: the first things, and how many in all."""

    kind: str
    label: str
    total: int
    things: list[Thing]


class Aside(BaseModel):
    """What becomes of a thing that waits."""

    to: Literal["done", "later", "back"]
    until: date | None = Field(None, description="With “later”: the day it comes back.")


class Hit(BaseModel):
    """One row found."""

    page: str
    name: str
    code: str
    excerpt: str


class Hits(BaseModel):
    """What was found in one register, the best first."""

    title: str
    address: str = Field(description="The list where they all stand.")
    has_more: bool
    rows: list[Hit]


class PersonDays(BaseModel):
    """Person-days of one quarter; null when unknown."""

    gross: float
    absent: float
    run: float | None
    unplanned: float | None
    net: float | None = Field(description="What is left for new work.")
    people: int
    unknown: int = Field(description="People whose calendar is unknown: in no figure.")
    unstated: int = Field(description="Teams that have not said what they keep: not in net.")


class TeamDays(BaseModel):
    """A team or a unit, quarter after quarter."""

    id: int | None
    name: str
    days: list[PersonDays]


class CapacityTold(BaseModel):
    """The days of the teams."""

    quarters: list[str]
    teams: Page[TeamDays]
    units: list[TeamDays] = Field(description="Id null: the teams without a unit.")
    total: list[PersonDays]


@work.get("/inbox/", response={200: list[Heap]})
def read_inbox(request: HttpRequest, aside: bool = False) -> list[Heap]:
    """What waits for who calls, or what they put off."""
    groups = waiting_for(reader_of(request), on=timezone.localdate(), aside=aside)
    return [
        Heap(
            kind=str(group.kind),
            label=group.label,
            total=group.total,
            things=[
                Thing(
                    item=one.key,
                    what=one.what,
                    why=one.why,
                    since=one.since,
                    due=one.due,
                    page=one.url,
                    may_end=one.may_end,
                )
                for one in group.items
            ],
        )
        for group in groups
    ]


@work.post("/inbox/{item}/", response={204: None})
def set_aside(request: HttpRequest, body: Aside, item: Item) -> Any:
    """Have done with a thing, put it off until a day, or bring it back."""
    reader, at = reader_of(request), timezone.now()
    found = waiting(reader, key=item, on=timezone.localdate())
    if found is None:
        raise Http404
    if body.to == "done":
        finish(found, reader=reader, at=at)
    elif body.to == "back":
        bring_back(found, reader=reader)
    else:
        put_off(found, reader=reader, until=body.until or day_of(at), at=at)
    return Status(204, None)


@work.get("/search/", response={200: list[Hits]})
def search_rows(request: HttpRequest, q: QueryEx[str, P(max_length=200)] = "") -> list[Hits]:
    """What the words find, register by register."""
    return [
        Hits(
            title=str(group.title),
            address=group.url,
            has_more=group.has_more,
            rows=[
                Hit(
                    page=row.url,
                    name=_text(row.name),
                    code=_text(row.code),
                    excerpt=_text(row.excerpt),
                )
                for row in group.rows
            ],
        )
        for group in index.found(reader_of(request), q.strip())
    ]


@work.get("/capacity/", response={200: CapacityTold})
def read_capacity(
    request: HttpRequest,
    since: Since = "",
    quarters: QueryEx[int, P(ge=1, le=8)] = 4,
    page: Place = 1,
    per_page: Size = 50,
) -> CapacityTold:
    """The person-days that the teams have, quarter by quarter; the teams come page by page."""
    reader = reader_of(request)
    month = reader.organisation.fiscal_year_start
    first = quarter_written(since, first_month=month)
    table = capacity(
        reader,
        since=first or quarter_of(timezone.localdate(), first_month=month),
        quarters=quarters,
    )
    return CapacityTold(
        quarters=[str(quarter) for quarter in table.quarters],
        teams=page_of(table.teams, _load, page=page, size=per_page),
        units=[_load(load) for load in table.units],
        total=[_days(one) for one in table.total],
    )


def _load(load: Load) -> TeamDays:
    subject = load.subject
    return TeamDays(
        id=subject.pk if subject else None,
        name=str(subject) if subject else "",
        days=[_days(one) for one in load.quarters],
    )


def _days(one: Days) -> PersonDays:
    return PersonDays(
        gross=one.gross,
        absent=one.absent,
        run=one.run,
        unplanned=one.unplanned,
        net=one.net,
        people=one.people,
        unknown=one.unknown,
        unstated=one.unstated,
    )


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
