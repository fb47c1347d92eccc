"""Where the method of another client is copied into the one looked at: chosen, shown, written."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from cordee.people import queries, rules, services
from cordee.platform.access import Reader, ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.registers import read_or_write


@allowed(rules.may_edit_teams)
@read_or_write
def copy(request: ReaderRequest) -> HttpResponse:
    """First from which client, then what: each piece with what it would change here."""
    told = request.POST if request.method == "POST" else request.GET
    source = _source(request, told.get("from", ""))
    refusal = ""
    if request.method == "POST" and source is not None:
        try:
            count = services.copy_pieces(
                source,
                target=request.reader,
                chosen=request.POST.getlist("piece"),
                replaced=request.POST.getlist("replace"),
                at=timezone.now(),
            )
        except Refused as sentence:
            refusal = str(sentence)
        else:
            said = ngettext("%(count)d piece copied.", "%(count)d pieces copied.", count)
            messages.success(request, said % {"count": count})
            return redirect(f"{request.path}?from={source.organisation.pk}")
    here = request.reader.organisation.pk
    context = {
        "sources": [one for one in queries.clients(request.user) if one.pk != here],
        "source": source,
        "pieces": queries.pieces(source, target=request.reader) if source else (),
        "chosen": told.getlist("piece"),
        "replaced": told.getlist("replace"),
        "refusal": refusal,
    }
    return render(request, "people/copying.html", context)


def _source(request: ReaderRequest, asked: str) -> Reader | None:
    """The reader one is in the other organisation; nobody but a member has one."""
    if not asked:
        return None
    pk = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    reader = queries.reader_of(request.user, organisation_id=pk)
    if reader is None or reader.organisation.pk != pk or pk == request.reader.organisation.pk:
        raise Http404
    return reader
