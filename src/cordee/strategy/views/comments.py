"""What the comments of a page need, whole or alone, whatever they are about."""

from typing import Any

from django.utils import timezone

from cordee.platform.access import ReaderRequest
from cordee.strategy import rules
from cordee.strategy.forms.discussion import CommentForm
from cordee.strategy.models import Initiative, Need
from cordee.strategy.queries.discussion import discussion, subject_url


def discussion_context(
    request: ReaderRequest, subject: Initiative | Need, *, form: CommentForm | None = None
) -> dict[str, Any]:
    everything = request.GET.get("comments") == "all"
    return {
        "discussion": discussion(request.reader, subject, at=timezone.now(), everything=everything),
        "comment_form": form or CommentForm(),
        "comment_url": f"{subject_url(subject)}comments/",
        "may_comment": rules.may_comment(request.reader),
    }
