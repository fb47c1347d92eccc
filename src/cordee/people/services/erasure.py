"""An organisation erased at the wish of an owner: locked for some days, then gone."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordee.people.models import Membership
from cordee.people.services.accounts import erase_name
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.erasing import erase_rows
from cordee.platform.errors import Refused
from cordee.platform.mailing import Words, queue_letter
from cordee.platform.models import Entry, MailChoices, Notice, Organisation, User
from cordee.platform.typography import day_text


def ask_erasure(organisation: Organisation, *, name: str, by: User, at: datetime) -> datetime:
    """Lock the organisation; the moment from which it is erased, unless that is taken back."""
    if name.strip() != organisation.name:
        raise Refused(_("Type its name exactly: “%(name)s”.") % {"name": organisation.name})
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if held.erase_on is not None:
            raise Refused(_("“%(name)s” is to be erased already.") % {"name": held.name})
        journal.record("people.ask_erasure", held, by=by, at=at)
        erase_on = at + timedelta(days=settings.ERASURE_DAYS)
        Organisation.objects.filter(pk=held.pk).update(erase_on=erase_on)
        _tell_owners(held, words=lambda: _locked_words(held, until=erase_on, by=by), at=at)
    return erase_on


def take_back_erasure(organisation: Organisation, *, by: User, at: datetime) -> None:
    """Open the organisation again: nothing was erased."""
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if held.erase_on is None:
            raise Refused(_("Nothing is to be erased here."))
        Organisation.objects.filter(pk=held.pk).update(erase_on=None)
        journal.record("people.take_back_erasure", held, by=by, at=at)
        _tell_owners(held, words=lambda: _kept_words(held, by=by), at=at)


def erase_organisation(organisation: Organisation, *, by: User, at: datetime) -> None:
    """Erase every row, and the accounts that belong nowhere else; the journal's chain stays."""
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if held.erased_at is not None:
            raise Refused(_("This organisation is erased already."))
        alone = list(_at_home_only(held))
        files = erase_rows(held, by=by, at=at)
        for user in alone:
            _erase_account(user)
        transaction.on_commit(lambda: _remove(files))


def erase_due(*, at: datetime) -> int:
    """Erase the organisations whose days to think again are over; how many."""
    due = list(Organisation.objects.filter(erase_on__lte=at, erased_at__isnull=True))
    for organisation in due:
        erase_organisation(organisation, by=_who_asked(organisation), at=at)
    return len(due)


def _tell_owners(organisation: Organisation, *, words: Callable[[], Words], at: datetime) -> None:
    """Write to every owner, whatever they chose to receive: one of them may have to object."""
    rows = Membership.objects.filter(organisation=organisation, role=Role.OWNER)
    for membership in rows.select_related("user"):
        queue_letter(
            membership.user,
            organisation=organisation,
            about=Notice.WAITING,
            template="platform/letter.html",
            told=lambda: asdict(words()),
            at=at,
        )


def _locked_words(organisation: Organisation, *, until: datetime, by: User) -> Words:
    told = {"name": organisation.name, "by": by}
    return Words(
        subject=_("%(name)s is locked, and will be erased") % told,
        opening=_("%(by)s asked that %(name)s be erased, with all that it holds, on:") % told,
        quote=day_text(localdate(until), language=get_language() or organisation.language),
        path=reverse("people:erasure"),
        link=_("Until then any owner may take it back, or take everything out:"),
    )


def _kept_words(organisation: Organisation, *, by: User) -> Words:
    told = {"name": organisation.name, "by": by}
    return Words(
        subject=_("%(name)s is kept: nothing is erased") % told,
        opening=_("The organisation was to be erased. Its members write in it again."),
        quote=_("Taken back by %(by)s") % told,
        path=reverse("people:organisation"),
        link=_("See its settings:"),
    )


def _at_home_only(organisation: Organisation) -> list[User]:
    elsewhere = Membership.objects.filter(user=OuterRef("pk")).exclude(organisation=organisation)
    members = User.objects.filter(memberships__organisation=organisation)
    return list(members.filter(~Exists(elsewhere)).order_by("pk"))


def _erase_account(user: User) -> None:
    """The account belongs nowhere any more: where it is signed in ends too."""
    for seat in UserSession.objects.filter(user=user):
        seat.end()
    MailChoices.objects.filter(user=user).delete()
    erase_name(user)


def _who_asked(organisation: Organisation) -> User:
    """Known by the pseudonym of the journal only: the account may be erased by now."""
    asked = Entry.objects.filter(organisation=organisation, action="people.ask_erasure")
    return User(pseudonym=asked.order_by("-number").values_list("actor", flat=True)[0])


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
