"""Pages of the questions referred to someone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.registers import asked_history
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.discussion import AnswerForm
from cordee.strategy.models import Referral
from cordee.strategy.queries.discussion import is_asked
from cordee.strategy.registers import REFERRALS
from cordee.strategy.registers.referrals import referral_tag


@allowed(any_member)
@require_GET
def referral(request: ReaderRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.referrals(request.reader), pk=pk)
    return _referral_page(request, row)


@allowed(rules.may_comment)
@require_POST
def answer_referral(request: ReaderRequest, pk: int) -> HttpResponse:
    """Answer; a refusal is shown beside the form, with what was typed."""
    row = get_object_or_404(queries.referrals(request.reader), pk=pk)
    form = AnswerForm(request.POST)
    if not is_asked(request.reader, referral=row):
        form.add_error(None, _("This question was asked to someone else."))
    elif form.is_valid():
        try:
            outcome = form.cleaned_data["outcome"]
            services.answer(row, outcome=outcome, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            row = get_object_or_404(queries.referrals(request.reader), pk=pk)
        else:
            messages.success(request, _("Your answer is written."))
            return redirect(REFERRALS.sheet_url(row))
    return _referral_page(request, row, form=form)


@allowed(rules.may_comment)
@require_POST
def withdraw_referral(request: ReaderRequest, pk: int) -> HttpResponse:
    """Take one's own question back."""
    row = get_object_or_404(queries.referrals(request.reader), pk=pk)
    try:
        services.withdraw(row, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The question is withdrawn."))
    return redirect(REFERRALS.sheet_url(row))


def _referral_page(
    request: ReaderRequest, row: Referral, *, form: AnswerForm | None = None
) -> HttpResponse:
    is_open = row.state == Referral.State.OPEN
    may_answer = is_asked(request.reader, referral=row) and rules.may_comment(request.reader)
    context = {
        "referral": row,
        "history": asked_history(request, REFERRALS, row),
        "tag": referral_tag(row, on=timezone.localdate()),
        "form": form or (AnswerForm() if is_open and may_answer else None),
        "may_withdraw": is_open and row.asked_by_id == request.user.pk,
    }
    return render(request, "strategy/referral.html", context)
