"""The page of the board pack and its three files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from cordee.platform.access import ReaderRequest, allowed
from cordee.reports import queries, rules
from cordee.reports.board_pack import board_pack as board_pack_of
from cordee.reports.contents import BoardPack
from cordee.reports.documents import CONTENT_TYPES, write_board_pack
from cordee.strategy.charts.spend import spend_figure
from cordee.strategy.queries import chosen_basis
from cordee.strategy.rules import may_import
from cordee.strategy.views.bases import basis_choices


@allowed(rules.may_read_board_pack)
@require_GET
def board_pack(request: ReaderRequest) -> HttpResponse:
    """What the pack states, before taking it away."""
    pack = pack_of(request)
    has_chart = any(section.has_chart for section in pack.sections)
    context = {
        "pack": pack,
        "bases": basis_choices(request.reader, chosen=pack.picture.basis),
        "query": f"?basis={pack.picture.basis.key}",
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
    name = f"board-pack-{request.reader.organisation.slug}-{pack.picture.basis.key}.{kind}"
    template = queries.slides_content(request.reader) if kind == "pptx" else b""
    return HttpResponse(
        write_board_pack(pack, kind=kind, template=template),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def pack_of(request: ReaderRequest) -> BoardPack:
    """The pack of today on the basis asked for, in the language of the page."""
    basis = chosen_basis(request.reader, key=request.GET.get("basis", ""))
    language = get_language() or request.reader.organisation.language
    return board_pack_of(request.reader, basis=basis, on=timezone.localdate(), language=language)
