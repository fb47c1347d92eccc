"""The digest of the week: what waits for a member, what is late, what changed in their reach."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.people.models import Membership
from cordee.people.queries import reader_of
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.mailing import DIGEST, language_of, mail_choices, queue_letter
from cordee.platform.models import Digest, MailChoices, Notice, Organisation, Pace
from cordee.strategy.queries.activity import Told, told_lately
from cordee.strategy.queries.waiting import (
    Group,
    Waiting,
    commented,
    late_initiatives,
    waiting_for,
)

WEEK = timedelta(days=7)
HOUR = time(7)
"""On Monday, in the time zone of the installation."""
NOTICE_OF = {
    "mention": Notice.CALL,
    "referral": Notice.QUESTION,
    "answer": Notice.QUESTION,
}
"""Under which choice a waiting thing is told; the others are told as what waits."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the digest of one member tells; each part is empty when they chose not to hear it."""

    waiting: tuple[Group, ...]
    late: tuple[Waiting, ...]
    comments: tuple[Waiting, ...]
    changes: tuple[Told, ...]

    @property
    def count(self) -> int:
        return sum(group.total for group in self.waiting)

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.late or self.comments or self.changes)


def queue_digests(*, at: datetime, newcomers: bool = False) -> int:
    """Queue the digests that are due and that nobody made yet; how many letters that makes.

    Accounts opened during the week wait for the next one, unless `newcomers` are wanted too.
    """
    monday = week_of(at)
    begins = timezone.make_aware(datetime.combine(monday, HOUR))
    if at < begins:
        return 0
    members = Membership.objects.filter(user__is_active=True).exclude(user__email="")
    if not newcomers:
        members = members.filter(user__date_joined__lt=begins)
    made = Digest.objects.filter(week=monday).values_list("user_id", "organisation_id")
    done = set(made)
    rows = members.select_related("user", "organisation").order_by("pk")
    wanted = [m for m in rows if (m.user_id, m.organisation_id) not in done]
    return sum(_queued(membership, week=monday, at=at) for membership in wanted)


def digest_contents(reader: Reader, *, choices: MailChoices, on: date) -> Contents:
    """What this reader is told of the week that ends."""
    groups = waiting_for(reader, on=on)

    def hears(notice: Notice) -> bool:
        return bool(getattr(choices, notice.value) == Pace.WEEKLY)

    return Contents(
        waiting=tuple(group for group in groups if _is_heard(group, choices=choices)),
        late=late_initiatives(reader, on=on) if hears(Notice.WAITING) else (),
        comments=commented(reader, since=on - WEEK, on=on) if hears(Notice.COMMENT) else (),
        changes=told_lately(reader, on=on, within=WEEK) if hears(Notice.CHANGES) else (),
    )


def week_of(at: datetime) -> date:
    """The Monday of the week of this moment."""
    day = day_of(at)
    return day - timedelta(days=day.weekday())


def _queued(membership: Membership, *, week: date, at: datetime) -> bool:
    """Make one digest; of two workers the second finds the row of the first and makes none."""
    user, organisation = membership.user, membership.organisation
    choices = mail_choices(user)
    reader = reader_of(user, organisation_id=organisation.pk)
    hears = any(getattr(choices, notice.value) == Pace.WEEKLY for notice in Notice)
    if reader is None or not hears:
        return False
    on = day_of(at)
    try:
        with transaction.atomic():
            Digest.objects.create(user=user, organisation=organisation, week=week)
            return _written(reader, choices=choices, on=on, at=at)
    except IntegrityError:
        return False


def _written(reader: Reader, *, choices: MailChoices, on: date, at: datetime) -> bool:
    """Whether there was something to tell, and somebody to tell it to."""
    with translation.override(language_of(reader.user, organisation=reader.organisation)):
        contents = digest_contents(reader, choices=choices, on=on)
        if contents.is_empty:
            return False
        told = {
            "contents": contents,
            "subject": _subject(contents, organisation=reader.organisation),
            "today": on,
            "site": settings.SITE_URL,
            "path": reverse("strategy:inbox"),
        }
    letter = queue_letter(
        reader.user,
        organisation=reader.organisation,
        about=DIGEST,
        template="strategy/digest.html",
        told=lambda: told,
        at=at,
    )
    return letter is not None


def _subject(contents: Contents, *, organisation: Organisation) -> str:
    if not contents.count:
        return _("%(organisation)s: your week") % {"organisation": organisation}
    told = ngettext(
        "%(organisation)s: %(count)s thing waits for you",
        "%(organisation)s: %(count)s things wait for you",
        contents.count,
    )
    return told % {"organisation": organisation, "count": contents.count}


def _is_heard(group: Group, *, choices: MailChoices) -> bool:
    pace = getattr(choices, NOTICE_OF.get(group.kind.value, Notice.WAITING).value)
    return bool(pace == Pace.WEEKLY or (pace != Pace.NEVER and choices.waiting == Pace.WEEKLY))
