"""What is more than a row: the picture, the priorities, a state, an edition, a document."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status
from ninja.params import P, PathEx, QueryEx
from pydantic import BaseModel, Field

from cordee.api.errors import NOT_READ, NOT_WRITTEN
from cordee.api.records import plain_amount
from cordee.api.ways_in import let_in, reader_of
from cordee.strategy import queries, rules, services
from cordee.strategy.models import Edition, Initiative
from cordee.strategy.queries import editions as kept
from cordee.strategy.queries.comparison import Comparison

deeds = Router(tags=["deeds"])
BasisKey = QueryEx[str, P(max_length=40, description="As in 2027-planned.")]
Code = PathEx[str, P(min_length=1, max_length=100)]
Number = PathEx[int, P(ge=1, lt=2**63)]
Against = QueryEx[int | None, P(ge=1, lt=2**63)]


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


class NewEdition(BaseModel):
    """An edition to freeze."""

    name: str = Field(min_length=1, max_length=120)
    note: str = Field("", max_length=2000)


class Kept(BaseModel):
    """A frozen edition."""

    id: int
    name: str
    note: str
    at: datetime
    digest: str


class Drift(BaseModel):
    """A cost that moved; null is an unknown."""

    kind: str
    code: str
    before: str | None
    after: str | None


class Changes(BaseModel):
    """What moved between two portfolios on one basis."""

    since: date
    on: date
    basis: str
    added: list[str]
    removed: list[str]
    states: dict[str, list[str]]
    spend: list[Drift]
    dates: list[dict[str, str | None]]
    priorities: dict[str, list[float | None]]
    total_before: str | None
    total_after: str | None
    score_before: float | None
    score_after: float | None


@deeds.get("/me/", response={200: Me, 401: NOT_READ[401], 403: NOT_READ[403]})
def read_me(request: HttpRequest) -> Me:
    """Who calls, in which organisation, with which role."""
    reader = reader_of(request)
    return Me(
        name=str(reader.user),
        organisation=reader.organisation.slug,
        role=reader.role.value,
        is_perimeter=reader.units is not None,
    )


@deeds.get("/alignment/", response={200: Alignment, **NOT_READ})
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


@deeds.post("/initiatives/{code}/state/", response={200: Moved, **NOT_WRITTEN})
def move_initiative(request: HttpRequest, body: Move, code: Code) -> Moved:
    """Pass an initiative to another state of its life."""
    reader = let_in(rules.may_edit_initiatives, request)
    initiative = get_object_or_404(queries.initiatives(reader), code=code)
    at = timezone.now()
    services.move_to_state(initiative, to=body.to, reason=body.reason, by=reader.user, at=at)
    following = queries.next_states(initiative, on=at.date())
    return Moved(code=code, state=initiative.status, next=[state.value for state in following])


@deeds.get("/editions/", response={200: list[Kept], **NOT_READ})
def list_editions(request: HttpRequest) -> list[Kept]:
    """The editions, the latest first."""
    reader = reader_of(request)
    return [_kept(edition) for edition in kept.editions(reader).defer("content", "pictures")]


@deeds.post("/editions/", response={201: Kept, **NOT_WRITTEN})
def freeze_edition(request: HttpRequest, body: NewEdition) -> Any:
    """Freeze the portfolio as it is now."""
    reader = let_in(rules.may_freeze_editions, request)
    name, note = body.name.strip(), body.note.strip()
    edition = services.freeze_edition(reader, name=name, note=note, at=timezone.now())
    return Status(201, _kept(edition))


@deeds.get("/editions/{edition}/changes/", response={200: Changes, **NOT_READ})
def read_changes(
    request: HttpRequest,
    edition: Number,
    against: Against = None,
    basis: BasisKey = "",
) -> Changes:
    """What moved from this edition to a later one, or to today."""
    reader = reader_of(request)
    before = get_object_or_404(kept.editions(reader), pk=edition)
    after = get_object_or_404(kept.editions(reader), pk=against) if against else None
    chosen = queries.chosen_basis(reader, key=basis)
    on = timezone.localdate()
    return _changes(kept.compared(reader, before=before, after=after, basis=chosen, on=on))


def _changes(moved: Comparison) -> Changes:
    before, after = moved.before, moved.after
    return Changes(
        since=moved.since,
        on=moved.on,
        basis=moved.basis.key,
        added=[initiative.code for initiative in moved.added],
        removed=[initiative.code for initiative in moved.removed],
        states={drift.code: [drift.before, drift.after] for drift in moved.states},
        spend=[
            Drift(kind=d.kind, code=d.code, before=_or_none(d.before), after=_or_none(d.after))
            for d in moved.spend
        ],
        dates=[
            {
                "code": d.code,
                "field": d.field,
                "before": d.before.isoformat() if d.before else None,
                "after": d.after.isoformat() if d.after else None,
            }
            for d in moved.dates
        ],
        priorities={drift.code: [drift.before, drift.after] for drift in moved.priorities},
        total_before=_or_none(before.total if before else None),
        total_after=_or_none(after.total if after else None),
        score_before=before.score if before else None,
        score_after=after.score if after else None,
    )


def _kept(edition: Edition) -> Kept:
    return Kept(
        id=edition.pk,
        name=edition.name,
        note=edition.note,
        at=edition.at,
        digest=edition.digest,
    )


def _or_none(amount: Decimal | None) -> str | None:
    return None if amount is None else plain_amount(amount)
