"""What people ask of a list often, under a name: kept and forgotten by programs too."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.params import P, QueryEx
from pydantic import BaseModel, Field

from cordee.api.etags import Claim, etag_of, refuse_stale
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.registers import address_of, register_at
from cordee.api.ways_in import let_in, reader_of
from cordee.platform.access import Reader, any_member
from cordee.platform.models import SavedView
from cordee.platform.registers import asked_of, declared_register, kept_query
from cordee.platform.saved_views import remove_view as forgotten
from cordee.platform.saved_views import save_view as kept
from cordee.platform.saved_views import saved_views as kept_views

saved_views = Router(tags=["saved views"])
Listed = QueryEx[
    str, P(max_length=60, description="Of one list only, as in its address: initiatives.")
]


class ViewTold(BaseModel):
    """A view of a list; ask the list for the same words to see its rows."""

    id: int
    list: str = Field(description="As in the address of the list: initiatives.")
    name: str
    asked: str = Field(description="Its query string: words, filters, view, order, columns.")
    is_shared: bool
    is_mine: bool


class NewView(BaseModel):
    """A name for what a list is asked; the same name of the same list is written over."""

    list: str = Field(min_length=1, max_length=60)
    name: str = Field(min_length=1, max_length=60, pattern=r"\S")
    asked: str = Field("", max_length=2_000, description="A query string: q=caisse&sort=-spend")
    is_shared: bool = Field(False, description="With the organisation, by those who may edit it.")


@saved_views.get("/saved-views/", response={200: Page[ViewTold]})
def list_views(
    request: HttpRequest, listed: Listed = "", page: Place = 1, per_page: Size = 50
) -> Page[ViewTold]:
    """One's own views, and those that colleagues share."""
    reader = reader_of(request)
    rows = kept_views(reader)
    if listed:
        register = register_at(listed, reader=reader)
        rows = rows.filter(space=register.space, plural=register.plural)
    return page_of(rows, lambda view: _told(view, reader=reader), page=page, size=per_page)


@saved_views.post("/saved-views/", response={201: ViewTold})
def save_view(request: HttpRequest, response: HttpResponse, body: NewView, read: Claim = "") -> Any:
    """Keep what a list is asked under a name; one that is known is written over as it was read."""
    reader = let_in(any_member, request)
    register = register_at(body.list, reader=reader)
    if body.is_shared and not register.may_edit(reader):
        raise PermissionDenied(_("Your role does not give this right."))
    view = SavedView(
        organisation=reader.organisation,
        author=reader.user,
        space=register.space,
        plural=register.plural,
        name=body.name.strip(),
        asked=kept_query(register, asked_of(QueryDict(body.asked))),
        is_shared=body.is_shared,
    )
    known = _known(view, reader=reader)
    if known is not None:
        refuse_stale(etag_of(known), read=read)
    seen = {} if known is None else {known.name: known.revision}
    saved = kept(view, by=reader.user, at=timezone.now(), seen=seen)
    response["ETag"] = etag_of(saved)
    return Status(201, _told(saved, reader=reader))


@saved_views.get("/saved-views/{saved_view}/", response={200: ViewTold})
def read_view(request: HttpRequest, response: HttpResponse, saved_view: Number) -> ViewTold:
    """One view, with its ETag."""
    reader = reader_of(request)
    held = get_object_or_404(kept_views(reader), pk=saved_view)
    response["ETag"] = etag_of(held)
    return _told(held, reader=reader)


@saved_views.delete("/saved-views/{saved_view}/", response={204: None})
def remove_view(request: HttpRequest, saved_view: Number, read: Claim = "") -> Any:
    """Forget a view: its author alone may."""
    reader = let_in(any_member, request)
    held = get_object_or_404(kept_views(reader), pk=saved_view)
    refuse_stale(etag_of(held), read=read)
    forgotten(held, by=reader.user, at=timezone.now())
    return Status(204, None)


def _known(view: SavedView, *, reader: Reader) -> SavedView | None:
    """One's own view of the same list under the same name."""
    mine = kept_views(reader).filter(author=reader.user, space=view.space, plural=view.plural)
    return mine.filter(name=view.name).first()


def _told(view: SavedView, *, reader: Reader) -> ViewTold:
    return ViewTold(
        id=view.pk,
        list=_listed(view),
        name=view.name,
        asked=view.asked,
        is_shared=view.is_shared,
        is_mine=view.author_id == reader.user.pk,
    )


def _listed(view: SavedView) -> str:
    register = declared_register(view.space, view.plural)
    return address_of(register) if register else view.plural
