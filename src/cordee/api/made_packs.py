"""The board pack made for programs: asked for, watched, then its files taken."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, Field

from cordee.api.errors import Problem
from cordee.api.files import attached, file_contract
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.ways_in import let_in
from cordee.platform.access import Reader
from cordee.reports import jobs, queries, rules
from cordee.reports.documents import CONTENT_TYPES
from cordee.reports.models import Pack
from cordee.strategy.queries.editions import editions

made = Router(tags=["board pack"])


class WantedPack(BaseModel):
    """Which pack is to be made, and which of its files."""

    basis: str = Field("", max_length=40, description="As in 2027-planned.")
    edition: int | None = Field(None, ge=1, lt=2**63, description="None: the pack of today.")
    language: Literal["fr", "en"] | None = Field(
        None, description="None: the language that the request accepts."
    )
    kinds: list[Literal["pdf", "pptx", "xlsx"]] = Field(
        ["pdf", "pptx", "xlsx"], min_length=1, max_length=3
    )


class FileTold(BaseModel):
    """One file of a pack that is made."""

    kind: str
    name: str
    size: int


class PackMaking(BaseModel):
    """A pack that was asked for, and how far its making is."""

    id: int
    state: str = Field(description="waiting, ready or failed.")
    is_busy: bool = Field(description="The worker makes it: ask again in a second.")
    done: int = Field(description="Files already written, while it is being made.")
    total: int
    asked_at: datetime
    expires_at: datetime
    title: str = Field(description="The finding it opens with, once made.")
    problem: str = Field(description="Why it could not be made, or taken.")
    files: list[FileTold]


@made.post("/board-packs/", response={202: PackMaking})
def ask_board_pack(request: HttpRequest, response: HttpResponse, body: WantedPack) -> Any:
    """Have its files made by the worker: ask then at `Location`; a token that reads may."""
    reader = let_in(rules.may_read_board_pack, request)
    if body.edition is not None:
        get_object_or_404(editions(reader), pk=body.edition)
    pack = jobs.ask_for_pack(
        reader,
        basis=body.basis,
        edition=body.edition,
        language=spoken(reader, body.language),
        kinds=body.kinds,
        template=queries.template_in_use(reader),
        at=timezone.now(),
    )
    return accepted(pack, response=response)


@made.get("/board-packs/", response={200: Page[PackMaking]})
def list_asked_packs(
    request: HttpRequest, page: Place = 1, per_page: Size = 50
) -> Page[PackMaking]:
    """Those that the owner of the token asked for, the latest first."""
    rows = queries.packs_within(let_in(rules.may_read_board_pack, request))
    return page_of(rows, _told, page=page, size=per_page, together=queries.standing)


@made.get("/board-packs/{pack}/", response={200: PackMaking})
def read_asked_pack(request: HttpRequest, pack: Number) -> PackMaking:
    """How far it is: ask again in a second while it is being made; then take its files."""
    return _making(_asked(request, pack))


@made.get(
    "/board-packs/{pack}/{kind}/",
    response={200: None, 409: Problem},
    openapi_extra=file_contract(*CONTENT_TYPES.values()),
)
def take_board_pack(
    request: HttpRequest, pack: Number, kind: Literal["pdf", "pptx", "xlsx"]
) -> HttpResponse:
    """One of its files, for some days."""
    content, name = jobs.taken_file(_asked(request, pack), kind=kind, at=timezone.now())
    return attached(content, kind=CONTENT_TYPES[kind], name=name)


def spoken(reader: Reader, language: str | None) -> str:
    return language or get_language() or reader.organisation.language


def _asked(request: HttpRequest, pk: int) -> Pack:
    found = queries.pack(let_in(rules.may_read_board_pack, request), pk=pk)
    if found is None:
        raise Http404
    return found


def accepted(pack: Pack, *, response: HttpResponse) -> Any:
    response["Location"] = f"/api/v1/board-packs/{pack.pk}/"
    return Status(202, _making(pack))


def _making(pack: Pack) -> PackMaking:
    (found,) = queries.standing([pack])
    return _told(found)


def _told(found: queries.Standing) -> PackMaking:
    told, progress = found.pack, found.progress if found.is_busy else None
    return PackMaking(
        id=told.pk,
        state=told.state,
        is_busy=found.is_busy,
        done=progress.done if progress else 0,
        total=len(told.kinds),
        asked_at=told.asked_at,
        expires_at=told.expires_at,
        title=told.title,
        problem=_("Its files are no longer kept.") if found.is_lost else told.problem,
        files=[FileTold(kind=one.kind, name=one.name, size=one.size) for one in found.files],
    )
