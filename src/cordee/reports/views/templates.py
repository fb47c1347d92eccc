"""The templates of the slides: bring one, see what is recognised, put it in use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.forms import as_seen, sight_in, sight_of
from cordee.platform.registers import read_or_write
from cordee.reports import jobs, queries, rules, services
from cordee.reports.documents import CONTENT_TYPES
from cordee.reports.forms import SlideTemplateForm
from cordee.reports.models import SlideTemplate
from cordee.reports.slides.names import names
from cordee.reports.slides.starter import starter_file


@allowed(rules.may_change_slide_template)
@read_or_write
def slide_templates(request: ReaderRequest) -> HttpResponse:
    form = SlideTemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            template = services.add_slide_template(
                request.reader.organisation,
                content=given.read(),
                name=given.name,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("reports:slide_template", pk=template.pk)
    in_use = queries.template_in_use(request.reader)
    context = {
        "form": form,
        "templates": queries.slide_templates(request.reader),
        "in_use": in_use,
        "revision": sight_of(services.worn(in_use)),
        "names": names(),
    }
    return render(request, "reports/slide_templates.html", context)


@allowed(rules.may_change_slide_template)
@require_GET
def slide_template(request: ReaderRequest, pk: int) -> HttpResponse:
    """What is recognised, missing or unknown in one version, before any pack is made on it."""
    template = _version(request, pk)
    context = {"template": template, "preview": queries.preview(template)}
    return render(request, "reports/slide_template.html", context)


@allowed(rules.may_change_slide_template)
@require_GET
def file(request: ReaderRequest, pk: int) -> HttpResponse:
    """The very file that was brought."""
    template = _version(request, pk)
    return _presentation(bytes(template.content), name=f"template-{template.number}.pptx")


@allowed(rules.may_change_slide_template)
@require_POST
def trial(request: ReaderRequest, pk: int) -> HttpResponse:
    """Have the slides of today made on this version, whether it is in use or not."""
    pack = jobs.ask_for_pack(
        request.reader,
        basis="",
        edition=None,
        language=get_language() or request.reader.organisation.language,
        kinds=("pptx",),
        template=_version(request, pk),
        at=timezone.now(),
    )
    return redirect("reports:made_pack", pk=pack.pk)


@allowed(rules.may_change_slide_template)
@require_GET
def starter(request: ReaderRequest) -> HttpResponse:
    """A template of the house to dress, every place named."""
    return _presentation(starter_file(), name="board-pack-template.pptx")


@allowed(rules.may_change_slide_template)
@require_POST
def use(request: ReaderRequest, pk: int) -> HttpResponse:
    template = _seen(request, pk)
    try:
        services.use_slide_template(template, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:slide_template", pk=pk)
    told = _("The slides of the board pack are now made on “%(file)s”.")
    messages.success(request, told % {"file": template.file_name})
    return redirect("reports:slide_templates")


@allowed(rules.may_change_slide_template)
@read_or_write
def remove(request: ReaderRequest, pk: int) -> HttpResponse:
    """Say what goes with a version, then forget it."""
    template, refusal = _seen(request, pk), ""
    if request.method == "POST":
        try:
            services.remove_slide_template(template, by=request.user, at=timezone.now())
        except Refused as sentence:
            template, refusal = _version(request, pk), str(sentence)
        else:
            told = _("“%(file)s” is removed.") % {"file": template.file_name}
            messages.success(request, told)
            return redirect("reports:slide_templates")
    context = {"template": template, "refusal": refusal}
    return render(request, "reports/slide_template_removal.html", context)


@allowed(rules.may_change_slide_template)
@require_POST
def use_house(request: ReaderRequest) -> HttpResponse:
    organisation, at = request.reader.organisation, timezone.now()
    seen = sight_in(request.POST.get("revision", ""))
    try:
        services.use_house_template(organisation, by=request.user, at=at, seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The slides of the board pack are dressed by Cordée again."))
    return redirect("reports:slide_templates")


def _version(request: ReaderRequest, pk: int) -> SlideTemplate:
    return get_object_or_404(queries.slide_templates(request.reader), pk=pk)


def _seen(request: ReaderRequest, pk: int) -> SlideTemplate:
    return as_seen(_version(request, pk), request.POST)


def _presentation(content: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES["pptx"], headers=headers)
