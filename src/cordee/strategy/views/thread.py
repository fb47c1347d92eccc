"""Pages of the golden thread: the whole of it, and one node with its strands."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from cordee.landscape import queries as landscape
from cordee.platform.access import Reader, ReaderRequest, allowed, any_member
from cordee.strategy import queries, rules
from cordee.strategy.charts import findings
from cordee.strategy.charts.thread import thread_layout
from cordee.strategy.queries.figures import Picture
from cordee.strategy.queries.node import ThreadNode, branches, thread_node
from cordee.strategy.views.bases import basis_choices

ROWS = {
    "objective": queries.objectives,
    "initiative": queries.initiatives,
    "application": landscape.applications,
}


@allowed(any_member)
@require_GET
def thread(request: ReaderRequest) -> HttpResponse:
    return render(request, "strategy/thread.html", _context(request, _picture(request)))


@allowed(any_member)
@require_GET
@vary_on_headers("HX-Request")
def chosen_node(request: ReaderRequest, kind: str, pk: int) -> HttpResponse:
    picture = _picture(request)
    node = _node(request.reader, picture, kind=kind, pk=pk)
    part = "#chosen" if request.htmx and not request.htmx.history_restore_request else ""
    context = _context(request, picture, node=node)
    return render(request, f"strategy/thread.html{part}", context)


def _picture(request: ReaderRequest) -> Picture:
    basis = queries.chosen_basis(request.reader, key=request.GET.get("basis", ""))
    return queries.picture(request.reader, basis=basis, on=timezone.localdate())


def _node(reader: Reader, picture: Picture, *, kind: str, pk: int) -> ThreadNode:
    if kind not in ROWS:
        raise Http404
    row: Any = get_object_or_404(ROWS[kind](reader), pk=pk)
    return thread_node(picture, kind=kind, pk=row.pk, code=row.code, name=row.name)


def _context(
    request: ReaderRequest, picture: Picture, *, node: ThreadNode | None = None
) -> dict[str, Any]:
    return {
        "picture": picture,
        "finding": findings.orphans_finding(picture),
        "lede": findings.unserved_finding(picture),
        "coverage": findings.coverage_sentence(picture),
        "basis_label": findings.basis_label(picture.basis),
        "bases": basis_choices(request.reader, chosen=picture.basis),
        "query": f"?basis={picture.basis.key}",
        "thread": thread_layout(picture, selected=node.key if node else ""),
        "branches": branches(picture),
        "orphans": picture.orphan_initiatives,
        "node": node,
        "may_link": rules.may_link_initiatives(request.reader),
    }
