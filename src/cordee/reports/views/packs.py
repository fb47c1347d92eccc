"""The page of the board pack and its three files."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.reports import queries, rules
from cordee.reports.board_pack import asked_pack
from cordee.reports.contents import BoardPack
from cordee.reports.documents import CONTENT_TYPES, pack_name, write_board_pack
from cordee.strategy.charts.spend import spend_figure
from cordee.strategy.queries.editions import packable_editions
from cordee.strategy.rules import may_import
from cordee.strategy.views.bases import BasisChoice, basis_choices

NUMBER = re.compile(r"[0-9]{1,18}")
MOST_EDITIONS = 6


@allowed(rules.may_read_board_pack)
@require_GET
def board_pack(request: ReaderRequest) -> HttpResponse:
    """What the pack states, before taking it away."""
    pack = pack_of(request)
    has_chart = any(section.has_chart for section in pack.sections)
    context = {
        "pack": pack,
        "bases": _bases(request, pack),
        "query": _query(request, pack),
        "editions": packable_editions(request.reader)[:MOST_EDITIONS],
        "spend": spend_figure(pack.picture) if has_chart else None,
        "may_import": may_import(request.reader),
        "template": queries.template_in_use(request.reader),
        "may_change_template": rules.may_change_slide_template(request.reader),
    }
    return render(request, "reports/board_pack.html", context)


@allowed(rules.may_read_board_pack)
@require_GET
def download(request: ReaderRequest, kind: str) -> HttpResponse:
    """One file of the pack, made at once: nothing is kept on the server."""
    if kind not in CONTENT_TYPES:
        raise Http404
    pack = pack_of(request)
    slug = request.reader.organisation.slug
    name = pack_name(pack, slug=slug, edition=_edition_asked(request), kind=kind)
    template = queries.slides_content(request.reader) if kind == "pptx" else b""
    return HttpResponse(
        write_board_pack(pack, kind=kind, template=template),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def pack_of(request: ReaderRequest) -> BoardPack:
    """The pack asked for, of today or of an edition, in the language of the page."""
    try:
        pack = asked_pack(
            request.reader,
            basis=request.GET.get("basis", ""),
            edition=_edition_asked(request),
            on=timezone.localdate(),
            language=get_language() or request.reader.organisation.language,
        )
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    if pack is None:
        raise Http404
    return pack


def _edition_asked(request: ReaderRequest) -> int | None:
    number = request.GET.get("edition", "")
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
