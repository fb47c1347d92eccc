"""The list of contributions: its rows are written in the grid."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.registers import asked_of, listing, listing_page
from cordee.strategy.registers import CONTRIBUTIONS


@allowed(any_member)
@require_GET
def contributions(request: ReaderRequest) -> HttpResponse:
    found = listing(CONTRIBUTIONS, reader=request.reader, asked=asked_of(request.GET))
    return listing_page(request, found, template="strategy/contributions.html")
