"""Comments on an initiative or a need: said, corrected, taken back, with the names they call."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.registers import read_or_write
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.discussion import CommentForm
from cordee.strategy.models import Comment, Initiative, Need
from cordee.strategy.queries.discussion import subject_url
from cordee.strategy.queries.mentions import members_who_see, suggestions
from cordee.strategy.views.comments import discussion_context
from cordee.strategy.views.initiatives import initiative_page
from cordee.strategy.views.needs import need_page


@allowed(rules.may_comment)
@require_POST
def comment_on_initiative(request: ReaderRequest, code: str) -> HttpResponse:
    row = get_object_or_404(queries.initiatives(request.reader), code=code)
    page = partial(initiative_page, request, row.code)
    return _said(request, row, page=page, template="strategy/initiative.html")


@allowed(rules.may_comment)
@require_POST
def comment_on_need(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.needs(request.reader), pk=pk)
    page = partial(need_page, request, row)
    return _said(request, row, page=page, template="strategy/need.html")


@allowed(rules.may_comment)
@require_GET
def mentionable(request: ReaderRequest, code: str) -> HttpResponse:
    return _names(request, get_object_or_404(queries.initiatives(request.reader), code=code))


@allowed(rules.may_comment)
@require_GET
def mentionable_on_need(request: ReaderRequest, pk: int) -> HttpResponse:
    return _names(request, get_object_or_404(queries.needs(request.reader), pk=pk))


@allowed(rules.may_comment)
@read_or_write
def change_comment(request: ReaderRequest, pk: int) -> HttpResponse:
    """Correct one's own words, or read why one no longer may."""
    comment = get_object_or_404(queries.comments(request.reader), pk=pk)
    is_open = rules.may_change_comment(request.reader, comment=comment, at=timezone.now())
    posted = request.POST if request.method == "POST" and is_open else None
    form = CommentForm(posted, initial={"text": comment.text})
    if posted is not None and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            services.change_comment(comment, text=text, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Your comment is changed."))
            return redirect(_place(comment))
    context = {"comment": comment, "form": form if is_open else None, "back": _place(comment)}
    return render(request, "strategy/comment.html", context)


@allowed(rules.may_comment)
@read_or_write
def remove_comment(request: ReaderRequest, pk: int) -> HttpResponse:
    """Say what will go, then take it back."""
    comment = get_object_or_404(queries.comments(request.reader), pk=pk)
    back, refusal = _place(comment), ""
    if request.method == "POST":
        try:
            services.remove_comment(comment, by=request.user, at=timezone.now())
        except Refused as sentence:
            refusal = str(sentence)
        else:
            messages.success(request, _("Your comment is removed."))
            return redirect(back)
    is_mine = comment.author_id == request.user.pk
    context = {"comment": comment, "back": back, "refusal": refusal, "is_mine": is_mine}
    return render(request, "strategy/comment_removal.html", context)


def _place(comment: Comment) -> str:
    """Where the comment stands on the page of what it is about."""
    return f"{subject_url(comment.subject)}#comments"


def _said(
    request: ReaderRequest,
    subject: Initiative | Need,
    *,
    page: Callable[..., HttpResponse],
    template: str,
) -> HttpResponse:
    """Say something; without script the page comes back at its comments."""
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            services.comment_on(subject, text=text, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            if not request.htmx:
                return redirect(f"{subject_url(subject)}#comments")
            form = CommentForm()
    if not request.htmx:
        return page(comment_form=form)
    context = discussion_context(request, subject, form=form)
    return render(request, f"{template}#comments", context)


def _names(request: ReaderRequest, subject: Initiative | Need) -> HttpResponse:
    """Names that begin as what stands after the @; only a script asks for them."""
    if not request.htmx:
        return redirect(subject_url(subject))
    typed = request.GET.get("mention", "")[:80]
    names = suggestions(typed, among=members_who_see(subject)) if typed else ()
    return render(request, "strategy/mentionable.html", {"names": names})
