"""What people say about the work: comments, with the names they call."""

import hashlib
import unicodedata
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import User
from cordee.strategy.models import Comment, Initiative, Mention, Need
from cordee.strategy.queries.discussion import about
from cordee.strategy.queries.mentions import members_who_see, mentioned
from cordee.strategy.rules import COMMENT_OPEN
from cordee.strategy.services.notices import tell_called, tell_commented


def comment_on(subject: Initiative | Need, *, text: str, by: User, at: datetime) -> Comment:
    """Say something about a subject; a name of somebody who cannot see it calls nobody."""
    with transaction.atomic():
        comment = Comment.objects.create(
            organisation=subject.organisation,
            **about(subject),
            author=by,
            text=_written(text),
            said_at=at,
        )
        called = _call(comment, by=by)
        _record("strategy.comment_on", comment, called=called, by=by, at=at)
        tell_called(comment, called=called, at=at)
        tell_commented(comment, called=called, at=at)
    return comment


def change_comment(comment: Comment, *, text: str, by: User, at: datetime) -> Comment:
    """Correct one's own words, a short while after they were said."""
    if comment.author_id != by.pk:
        raise Refused(_("Only its author changes a comment."))
    if at - comment.said_at > COMMENT_OPEN:
        raise Refused(_("Others have read it by now: write another comment instead."))
    with transaction.atomic():
        comment.text, comment.changed_at = _written(text), at
        comment.save(update_fields=["text", "changed_at"])
        called = _call(comment, by=by)
        _record("strategy.change_comment", comment, called=called, by=by, at=at)
        tell_called(comment, called=called, at=at)
    return comment


def remove_comment(comment: Comment, *, by: User, at: datetime) -> None:
    """Take one's own words back; the journal keeps that something was said, not what."""
    if comment.author_id != by.pk:
        raise Refused(_("Only its author removes a comment."))
    with transaction.atomic():
        _record("strategy.remove_comment", comment, called=[], by=by, at=at)
        comment.delete()


def _written(text: str) -> str:
    written = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\0", "").strip()
    if not written:
        raise Refused(_("Write something first."))
    return written


def _call(comment: Comment, *, by: User) -> list[User]:
    """Keep the mentions as the text now says them; the new ones are returned."""
    seeing = members_who_see(comment.subject)
    wanted = [user for user in mentioned(comment.text, among=seeing) if user.pk != by.pk]
    comment.mentions.exclude(user__in=wanted).delete()
    known = set(comment.mentions.values_list("user_id", flat=True))
    new = [user for user in wanted if user.pk not in known]
    Mention.objects.bulk_create(Mention(comment=comment, user=user) for user in new)
    return new


def _record(action: str, comment: Comment, *, called: list[User], by: User, at: datetime) -> None:
    """The line of the journal is about the subject, and holds no word of the comment."""
    detail = {
        "comment": comment.pk,
        "digest": hashlib.sha256(comment.text.encode()).hexdigest(),
        "called": [str(user.pseudonym) for user in called],
    }
    journal.record(action, comment.subject, by=by, at=at, detail=detail)
