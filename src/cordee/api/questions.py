"""Questions referred to someone by name: asked, answered, withdrawn by programs."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from cordee.api.errors import FieldsRefused, refuse_invalid
from cordee.api.etags import Claim, etag_from, refuse_stale
from cordee.api.paging import Number, Page
from cordee.api.registers import Wanted, page_asked
from cordee.api.ways_in import let_in
from cordee.people.queries import people
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.discussion import ReferralForm
from cordee.strategy.models import Referral
from cordee.strategy.queries.discussion import is_asked
from cordee.strategy.registers import REFERRALS

questions = Router(tags=["questions"])


class WantedQuestions(Wanted):
    """What the list of questions may be asked for."""

    state: str = Field("", max_length=10)


class QuestionTold(BaseModel):
    """A question, to whom, by when, and its answer."""

    id: int
    question: str
    kind: Referral.Kind
    person: str = Field(description="To whom it is referred.")
    initiative: str | None = Field(description="Code of what it is about.")
    due_on: date | None
    state: Referral.State
    outcome: str = Field(description="The answer; empty as long as there is none.")
    asked_by: str | None = Field(description="Null when the name was erased.")
    asked_at: datetime
    answered_by: str | None
    answered_at: datetime | None


class NewQuestion(BaseModel):
    """One question that can be answered in a few sentences."""

    question: str = Field(min_length=1, max_length=2_000)
    kind: Referral.Kind = Referral.Kind.OPINION
    person: str = Field(min_length=1, max_length=200, description="The name of the person.")
    initiative: str = Field("", max_length=100, description="Code of an initiative.")
    due_on: date | None = None


class NewAnswer(BaseModel):
    """The answer, which whoever asked is told."""

    outcome: str = Field(min_length=1, max_length=5_000)


@questions.get("/referrals/", response={200: Page[QuestionTold]})
def list_referrals(request: HttpRequest, asked: Query[WantedQuestions]) -> Page[QuestionTold]:
    """The questions, the latest first."""
    reader = let_in(REFERRALS.may_read, request)
    return page_asked(REFERRALS, queries.referrals(reader), _told, reader=reader, asked=asked)


@questions.post("/referrals/", response={201: QuestionTold})
def ask_question(request: HttpRequest, response: HttpResponse, body: NewQuestion) -> Any:
    """Refer a question to someone, who must be able to see what it is about."""
    reader = let_in(rules.may_comment, request)
    posted = body.model_dump() | {
        "person": _key(people(reader).filter(name=body.person), "person", body.person),
        "initiative": _key(
            queries.initiatives(reader).filter(code=body.initiative), "initiative", body.initiative
        ),
    }
    form = ReferralForm(posted, reader=reader)
    refuse_invalid(form)
    asked = services.refer(form.instance, by=reader.user, at=timezone.now())
    return Status(201, _shown(_held(reader, asked.pk), response=response))


@questions.get("/referrals/{referral}/", response={200: QuestionTold})
def read_referral(request: HttpRequest, response: HttpResponse, referral: Number) -> QuestionTold:
    """One question, and its answer, with its ETag."""
    held = _held(let_in(REFERRALS.may_read, request), referral)
    return _shown(held, response=response)


@questions.post("/referrals/{referral}/answer/", response={200: QuestionTold})
def answer_referral(
    request: HttpRequest,
    response: HttpResponse,
    body: NewAnswer,
    referral: Number,
    read: Claim = "",
) -> QuestionTold:
    """Answer what one is asked, or anything for those who steer; the first answer stays."""
    reader = let_in(rules.may_comment, request)
    held = _held(reader, referral)
    if not is_asked(reader, referral=held):
        raise Refused(_("This question was asked to someone else."))
    refuse_stale(_etag(held), read=read)
    services.answer(held, outcome=body.outcome, by=reader.user, at=timezone.now())
    return _shown(_held(reader, referral), response=response)


@questions.post("/referrals/{referral}/withdraw/", response={200: QuestionTold})
def withdraw_referral(
    request: HttpRequest, response: HttpResponse, referral: Number, read: Claim = ""
) -> QuestionTold:
    """Take one's own question back before it is answered."""
    reader = let_in(rules.may_comment, request)
    held = _held(reader, referral)
    refuse_stale(_etag(held), read=read)
    services.withdraw(held, by=reader.user, at=timezone.now())
    return _shown(_held(reader, referral), response=response)


def _held(reader: Reader, pk: int) -> Referral:
    return get_object_or_404(queries.referrals(reader), pk=pk)


def _key(rows: Any, field: str, named: str) -> int | None:
    """The number of the row of this name; nothing when nothing is named."""
    if not named:
        return None
    found: int | None = rows.order_by().values_list("pk", flat=True).first()
    if found is None:
        raise FieldsRefused({field: _("“%(name)s” is not known here.") % {"name": named}})
    return found


def _shown(held: Referral, *, response: HttpResponse) -> QuestionTold:
    response["ETag"] = _etag(held)
    return _told(held)


def _etag(held: Referral) -> str:
    """Of all that may still change of a question: whether it is open, and its answer."""
    return etag_from(f"{held.pk}-{held.state}-{held.outcome}")


def _told(held: Referral) -> QuestionTold:
    return QuestionTold(
        id=held.pk,
        question=held.question,
        kind=Referral.Kind(held.kind),
        person=held.person.name,
        initiative=held.initiative.code if held.initiative else None,
        due_on=held.due_on,
        state=Referral.State(held.state),
        outcome=held.outcome,
        asked_by=str(held.asked_by) if held.asked_by else None,
        asked_at=held.asked_at,
        answered_by=str(held.answered_by) if held.answered_by else None,
        answered_at=held.answered_at,
    )
