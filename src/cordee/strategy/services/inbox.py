"""What people do with what waits for them: put it off, have done with it, bring it back.

It is nobody else's business: the journal, which everybody's deeds share, keeps none of it.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cordee.people.models import Membership
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.strategy.models import Mention, SetAside
from cordee.strategy.queries.waiting import SOURCES, Waiting


def put_off(waiting: Waiting, *, reader: Reader, until: date, at: datetime) -> None:
    """Leave something for later: it comes back on that day."""
    if until <= day_of(at):
        raise Refused(_("Choose a day to come."))
    with transaction.atomic():
        _set_aside(waiting, reader=reader, until=until)
        _turn_the_page(reader)


def finish(waiting: Waiting, *, reader: Reader, at: datetime) -> None:
    """Have done with something for which saying so is enough."""
    if not waiting.may_end:
        raise Refused(_("It leaves by itself once it is done: put it off meanwhile."))
    with transaction.atomic():
        if waiting.kind == SetAside.Kind.MENTION:
            Mention.objects.filter(pk=waiting.pk, user=reader.user).update(done_at=at)
        else:
            _set_aside(waiting, reader=reader, until=None)
        _turn_the_page(reader)


def bring_back(waiting: Waiting, *, reader: Reader) -> None:
    """Have it wait again, today."""
    with transaction.atomic():
        SetAside.objects.filter(**_named(waiting, reader=reader)).delete()
        _turn_the_page(reader)


def _set_aside(waiting: Waiting, *, reader: Reader, until: date | None) -> None:
    SetAside.objects.update_or_create(
        **_named(waiting, reader=reader),
        defaults={"until": until},
        create_defaults={"until": until, "organisation": reader.organisation},
    )


def _turn_the_page(reader: Reader) -> None:
    """What was remembered of this inbox is no longer true."""
    member = Membership.objects.filter(user=reader.user, organisation=reader.organisation)
    member.update(inbox_revision=F("inbox_revision") + 1)


def _named(waiting: Waiting, *, reader: Reader) -> dict[str, object]:
    field = SOURCES[waiting.kind].field
    return {"user": reader.user, "kind": waiting.kind, f"{field}_id": waiting.pk}
