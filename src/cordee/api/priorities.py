"""What matters more: the points of one level, and scenarios of other points with their reason."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.params import P, QueryEx
from pydantic import BaseModel, Field

from cordee.api.errors import FieldsRefused, refuse_invalid
from cordee.api.etags import Claim, etag_from, etag_of, refuse_stale
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.records import plain_amount
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.editions import ScenarioForm
from cordee.strategy.models import Scenario
from cordee.strategy.queries.priorities import Allotment, allotment
from cordee.strategy.queries.scenarios import points_of, scenarios, scored_scenarios

priorities = Router(tags=["priorities"])
BasisKey = QueryEx[str, P(max_length=40, description="As in 2027-planned.")]
Parent = QueryEx[str, P(max_length=40, description="Code of an objective; empty: the top level.")]
Points = dict[
    Annotated[str, Field(max_length=40)],
    Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=2, allow_inf_nan=False)],
]


class Weight(BaseModel):
    """An objective among those of its level; amounts are decimal strings, null when unknown."""

    code: str
    name: str
    points: str | None
    priority: float | None
    share: float | None
    spend: str
    initiatives: int
    parts: int


class Level(BaseModel):
    """The objectives among which 100 points are shared."""

    parent: str | None
    basis: str
    points: str
    objectives: list[Weight]


class Share(BaseModel):
    """100 points among all the objectives of one level, by code, and why."""

    parent: str = Field("", max_length=40)
    points: Points = Field(max_length=500)
    reason: str = Field(min_length=1, max_length=2_000, pattern=r"\S")


class Imagined(BaseModel):
    """A scenario and the alignment that its points would give."""

    id: int
    revision: int
    name: str
    reason: str
    points: dict[str, str] = Field(description="By code; objectives that are gone are left out.")
    adopted_at: datetime | None
    score: float | None


class NewScenario(BaseModel):
    """Points by code, level by level; the levels left out keep theirs."""

    name: str = Field(min_length=1, max_length=120)
    reason: str = Field(min_length=1, max_length=2_000)
    points: Points = Field(max_length=500)


class ChangedScenario(BaseModel):
    """What is sent changes; points replace all those of the scenario."""

    name: str | None = Field(None, min_length=1, max_length=120)
    reason: str | None = Field(None, min_length=1, max_length=2_000)
    points: Points | None = Field(None, max_length=500)


@priorities.get("/priorities/", response={200: Level})
def read_priorities(
    request: HttpRequest, response: HttpResponse, parent: Parent = "", basis: BasisKey = ""
) -> Level:
    """The points of one level, with what each objective receives; the ETag to share them again."""
    reader = reader_of(request)
    return _level(reader, parent=parent, basis=basis, response=response)


@priorities.put("/priorities/", response={200: Level})
def share_points(
    request: HttpRequest, response: HttpResponse, body: Share, read: Claim = ""
) -> Level:
    """Share 100 points among all the objectives of one level."""
    reader = let_in(rules.may_allot_priorities, request)
    shown = _allotment(reader, parent=body.parent, basis="")
    refuse_stale(_etag(shown), read=read)
    objectives = {part.objective.code: part.objective for part in shown.parts}
    if set(objectives) != set(body.points):
        codes = ", ".join(objectives)
        raise Refused(
            _("Give points to each objective of the level: %(codes)s.") % {"codes": codes}
        )
    services.allot_priorities(
        reader.organisation,
        points={objectives[code]: given for code, given in body.points.items()},
        by=reader.user,
        at=timezone.now(),
        reason=body.reason.strip(),
    )
    return _level(reader, parent=body.parent, basis="", response=response)


@priorities.get("/scenarios/", response={200: Page[Imagined]})
def list_scenarios(
    request: HttpRequest, basis: BasisKey = "", page: Place = 1, per_page: Size = 50
) -> Page[Imagined]:
    """The scenarios, each with the alignment it would give."""
    reader = reader_of(request)
    return page_of(
        scenarios(reader),
        lambda one: one,
        page=page,
        size=per_page,
        together=lambda rows: _imagined(reader, rows, basis=basis),
    )


@priorities.post("/scenarios/", response={201: Imagined})
def write_scenario(request: HttpRequest, response: HttpResponse, body: NewScenario) -> Any:
    """Imagine other points; the organisation's own do not move."""
    reader = let_in(rules.may_allot_priorities, request)
    told = body.model_dump()
    saved = _saved(reader, Scenario(organisation=reader.organisation), told=told)
    return Status(201, _one(reader, saved.pk, basis="", response=response))


@priorities.get("/scenarios/{scenario}/", response={200: Imagined})
def read_scenario(
    request: HttpRequest, response: HttpResponse, scenario: Number, basis: BasisKey = ""
) -> Imagined:
    """One scenario, with its ETag."""
    reader = reader_of(request)
    held = get_object_or_404(scenarios(reader), pk=scenario)
    return _one(reader, held.pk, basis=basis, response=response)


@priorities.patch("/scenarios/{scenario}/", response={200: Imagined})
def change_scenario(
    request: HttpRequest,
    response: HttpResponse,
    body: ChangedScenario,
    scenario: Number,
    read: Claim = "",
) -> Imagined:
    """Change what is sent."""
    reader = let_in(rules.may_allot_priorities, request)
    held = _claimed(reader, scenario, read=read)
    codes = _codes(reader)
    now = {codes[pk]: points for pk, points in points_of(held).items() if pk in codes}
    told = {"name": held.name, "reason": held.reason, "points": now}
    _saved(reader, held, told=told | body.model_dump(exclude_none=True))
    return _one(reader, held.pk, basis="", response=response)


@priorities.post("/scenarios/{scenario}/adopt/", response={200: Imagined})
def adopt_scenario(
    request: HttpRequest, response: HttpResponse, scenario: Number, read: Claim = ""
) -> Imagined:
    """Make its points those of the organisation."""
    reader = let_in(rules.may_allot_priorities, request)
    held = _claimed(reader, scenario, read=read)
    services.adopt_scenario(held, by=reader.user, at=timezone.now())
    return _one(reader, held.pk, basis="", response=response)


@priorities.delete("/scenarios/{scenario}/", response={204: None})
def remove_scenario(request: HttpRequest, scenario: Number, read: Claim = "") -> Any:
    """Remove a scenario."""
    reader = let_in(rules.may_allot_priorities, request)
    held = _claimed(reader, scenario, read=read)
    services.remove_scenario(held, by=reader.user, at=timezone.now())
    return Status(204, None)


def _allotment(reader: Reader, *, parent: str, basis: str) -> Allotment:
    above = get_object_or_404(queries.objectives(reader), code=parent) if parent else None
    chosen = queries.chosen_basis(reader, key=basis)
    standing = queries.standing(reader, basis=chosen, on=timezone.localdate())
    return allotment(reader, parent=above, standing=standing)


def _level(reader: Reader, *, parent: str, basis: str, response: HttpResponse) -> Level:
    shown = _allotment(reader, parent=parent, basis=basis)
    response["ETag"] = _etag(shown)
    return Level(
        parent=shown.parent.code if shown.parent else None,
        basis=queries.chosen_basis(reader, key=basis).key,
        points=plain_amount(shown.points),
        objectives=[
            Weight(
                code=part.objective.code,
                name=part.objective.name,
                points=None
                if part.objective.weight is None
                else plain_amount(part.objective.weight),
                priority=part.priority,
                share=part.share,
                spend=plain_amount(part.spend),
                initiatives=part.initiatives,
                parts=part.parts,
            )
            for part in shown.parts
        ],
    )


def _etag(shown: Allotment) -> str:
    """Of the whole level: a change of any of its objectives moves it."""
    told = ",".join(f"{part.objective.pk}-{part.objective.revision}" for part in shown.parts)
    return etag_from(told)


def _codes(reader: Reader) -> dict[int, str]:
    return dict(queries.objectives(reader).order_by().values_list("pk", "code"))


def _imagined(reader: Reader, rows: Iterable[Scenario], *, basis: str) -> list[Imagined]:
    codes = _codes(reader)
    chosen = queries.chosen_basis(reader, key=basis)
    found = scored_scenarios(reader, rows, basis=chosen, on=timezone.localdate())
    return [
        Imagined(
            id=one.scenario.pk,
            revision=one.scenario.revision,
            name=one.scenario.name,
            reason=one.scenario.reason,
            points={
                codes[key]: plain_amount(points)
                for key, points in points_of(one.scenario).items()
                if key in codes
            },
            adopted_at=one.scenario.adopted_at,
            score=one.score,
        )
        for one in found
    ]


def _one(reader: Reader, pk: int, *, basis: str, response: HttpResponse) -> Imagined:
    (found,) = _imagined(reader, scenarios(reader).filter(pk=pk), basis=basis)
    response["ETag"] = f'"{found.id}-{found.revision}"'
    return found


def _claimed(reader: Reader, pk: int, *, read: str) -> Scenario:
    held = get_object_or_404(scenarios(reader), pk=pk)
    refuse_stale(etag_of(held), read=read)
    return held


def _saved(reader: Reader, row: Scenario, *, told: dict[str, Any]) -> Scenario:
    """Through the form of the page, so that it refuses the same."""
    numbers = {code: pk for pk, code in _codes(reader).items()}
    if unknown := [code for code in told["points"] if code not in numbers]:
        raise FieldsRefused(
            {"points": _("“%(name)s” is not known here.") % {"name": ", ".join(unknown)}}
        )
    boxes = {f"points-{numbers[code]}": f"{given}" for code, given in told["points"].items()}
    posted = {"name": told["name"], "reason": told["reason"], **boxes}
    form = ScenarioForm(posted, instance=row, reader=reader)
    refuse_invalid(form)
    return services.save_scenario(form.instance, **form.links(), by=reader.user, at=timezone.now())
