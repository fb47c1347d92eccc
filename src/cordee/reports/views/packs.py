"""The page of the board pack, and the files that the worker makes of it."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed, open_when_locked
from cordee.platform.errors import Refused
from cordee.reports import jobs, queries, rules
from cordee.reports.board_pack import asked_pack
from cordee.reports.contents import BoardPack
from cordee.reports.documents import CONTENT_TYPES
from cordee.reports.models import Pack
from cordee.strategy.charts.spend import spend_figure
from cordee.strategy.queries.editions import editions, packable_editions
from cordee.strategy.rules import may_import
from cordee.strategy.views.bases import BasisChoice, basis_choices

NUMBER = re.compile(r"[0-9]{1,18}")
MOST_EDITIONS, MOST_MADE = 6, 5


@allowed(rules.may_read_board_pack)
@require_GET
def board_pack(request: ReaderRequest) -> HttpResponse:
    """What the pack states, before taking it away."""
    pack = pack_of(request)
    has_chart = any(section.has_chart for section in pack.sections)
    context = {
        "pack": pack,
        "bases": _bases(request, pack),
        "edition": _edition_asked(request.GET),
        "made": queries.standing_packs(request.reader, most=MOST_MADE),
        "editions": packable_editions(request.reader)[:MOST_EDITIONS],
        "spend": spend_figure(pack.picture) if has_chart else None,
        "may_import": may_import(request.reader),
        "template": queries.template_in_use(request.reader),
        "may_change_template": rules.may_change_slide_template(request.reader),
    }
    return render(request, "reports/board_pack.html", context)


@open_when_locked
@allowed(rules.may_read_board_pack)
@require_POST
def ask_pack(request: ReaderRequest) -> HttpResponse:
    """Have the three files made; asked for twice, they are made once."""
    edition = _edition_asked(request.POST)
    if edition is not None and not editions(request.reader).filter(pk=edition).exists():
        raise Http404
    try:
        pack = jobs.ask_for_pack(
            request.reader,
            basis=request.POST.get("basis", "")[:40],
            edition=edition,
            language=_language(request),
            template=queries.template_in_use(request.reader),
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:board_pack")
    return redirect("reports:made_pack", pk=pack.pk)


@allowed(rules.may_read_board_pack)
@require_GET
def made_pack(request: ReaderRequest, pk: int) -> HttpResponse:
    """How far the making of a pack is, then its files."""
    (found,) = queries.standing([_pack(request, pk)])
    part = "#made" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"reports/made_pack.html{part}", {"made": found})


@allowed(rules.may_read_board_pack)
@require_GET
def pack_file(request: ReaderRequest, pk: int, kind: str) -> HttpResponse:
    """One file of a pack, under its name."""
    if kind not in CONTENT_TYPES:
        raise Http404
    pack = _pack(request, pk)
    try:
        content, name = jobs.taken_file(pack, kind=kind, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:made_pack", pk=pk)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)


def pack_of(request: ReaderRequest) -> BoardPack:
    """The pack asked for, of today or of an edition, in the language of the page."""
    try:
        pack = asked_pack(
            request.reader,
            basis=request.GET.get("basis", ""),
            edition=_edition_asked(request.GET),
            on=timezone.localdate(),
            language=_language(request),
        )
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    if pack is None:
        raise Http404
    return pack


def _pack(request: ReaderRequest, pk: int) -> Pack:
    found = queries.pack(request.reader, pk=pk)
    if found is None:
        raise Http404
    return found


def _language(request: ReaderRequest) -> str:
    return get_language() or request.reader.organisation.language


def _edition_asked(sent: QueryDict) -> int | None:
    number = sent.get("edition", "")
    if number and not NUMBER.fullmatch(number):
        raise Http404
    return int(number) if number else None


def _query(request: ReaderRequest, pack: BoardPack, *, basis: str = "") -> str:
    """What the address of a file repeats of that of the page."""
    edition = f"&edition={request.GET['edition']}" if pack.frozen else ""
    return f"?basis={basis or pack.picture.basis.key}{edition}"


def _bases(request: ReaderRequest, pack: BoardPack) -> list[tuple[BasisChoice, str]]:
    """The years and stages this pack may be read on, with their addresses."""
    choices = basis_choices(request.reader, chosen=pack.picture.basis)
    return [(choice, _query(request, pack, basis=choice.key)) for choice in choices]
