"""What is more than a row: who calls, the picture, a state."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router
from ninja.params import P, PathEx, QueryEx
from pydantic import BaseModel, Field

from cordee.api.records import plain_amount
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.days import day_of
from cordee.strategy import queries, rules, services
from cordee.strategy.models import Initiative

deeds = Router(tags=["deeds"])
BasisKey = QueryEx[str, P(max_length=40, description="As in 2027-planned.")]
Code = PathEx[str, P(min_length=1, max_length=100)]


class Me(BaseModel):
    """Who calls, and where."""

    name: str
    organisation: str
    role: str
    is_perimeter: bool = Field(description="Whether only some units are in reach.")


class ObjectiveFigure(BaseModel):
    """One leaf objective; amounts are decimal strings, null when unknown."""

    code: str
    name: str
    priority: float | None
    share: float | None
    spend: str
    state: str


class Alignment(BaseModel):
    """The golden thread on one basis, with what it rests on."""

    basis: str
    on: date
    currency: str
    score: float | None
    total: str
    known: int
    of: int
    orphan_spend: str
    orphan_share: float | None
    orphan_initiatives: list[str]
    concentration: float | None
    joint_sponsorship: float | None
    run_share: float | None
    conflict_spend: str
    objectives: list[ObjectiveFigure]


class Move(BaseModel):
    """The state an initiative passes to, and why."""

    to: Initiative.Status
    reason: str = Field("", max_length=2000)


class Moved(BaseModel):
    """Where the initiative stands now."""

    code: str
    state: str
    next: list[str]


@deeds.get("/me/", response={200: Me})
def read_me(request: HttpRequest) -> Me:
    """Who calls, in which organisation, with which role."""
    reader = reader_of(request)
    return Me(
        name=str(reader.user),
        organisation=reader.organisation.slug,
        role=reader.role.value,
        is_perimeter=reader.units is not None,
    )


@deeds.get("/alignment/", response={200: Alignment})
def read_alignment(request: HttpRequest, basis: BasisKey = "") -> Alignment:
    """What the spend serves, against the priorities; `basis` as in `2027-planned`."""
    reader = reader_of(request)
    chosen = queries.chosen_basis(reader, key=basis)
    drawn = queries.picture(reader, basis=chosen, on=timezone.localdate())
    return Alignment(
        basis=chosen.key,
        on=drawn.on,
        currency=drawn.currency,
        score=drawn.score,
        total=plain_amount(drawn.total),
        known=drawn.coverage.known,
        of=drawn.coverage.of,
        orphan_spend=plain_amount(drawn.orphan_spend),
        orphan_share=drawn.orphan_share,
        orphan_initiatives=[source.code for source in drawn.orphan_initiatives],
        concentration=drawn.concentration,
        joint_sponsorship=drawn.joint_sponsorship,
        run_share=drawn.run_share,
        conflict_spend=plain_amount(drawn.conflict_spend),
        objectives=[
            ObjectiveFigure(
                code=o.code,
                name=o.name,
                priority=o.priority,
                share=o.share,
                spend=plain_amount(o.spend),
                state=o.state,
            )
            for o in drawn.objectives
        ],
    )


@deeds.post("/initiatives/{code}/state/", response={200: Moved})
def move_initiative(request: HttpRequest, body: Move, code: Code) -> Moved:
    """Pass an initiative to another state of its life."""
    reader = let_in(rules.may_edit_initiatives, request)
    initiative = get_object_or_404(queries.initiatives(reader), code=code)
    at = timezone.now()
    services.move_to_state(initiative, to=body.to, reason=body.reason, by=reader.user, at=at)
    following = queries.next_states(initiative, on=day_of(at))
    return Moved(code=code, state=initiative.status, next=[state.value for state in following])
