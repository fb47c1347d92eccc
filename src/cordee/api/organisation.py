"""What the organisation is called and demands, and all of it taken out in one file."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status
from pydantic import BaseModel, Field

from cordee.api.errors import refuse_invalid
from cordee.api.etags import Claim, etag_from, refuse_stale
from cordee.api.files import file_contract
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.ways_in import let_in, reader_of
from cordee.people import rules, services
from cordee.people.forms import OrganisationSettingsForm
from cordee.platform import archives
from cordee.platform.archives.work import Standing
from cordee.platform.models import Archive, Organisation

organisation = Router(tags=["organisation"])


class OrganisationTold(BaseModel):
    """The organisation in which the token acts."""

    name: str
    slug: str
    currency: str
    language: str
    colour: str = Field(description="Empty: each member sees one of their own.")
    requires_second_factor: bool
    erase_on: datetime | None = Field(
        description="When it is to be erased; until then nothing is written there."
    )


class ChangedOrganisation(BaseModel):
    """What is sent changes."""

    name: str | None = Field(None, min_length=1, max_length=120)
    colour: str | None = Field(None, max_length=20)


class Demand(BaseModel):
    """Whether a second factor is demanded of every member."""

    is_required: bool


class ArchiveTold(BaseModel):
    """All of the organisation in one file, kept for some days."""

    id: int
    state: str
    is_busy: bool = Field(description="The worker writes it: ask again in a while.")
    asked_at: datetime
    expires_at: datetime
    rows: int | None
    size: int | None = Field(description="In bytes; null until it is written.")


@organisation.get("/organisation/", response={200: OrganisationTold})
def read_organisation(request: HttpRequest, response: HttpResponse) -> OrganisationTold:
    """What the organisation is called and demands, with its ETag."""
    return _told(reader_of(request).organisation, response=response)


@organisation.patch("/organisation/", response={200: OrganisationTold})
def change_organisation(
    request: HttpRequest, response: HttpResponse, body: ChangedOrganisation, read: Claim = ""
) -> OrganisationTold:
    """Another name, another colour."""
    reader = let_in(rules.may_administer, request)
    held = reader.organisation
    refuse_stale(_etag(held), read=read)
    seen = services.settled(held)
    now = {"name": held.name, "colour": held.colour}
    form = OrganisationSettingsForm(now | body.model_dump(exclude_none=True))
    refuse_invalid(form)
    links = form.links() | {"seen": seen}
    changed = services.change_organisation(held, **links, by=reader.user, at=timezone.now())
    return _told(changed, response=response)


@organisation.put("/organisation/security/", response={200: OrganisationTold})
def demand_second_factor(
    request: HttpRequest, response: HttpResponse, body: Demand, read: Claim = ""
) -> OrganisationTold:
    """Demand a second factor of every member, or no longer; whoever demands it has one."""
    reader = let_in(rules.may_administer, request)
    held = reader.organisation
    refuse_stale(_etag(held), read=read)
    services.require_second_factor(
        held,
        is_required=body.is_required,
        by=reader.user,
        at=timezone.now(),
        seen=services.settled(held),
    )
    return _told(held, response=response)


@organisation.get("/archives/", response={200: Page[ArchiveTold]})
def list_archives(request: HttpRequest, page: Place = 1, per_page: Size = 50) -> Page[ArchiveTold]:
    """The archives that were asked for, the latest first."""
    reader = let_in(rules.may_administer, request)
    rows = archives.archives(reader)
    return page_of(rows, _archive, page=page, size=per_page, together=archives.standing)


@organisation.post("/archives/", response={201: ArchiveTold})
def ask_archive(request: HttpRequest) -> Any:
    """Ask for all of the organisation in one file: the worker writes it."""
    reader = let_in(rules.may_administer, request)
    asked = archives.ask_for_archive(reader.organisation, by=reader.user, at=timezone.now())
    return Status(201, _standing(asked))


@organisation.get("/archives/{archive}/", response={200: ArchiveTold})
def read_archive(request: HttpRequest, archive: Number) -> ArchiveTold:
    """How far one archive is."""
    reader = let_in(rules.may_administer, request)
    return _standing(get_object_or_404(archives.archives(reader), pk=archive))


@organisation.post(
    "/archives/{archive}/file/",
    response={200: None},
    openapi_extra=file_contract("application/zip"),
)
def take_archive(request: HttpRequest, archive: Number) -> FileResponse:
    """The file itself; posted, for the journal keeps who took it."""
    reader = let_in(rules.may_administer, request)
    held = get_object_or_404(archives.archives(reader), pk=archive)
    path = archives.opened_archive(held, by=reader.user, at=timezone.now())
    return FileResponse(path.open("rb"), as_attachment=True, filename=archives.file_name(held))


def _told(held: Organisation, *, response: HttpResponse) -> OrganisationTold:
    response["ETag"] = _etag(held)
    return OrganisationTold(
        name=held.name,
        slug=held.slug,
        currency=held.currency,
        language=held.language,
        colour=held.colour,
        requires_second_factor=held.requires_second_factor,
        erase_on=held.erase_on,
    )


def _etag(held: Organisation) -> str:
    return etag_from(f"{held.pk}-{held.name}-{held.colour}-{held.requires_second_factor}")


def _standing(held: Archive) -> ArchiveTold:
    (found,) = archives.standing([held])
    return _archive(found)


def _archive(found: Standing) -> ArchiveTold:
    held = found.archive
    return ArchiveTold(
        id=held.pk,
        state=held.state,
        is_busy=found.is_busy,
        asked_at=held.asked_at,
        expires_at=held.expires_at,
        rows=held.rows,
        size=held.size,
    )
