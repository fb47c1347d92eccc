"""Who may come in: members and their roles, invitations, what the organisation demands."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from cordee.api.errors import FieldsRefused, refuse_invalid
from cordee.api.etags import Claim, etag_from, etag_of, refuse_stale
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.registers import Wanted, page_asked
from cordee.api.ways_in import let_in
from cordee.people import letters, queries, rules, services
from cordee.people.forms import InvitationForm, MemberForm
from cordee.people.models import Invitation, Membership
from cordee.people.registers import MEMBERS
from cordee.platform.access import Reader, Role

members = Router(tags=["members"])
Units = Annotated[
    list[Annotated[str, Field(max_length=200)]],
    Field(
        max_length=500,
        description="Codes of the units of the perimeter; none: the whole organisation.",
    ),
]


class WantedMembers(Wanted):
    """What the list of members may be asked for."""

    role: str = Field("", max_length=24)


class MemberTold(BaseModel):
    """Somebody who may sign in, with which role and how far they reach."""

    id: int
    name: str
    email: str
    role: Role
    units: list[str] = Field(description="Codes; none: the whole organisation.")
    last_login: datetime | None = Field(description="Null: not signed in yet.")


class ChangedMember(BaseModel):
    """What is sent changes."""

    role: Role | None = None
    units: Units | None = None


class InvitationTold(BaseModel):
    """A place kept for an e-mail, until the link is used or too old."""

    id: int
    email: str
    role: Role
    units: list[str]
    sent_at: datetime
    expires_at: datetime
    link: str | None = Field(
        None, description="Only where no mail leaves, and only in the answer that makes it."
    )


class NewInvitation(BaseModel):
    """Whom to invite, and as what."""

    email: str = Field(min_length=3, max_length=150)
    role: Role
    units: Units = Field(default_factory=list)


@members.get("/members/", response={200: Page[MemberTold]})
def list_members(request: HttpRequest, asked: Query[WantedMembers]) -> Page[MemberTold]:
    """The members, for those who steer."""
    reader = let_in(rules.may_read_members, request)
    return page_asked(MEMBERS, queries.members(reader), _member, reader=reader, asked=asked)


@members.get("/members/{member}/", response={200: MemberTold})
def read_member(request: HttpRequest, response: HttpResponse, member: Number) -> MemberTold:
    """One member, with its ETag."""
    reader = let_in(rules.may_read_members, request)
    return _told(_membership(reader, member), response=response)


@members.patch("/members/{member}/", response={200: MemberTold})
def change_member(
    request: HttpRequest,
    response: HttpResponse,
    body: ChangedMember,
    member: Number,
    read: Claim = "",
) -> MemberTold:
    """Another role, or another perimeter; an owner stays."""
    reader = let_in(rules.may_administer, request)
    held = _membership(reader, member)
    refuse_stale(_etag(held), read=read)
    seen = _place(held)
    units = _codes(held) if body.units is None else body.units
    posted = {"role": body.role or held.role, "units": _keys(reader, units)}
    form = MemberForm(posted, instance=held, reader=reader)
    refuse_invalid(form)
    at = timezone.now()
    links = form.links() | {"seen": seen}
    services.change_member(form.instance, **links, by=reader.user, at=at)
    return _told(_membership(reader, member), response=response)


@members.delete("/members/{member}/", response={204: None})
def remove_member(request: HttpRequest, member: Number, read: Claim = "") -> Any:
    """Close the organisation to a member, whose past deeds stay; an owner stays too."""
    reader = let_in(rules.may_administer, request)
    held = _membership(reader, member)
    refuse_stale(_etag(held), read=read)
    seen = _place(held)
    services.remove_member(held, by=reader.user, at=timezone.now(), seen=seen)
    return Status(204, None)


@members.get("/invitations/", response={200: Page[InvitationTold]})
def list_invitations(
    request: HttpRequest, page: Place = 1, per_page: Size = 50
) -> Page[InvitationTold]:
    """Those that nobody has accepted yet, the latest first."""
    reader = let_in(rules.may_read_members, request)
    return page_of(queries.invitations(reader), _invitation, page=page, size=per_page)


@members.post("/invitations/", response={201: InvitationTold})
def invite(request: HttpRequest, response: HttpResponse, body: NewInvitation) -> Any:
    """Invite someone by e-mail: the link works once, for a week."""
    reader, at = let_in(rules.may_administer, request), timezone.now()
    posted = {"email": body.email, "role": body.role, "units": _keys(reader, body.units)}
    form = InvitationForm(posted, reader=reader)
    refuse_invalid(form)
    email = form.cleaned_data["email"]
    sealed = services.invite(email, **form.links(), by=reader.user, at=at)
    return Status(201, _delivered(request, response, sealed, by=reader, at=at))


@members.get("/invitations/{invitation}/", response={200: InvitationTold})
def read_invitation(
    request: HttpRequest, response: HttpResponse, invitation: Number
) -> InvitationTold:
    """One invitation, with its ETag."""
    reader = let_in(rules.may_read_members, request)
    held = get_object_or_404(queries.invitations(reader), pk=invitation)
    response["ETag"] = etag_of(held)
    return _invitation(held)


@members.post("/invitations/{invitation}/renew/", response={200: InvitationTold})
def renew_invitation(
    request: HttpRequest, response: HttpResponse, invitation: Number, read: Claim = ""
) -> InvitationTold:
    """Another link, for another week; the one before no longer works."""
    reader, at = let_in(rules.may_administer, request), timezone.now()
    held = get_object_or_404(queries.invitations(reader), pk=invitation)
    refuse_stale(etag_of(held), read=read)
    sealed = services.renew_invitation(held, by=reader.user, at=at)
    return _delivered(request, response, sealed, by=reader, at=at)


@members.delete("/invitations/{invitation}/", response={204: None})
def revoke_invitation(request: HttpRequest, invitation: Number, read: Claim = "") -> Any:
    """Take the place back: the link no longer works."""
    reader = let_in(rules.may_administer, request)
    held = get_object_or_404(queries.invitations(reader), pk=invitation)
    refuse_stale(etag_of(held), read=read)
    services.revoke_invitation(held, by=reader.user, at=timezone.now())
    return Status(204, None)


def _membership(reader: Reader, pk: int) -> Membership:
    return get_object_or_404(queries.members(reader), pk=pk)


def _codes(held: Membership | Invitation) -> list[str]:
    return [unit.code for unit in held.units.all()]


def _keys(reader: Reader, codes: list[str]) -> list[int]:
    """The numbers of these units; one that is not known here is told."""
    known = dict(queries.units(reader).filter(code__in=codes).values_list("code", "pk"))
    if unknown := [code for code in codes if code not in known]:
        told = _("“%(name)s” is not known here.") % {"name": ", ".join(unknown)}
        raise FieldsRefused({"units": told})
    return [known[code] for code in codes]


def _told(held: Membership, *, response: HttpResponse) -> MemberTold:
    response["ETag"] = _etag(held)
    return _member(held)


def _etag(held: Membership) -> str:
    """Of what may be changed: the role and the perimeter."""
    return etag_from(f"{held.pk}-{_place(held)}")


def _place(held: Membership) -> dict[str, Any]:
    return {"role": str(held.role), "units": sorted(unit.pk for unit in held.units.all())}


def _member(held: Membership) -> MemberTold:
    return MemberTold(
        id=held.pk,
        name=str(held.user),
        email=held.user.email,
        role=Role(held.role),
        units=_codes(held),
        last_login=held.user.last_login,
    )


def _invitation(held: Invitation, *, link: str = "") -> InvitationTold:
    return InvitationTold(
        id=held.pk,
        email=held.email,
        role=Role(held.role),
        units=_codes(held),
        sent_at=held.sent_at,
        expires_at=held.expires_at,
        link=link or None,
    )


def _delivered(
    request: HttpRequest,
    response: HttpResponse,
    sealed: services.Sealed,
    *,
    by: Reader,
    at: datetime,
) -> InvitationTold:
    """What is kept of it, with its link where it could not be mailed: no cache keeps that."""
    response["Cache-Control"] = "no-store"
    link = letters.handed_over(sealed, address=request.build_absolute_uri, by=by.user, at=at)
    return _invitation(sealed.invitation, link=link)
