"""Who is told by mail of what was said or asked: queued in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.people.acquaintance import account_of
from cordee.platform.mailing import Words, tell
from cordee.platform.models import Notice, User
from cordee.strategy.models import Comment, Initiative, Need, Referral
from cordee.strategy.queries.discussion import subject_url
from cordee.strategy.queries.mentions import members_who_see


def tell_called(comment: Comment, *, called: Iterable[User], at: datetime) -> None:
    """Tell those whom a comment calls by name."""

    def words() -> Words:
        said = {"who": comment.author, "subject": comment.subject}
        return Words(
            subject=_("%(who)s calls you about “%(subject)s”") % said,
            opening=_("%(who)s calls you in a comment on “%(subject)s”:") % said,
            quote=comment.text,
            path=f"{subject_url(comment.subject)}#comment-{comment.pk}",
            link=_("Answer:"),
        )

    for user in called:
        tell(user, organisation=comment.organisation, notice=Notice.CALL, words=words, at=at)


def tell_commented(comment: Comment, *, called: Iterable[User], at: datetime) -> None:
    """Tell those who answer for the subject, unless they wrote it or were called by it."""

    def words() -> Words:
        said = {"who": comment.author, "subject": comment.subject}
        return Words(
            subject=_("%(who)s commented “%(subject)s”") % said,
            opening=_("%(who)s commented “%(subject)s”, for which you answer:") % said,
            quote=comment.text,
            path=f"{subject_url(comment.subject)}#comment-{comment.pk}",
            link=_("Answer:"),
        )

    told = {comment.author, *called}
    for user in answering_for(comment.subject):
        if user not in told:
            tell(user, organisation=comment.organisation, notice=Notice.COMMENT, words=words, at=at)


def tell_asked(referral: Referral, *, at: datetime) -> None:
    """Tell who must answer a question, if they have an account."""
    asked = account_of(referral.person)

    def words() -> Words:
        return Words(
            subject=_("%(who)s asks you a question") % {"who": referral.asked_by},
            opening=_("%(who)s asks you:") % {"who": referral.asked_by},
            quote=referral.question,
            path=reverse("strategy:referral", args=[referral.pk]),
            link=_("Answer:"),
        )

    if asked is not None and asked != referral.asked_by:
        tell(asked, organisation=referral.organisation, notice=Notice.QUESTION, words=words, at=at)


def tell_answered(referral: Referral, *, at: datetime) -> None:
    """Tell who asked a question what was answered."""

    def words() -> Words:
        return Words(
            subject=_("%(who)s answered your question") % {"who": referral.answered_by},
            opening=_("%(who)s answered “%(question)s”:")
            % {"who": referral.answered_by, "question": referral.question},
            quote=referral.outcome,
            path=reverse("strategy:referral", args=[referral.pk]),
            link=_("See the question:"),
        )

    asker = referral.asked_by
    if asker is not None and asker != referral.answered_by:
        tell(asker, organisation=referral.organisation, notice=Notice.QUESTION, words=words, at=at)


def answering_for(subject: Initiative | Need) -> tuple[User, ...]:
    """The accounts of its sponsors or of its owner, as far as they see it."""
    if isinstance(subject, Initiative):
        persons = [subject.business_sponsor, subject.it_sponsor]
    else:
        persons = [subject.owner]
    accounts = [account_of(person) for person in persons if person is not None]
    seeing = set(members_who_see(subject)) if any(accounts) else set()
    return tuple(user for user in dict.fromkeys(accounts) if user in seeing)
