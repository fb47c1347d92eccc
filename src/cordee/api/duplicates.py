"""Initiatives that look alike or pull against each other, and what is said of a pair."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params import P, QueryEx
from pydantic import BaseModel, Field

from cordee.api.errors import refuse_invalid
from cordee.api.paging import Page, Place, Size, page_of
from cordee.api.records import plain_amount
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.errors import Refused
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.duplicates import VerdictForm
from cordee.strategy.models import DuplicateVerdict
from cordee.strategy.queries.pairs import (
    ConflictPair,
    DuplicatePair,
    Side,
    conflict_pairs,
    duplicate_pairs,
)

duplicates = Router(tags=["duplicates"])
BasisKey = QueryEx[str, P(max_length=40, description="As in 2027-planned.")]


class SideTold(BaseModel):
    """One initiative of a pair."""

    code: str
    name: str
    unit: str
    spend: str | None = Field(description="Null when unknown on this basis.")


class PairTold(BaseModel):
    """Two initiatives of different units written almost alike."""

    first: SideTold
    second: SideTold
    score: float = Field(description="How alike their words are, from 0 to 1.")
    shared: list[str]
    verdict: str = Field(description="`duplicate`, `distinct`, or empty: nobody said.")
    reason: str


class ConflictTold(BaseModel):
    """Two initiatives that pull against each other; null is out of your reach."""

    cause: str
    first: SideTold | None
    second: SideTold | None
    spend: str


class NewVerdict(BaseModel):
    """Duplicate or distinct, and why; nothing is merged."""

    first: str = Field(min_length=1, max_length=100, description="Code of an initiative.")
    second: str = Field(min_length=1, max_length=100)
    verdict: DuplicateVerdict.Verdict
    reason: str = Field(min_length=1, max_length=2_000, pattern=r"\S")


class VerdictTold(BaseModel):
    """What was said of two initiatives."""

    first: str
    second: str
    verdict: DuplicateVerdict.Verdict
    reason: str


@duplicates.get("/duplicates/", response={200: Page[PairTold]})
def list_duplicates(
    request: HttpRequest, basis: BasisKey = "", page: Place = 1, per_page: Size = 50
) -> Page[PairTold]:
    """The possible duplicates, the most alike first."""
    reader = reader_of(request)
    pairs = duplicate_pairs(reader, picture=_picture(request, basis))
    return page_of(pairs, _pair, page=page, size=per_page)


@duplicates.get("/conflicts/", response={200: Page[ConflictTold]})
def list_conflicts(
    request: HttpRequest, basis: BasisKey = "", page: Place = 1, per_page: Size = 50
) -> Page[ConflictTold]:
    """The initiatives in conflict, the largest spend first."""
    reader = reader_of(request)
    pairs = conflict_pairs(reader, picture=_picture(request, basis))
    return page_of(pairs, _conflict, page=page, size=per_page)


@duplicates.put("/duplicates/verdict/", response={200: VerdictTold})
def rule_on_duplicates(request: HttpRequest, body: NewVerdict) -> VerdictTold:
    """Say whether two initiatives that look alike are duplicates."""
    reader = let_in(rules.may_edit_initiatives, request)
    if body.first == body.second:
        raise Refused(_("Name two different initiatives."))
    rows = queries.initiatives(reader)
    first = get_object_or_404(rows, code=body.first)
    second = get_object_or_404(rows, code=body.second)
    form = VerdictForm({"verdict": body.verdict, "reason": body.reason})
    refuse_invalid(form)
    said = services.rule_on_duplicates(
        first, second, **form.cleaned_data, by=reader.user, at=timezone.now()
    )
    return VerdictTold(
        first=body.first,
        second=body.second,
        verdict=DuplicateVerdict.Verdict(said.verdict),
        reason=said.reason,
    )


def _picture(request: HttpRequest, basis: str) -> queries.Picture:
    reader = reader_of(request)
    chosen = queries.chosen_basis(reader, key=basis)
    return queries.picture(reader, basis=chosen, on=timezone.localdate())


def _pair(pair: DuplicatePair) -> PairTold:
    return PairTold(
        first=_side(pair.first),
        second=_side(pair.second),
        score=pair.score,
        shared=list(pair.shared),
        verdict=pair.verdict,
        reason=pair.reason,
    )


def _conflict(pair: ConflictPair) -> ConflictTold:
    return ConflictTold(
        cause=pair.cause,
        first=_side(pair.first) if pair.first else None,
        second=_side(pair.second) if pair.second else None,
        spend=plain_amount(pair.spend),
    )


def _side(side: Side) -> SideTold:
    return SideTold(
        code=side.code,
        name=side.name,
        unit=side.unit,
        spend=plain_amount(side.spend) if side.known and side.spend is not None else None,
    )
