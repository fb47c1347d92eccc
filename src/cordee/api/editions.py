"""What was frozen: the editions, what each keeps, what moved from one to another."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status
from ninja.params import P, QueryEx
from pydantic import BaseModel, Field

from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.records import plain_amount
from cordee.api.ways_in import let_in, reader_of
from cordee.strategy import queries, rules, services
from cordee.strategy.models import Edition
from cordee.strategy.queries.comparison import Comparison
from cordee.strategy.queries.editions import compared
from cordee.strategy.queries.editions import editions as kept_editions
from cordee.strategy.queries.freezing import FrozenFigures, portfolio_of

editions = Router(tags=["editions"])
BasisKey = QueryEx[str, P(max_length=40, description="As in 2027-planned.")]
Against = QueryEx[int | None, P(ge=1, lt=2**63)]


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


class FrozenObjective(BaseModel):
    """A leaf objective as it was: its priority and what it received."""

    code: str
    name: str
    priority: float | None
    share: float | None
    spend: str


class FrozenBasis(BaseModel):
    """The figures of one basis, as they were."""

    basis: str
    score: float | None
    total: str
    known: int
    of: int
    orphan_spend: str
    conflict_spend: str
    objectives: list[FrozenObjective]


class Held(Kept):
    """An edition with what it keeps."""

    on: date
    currency: str
    is_intact: bool = Field(description="Whether what is kept still has its digest.")
    initiatives: list[str]
    figures: list[FrozenBasis]


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


@editions.get("/editions/", response={200: Page[Kept]})
def list_editions(request: HttpRequest, page: Place = 1, per_page: Size = 50) -> Page[Kept]:
    """The editions, the latest first."""
    rows = kept_editions(reader_of(request)).defer("content", "pictures")
    return page_of(rows, _kept, page=page, size=per_page)


@editions.post("/editions/", response={201: Kept})
def freeze_edition(request: HttpRequest, body: NewEdition) -> Any:
    """Freeze the portfolio as it is now."""
    reader = let_in(rules.may_freeze_editions, request)
    name, note = body.name.strip(), body.note.strip()
    edition = services.freeze_edition(reader, name=name, note=note, at=timezone.now())
    return Status(201, _kept(edition))


@editions.get("/editions/{edition}/", response={200: Held})
def read_edition(request: HttpRequest, edition: Number) -> Held:
    """What an edition keeps: its figures on each basis, as they were that day."""
    held = get_object_or_404(kept_editions(reader_of(request)), pk=edition)
    portfolio = portfolio_of(held.content)
    return Held(
        **_kept(held).model_dump(),
        on=portfolio.on,
        currency=portfolio.currency,
        is_intact=services.digest_of(held.content) == held.digest,
        initiatives=[initiative.code for initiative in portfolio.initiatives],
        figures=[_figures(figures) for figures in portfolio.figures],
    )


@editions.get("/editions/{edition}/changes/", response={200: Changes})
def read_changes(
    request: HttpRequest,
    edition: Number,
    against: Against = None,
    basis: BasisKey = "",
) -> Changes:
    """What moved from this edition to a later one, or to today."""
    reader = reader_of(request)
    before = get_object_or_404(kept_editions(reader), pk=edition)
    after = get_object_or_404(kept_editions(reader), pk=against) if against else None
    chosen = queries.chosen_basis(reader, key=basis)
    on = timezone.localdate()
    return _changes(compared(reader, before=before, after=after, basis=chosen, on=on))


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


def _figures(figures: FrozenFigures) -> FrozenBasis:
    return FrozenBasis(
        basis=figures.basis.key,
        score=figures.score,
        total=plain_amount(figures.total),
        known=figures.coverage.known,
        of=figures.coverage.of,
        orphan_spend=plain_amount(figures.orphan_spend),
        conflict_spend=plain_amount(figures.conflict_spend),
        objectives=[
            FrozenObjective(
                code=one.code,
                name=one.name,
                priority=one.priority,
                share=one.share,
                spend=plain_amount(one.spend),
            )
            for one in figures.objectives
        ],
    )


def _or_none(amount: Decimal | None) -> str | None:
    return None if amount is None else plain_amount(amount)
