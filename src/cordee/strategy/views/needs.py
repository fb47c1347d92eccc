"""The page of a need: its sheet, and what was said about it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers.pages import sheet_of
from cordee.strategy import queries
from cordee.strategy.forms.discussion import CommentForm
from cordee.strategy.models import Need
from cordee.strategy.registers import NEEDS
from cordee.strategy.views.comments import discussion_context


@allowed(any_member)
@require_GET
def need(request: ReaderRequest, pk: int) -> HttpResponse:
    return need_page(request, get_object_or_404(queries.needs(request.reader), pk=pk))


def need_page(
    request: ReaderRequest, row: Need, *, comment_form: CommentForm | None = None
) -> HttpResponse:
    """The sheet of a need, with what was typed in its comment and refused."""
    ground = NEEDS.ground(request.reader, request.GET.dict())
    context = {
        "sheet": sheet_of(request, NEEDS, row, ground=ground),
        **discussion_context(request, row, form=comment_form),
    }
    return render(request, "strategy/need.html", context)
