"""Pages of the views that people save above a list: keep one, forget one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.forms import as_seen
from cordee.platform.models import SavedView
from cordee.platform.registers import (
    Register,
    asked_of,
    declared_register,
    kept_query,
    read_or_write,
)
from cordee.platform.saved_views import remove_view as forgotten
from cordee.platform.saved_views import revisions, saved_views
from cordee.platform.saved_views import save_view as kept
from cordee.web.forms import SavedViewForm


@allowed(any_member)
@read_or_write
def save_view(request: ReaderRequest) -> HttpResponse:
    """Keep what the list asks for under a name, for oneself or for everybody."""
    told = request.GET if request.GET.get("register") else request.POST
    register = _register(request, told.get("register", ""))
    asked = kept_query(register, asked_of(QueryDict(told.get("asked", ""))))
    back = f"{register.list_url}?{asked}"
    form = SavedViewForm(
        request.POST if request.method == "POST" else None,
        may_share=register.may_edit(request.reader),
        initial={
            "revision": revisions(request.reader, space=register.space, plural=register.plural)
        },
    )
    if form.is_valid():
        seen = form.cleaned_data.pop("revision")
        view = SavedView(
            organisation=request.reader.organisation,
            author=request.user,
            space=register.space,
            plural=register.plural,
            asked=asked,
            **form.cleaned_data,
        )
        try:
            saved = kept(view, by=request.user, at=timezone.now(), seen=seen)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(f"{back}&saved={saved.pk}")
    context = {"register": register, "form": form, "back": back}
    return render(request, "web/saved_view.html", context)


@allowed(any_member)
@read_or_write
def remove_view(request: ReaderRequest, pk: int) -> HttpResponse:
    """Say what is forgotten, then forget it."""
    view = get_object_or_404(saved_views(request.reader), pk=pk)
    register, refusal = _register(request, f"{view.space}:{view.plural}"), ""
    if request.method == "POST":
        try:
            forgotten(as_seen(view, request.POST), by=request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            messages.success(request, _("The view “%(name)s” is forgotten.") % {"name": view.name})
            return redirect(register.list_url)
    back = f"{register.list_url}?{view.asked}"
    context = {"register": register, "view": view, "refusal": refusal, "back": back}
    return render(request, "web/saved_view_removal.html", context)


def _register(request: ReaderRequest, name: str) -> Register:
    register = declared_register(*name.split(":")) if name.count(":") == 1 else None
    if register is None or not register.may_read(request.reader):
        raise Http404
    return register
