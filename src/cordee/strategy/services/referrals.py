"""Questions referred to someone, and their answers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.people.acquaintance import account_of
from cordee.platform import journal
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, Owned, User
from cordee.strategy.models import Referral
from cordee.strategy.queries.mentions import members_who_see
from cordee.strategy.services.notices import tell_answered, tell_asked


def refer(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Ask someone a question they must answer; they must be able to see what it is about."""
    if referral.due_on and referral.due_on < day_of(at):
        raise Refused(_("The answer is wanted by a day already past: choose a later one."))
    _refuse_blind(referral)
    with transaction.atomic():
        referral.asked_by, referral.asked_at = by, at
        referral.state = Referral.State.OPEN
        referral.save()
        _record("strategy.refer", referral, by=by, at=at)
        tell_asked(referral, at=at)
    return referral


def answer(referral: Referral, *, outcome: str, by: User, at: datetime) -> Referral:
    """Answer a question, once; who asked reads the outcome."""
    if not outcome.strip():
        raise Refused(_("Write the answer first."))
    with transaction.atomic():
        held = _still_open(referral)
        held.outcome, held.state = outcome.strip(), Referral.State.ANSWERED
        held.answered_by, held.answered_at = by, at
        held.save(update_fields=["outcome", "state", "answered_by", "answered_at"])
        _record("strategy.answer", held, by=by, at=at)
        tell_answered(held, at=at)
    return held


def withdraw(referral: Referral, *, by: User, at: datetime) -> Referral:
    """Take a question back before it is answered."""
    with transaction.atomic():
        held = _still_open(referral)
        if held.asked_by_id != by.pk:
            raise Refused(_("Only who asked a question withdraws it."))
        held.state = Referral.State.WITHDRAWN
        held.save(update_fields=["state"])
        _record("strategy.withdraw", held, by=by, at=at)
    return held


def _still_open(referral: Referral) -> Referral:
    """The row as it now stands: two people may answer at once, the first one is kept."""
    held = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if held.state != Referral.State.OPEN:
        raise Refused(
            _("This question is closed already: it is “%(state)s”.")
            % {"state": held.get_state_display()}
        )
    return held


def _refuse_blind(referral: Referral) -> None:
    account = account_of(referral.person)
    if referral.initiative is None or account is None:
        return
    if account not in members_who_see(referral.initiative):
        raise Refused(
            _("“%(person)s” cannot open this initiative: ask someone else, or grant it first.")
            % {"person": referral.person}
        )


def _record(action: str, referral: Referral, *, by: User, at: datetime) -> None:
    """About the initiative when there is one, so that its page tells it; without the words."""
    subject: Owned | Organisation = referral.initiative or referral
    detail = {"referral": referral.pk, "kind": referral.kind, "due_on": referral.due_on}
    journal.record(action, subject, by=by, at=at, detail=detail)
