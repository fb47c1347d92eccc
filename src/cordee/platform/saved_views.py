"""What people ask of a list often, under a name: who sees it, who keeps it, who forgets it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, SavedView, User
from cordee.platform.storing import claim, removed, stored

MOST_KEPT = 20
"""Views that one person keeps of one list: their tabs stand on one line."""


def saved_views(reader: Reader) -> QuerySet[SavedView]:
    """One's own, and those that colleagues share."""
    mine = Q(author=reader.user) | Q(is_shared=True)
    return every_view(reader.organisation).filter(mine)


def every_view(organisation: Organisation) -> QuerySet[SavedView]:
    """Those of all its members, by name."""
    return SavedView.objects.filter(organisation=organisation).order_by("name", "pk")


def revisions(reader: Reader, *, space: str, plural: str) -> dict[str, int]:
    """One's own views of a list, by name: a page that saves one says which it saw."""
    mine = every_view(reader.organisation).filter(author=reader.user, space=space, plural=plural)
    return dict(mine.values_list("name", "revision"))


def save_view(
    view: SavedView, *, by: User, at: datetime, seen: Mapping[str, int] | None = None
) -> SavedView:
    """Keep a view under its name; the same name of the same list is written over as it was `seen`.

    Refused when it was written, or written over, since."""
    mine = SavedView.objects.filter(
        organisation=view.organisation, author=view.author, space=view.space, plural=view.plural
    )
    known = mine.filter(name=view.name).first()
    if known is None and mine.count() >= MOST_KEPT:
        told = {"count": MOST_KEPT}
        raise Refused(_("You keep %(count)s views of this list: forget one.") % told)
    if known is not None:
        known.asked, known.is_shared = view.asked, view.is_shared
        known.revision = known.revision if seen is None else seen.get(view.name, 0)
        view = known
    return stored(view, action="platform.save_view", by=by, at=at)


def remove_view(view: SavedView, *, by: User, at: datetime) -> None:
    """Forget a view: its author alone may."""
    if view.author_id != by.pk:
        raise Refused(_("“%(view)s” belongs to who saved it.") % {"view": view.name})
    with transaction.atomic():
        if not SavedView.objects.select_for_update().filter(pk=view.pk).exists():
            raise Refused(_("“%(row)s” was removed meanwhile.") % {"row": view.name})
        claim(view)
        removed(view, action="platform.remove_view", by=by, at=at)
