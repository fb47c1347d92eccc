"""What people say of initiatives and needs: read, said, corrected, taken back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status
from ninja.params import P, PathEx
from pydantic import BaseModel, Field

from cordee.api.etags import Claim, etag_of, refuse_stale
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.access import Reader
from cordee.strategy import queries, rules, services
from cordee.strategy.models import Comment, Initiative, Need
from cordee.strategy.queries.discussion import about

talks = Router(tags=["comments"])
Code = PathEx[str, P(min_length=1, max_length=100)]


class Words(BaseModel):
    """What is said; an @ before a name calls this person, if they can see it."""

    text: str = Field(min_length=1, max_length=5_000)


class Said(BaseModel):
    """One comment."""

    id: int
    who: str | None = Field(description="Null when the name was erased.")
    at: datetime
    text: str
    called: list[str]
    is_changed: bool
    is_mine: bool
    may_change: bool


@talks.get("/initiatives/{code}/comments/", response={200: Page[Said]})
def comments_on_initiative(
    request: HttpRequest, code: Code, page: Place = 1, per_page: Size = 50
) -> Page[Said]:
    """What was said of an initiative."""
    subject = get_object_or_404(queries.initiatives(reader_of(request)), code=code)
    return _page(request, subject, page=page, size=per_page)


@talks.post("/initiatives/{code}/comments/", response={201: Said})
def comment_on_initiative(
    request: HttpRequest, response: HttpResponse, body: Words, code: Code
) -> Any:
    """Say something of an initiative."""
    reader = let_in(rules.may_comment, request)
    subject = get_object_or_404(queries.initiatives(reader), code=code)
    return _comment(reader, subject, text=body.text, response=response)


@talks.get("/needs/{need}/comments/", response={200: Page[Said]})
def comments_on_need(
    request: HttpRequest, need: Number, page: Place = 1, per_page: Size = 50
) -> Page[Said]:
    """What was said of a need."""
    subject = get_object_or_404(queries.needs(reader_of(request)), pk=need)
    return _page(request, subject, page=page, size=per_page)


@talks.post("/needs/{need}/comments/", response={201: Said})
def comment_on_need(request: HttpRequest, response: HttpResponse, body: Words, need: Number) -> Any:
    """Say something of a need."""
    reader = let_in(rules.may_comment, request)
    subject = get_object_or_404(queries.needs(reader), pk=need)
    return _comment(reader, subject, text=body.text, response=response)


@talks.get("/comments/{comment}/", response={200: Said})
def read_comment(request: HttpRequest, response: HttpResponse, comment: Number) -> Said:
    """One comment, with its ETag."""
    reader = reader_of(request)
    return _told(_held(reader, comment), reader=reader, response=response)


@talks.patch("/comments/{comment}/", response={200: Said})
def change_comment(
    request: HttpRequest, response: HttpResponse, body: Words, comment: Number, read: Claim = ""
) -> Said:
    """Correct one's own words, a short while after they were said."""
    reader = let_in(rules.may_comment, request)
    held = _held(reader, comment)
    refuse_stale(_etag(held), read=read)
    services.change_comment(held, text=body.text, by=reader.user, at=timezone.now())
    return _told(_held(reader, comment), reader=reader, response=response)


@talks.delete("/comments/{comment}/", response={204: None})
def remove_comment(request: HttpRequest, comment: Number, read: Claim = "") -> Any:
    """Take one's own words back."""
    reader = let_in(rules.may_comment, request)
    held = _held(reader, comment)
    refuse_stale(_etag(held), read=read)
    services.remove_comment(held, by=reader.user, at=timezone.now())
    return Status(204, None)


def _page(request: HttpRequest, subject: Initiative | Need, *, page: int, size: int) -> Page[Said]:
    reader = reader_of(request)
    rows = queries.comments(reader).filter(**about(subject)).prefetch_related("mentions__user")
    return page_of(rows, lambda one: _said(one, reader=reader), page=page, size=size)


def _comment(
    reader: Reader, subject: Initiative | Need, *, text: str, response: HttpResponse
) -> Any:
    said = services.comment_on(subject, text=text, by=reader.user, at=timezone.now())
    return Status(201, _told(_held(reader, said.pk), reader=reader, response=response))


def _held(reader: Reader, comment: int) -> Comment:
    rows = queries.comments(reader).prefetch_related("mentions__user")
    return get_object_or_404(rows, pk=comment)


def _told(comment: Comment, *, reader: Reader, response: HttpResponse) -> Said:
    response["ETag"] = _etag(comment)
    return _said(comment, reader=reader)


def _etag(comment: Comment) -> str:
    return etag_of(comment, moved=comment.changed_at or comment.said_at)


def _said(comment: Comment, *, reader: Reader) -> Said:
    return Said(
        id=comment.pk,
        who=str(comment.author) if comment.author else None,
        at=comment.said_at,
        text=comment.text,
        called=[str(mention.user) for mention in comment.mentions.all()],
        is_changed=comment.changed_at is not None,
        is_mine=comment.author_id == reader.user.pk,
        may_change=rules.may_change_comment(reader, comment=comment, at=timezone.now()),
    )
