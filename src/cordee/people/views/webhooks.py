"""Pages of the webhooks: declared, tried, what they answered."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordee.people import rules
from cordee.people.forms.webhooks import WebhookForm
from cordee.people.queries import webhooks as told
from cordee.people.services import webhooks as services
from cordee.platform.access import ReaderRequest, allowed
from cordee.platform.errors import Refused
from cordee.platform.models import Webhook
from cordee.platform.registers import read_or_write


@allowed(rules.may_declare_webhooks)
@require_GET
def webhooks(request: ReaderRequest) -> HttpResponse:
    listed = told.listed_webhooks(request.reader)
    context = {
        "webhooks": listed,
        "running": sum(one.webhook.stopped_at is None for one in listed),
        "may_declare": request.reader.units is None,
    }
    return render(request, "people/webhooks.html", context)


@allowed(rules.may_declare_webhooks)
@require_GET
def webhook(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    context = {
        "webhook": row,
        "host": services.target_host(row),
        "families": told.family_words(row),
        "deliveries": told.latest_deliveries(request.reader, webhook=row),
    }
    return render(request, "people/webhook.html", context)


@allowed(rules.may_declare_webhooks)
@never_cache
@read_or_write
def new_webhook(request: ReaderRequest) -> HttpResponse:
    """Declare one; its secret is shown on the answer, and never again."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            declared = services.declare_webhook(
                request.reader, **form.cleaned_data, at=timezone.now()
            )
        except Refused as sentence:
            form.add_error("url", str(sentence))
        else:
            return _secret(request, declared)
    return render(request, "people/webhook_form.html", {"form": form, "webhook": None})


@allowed(rules.may_declare_webhooks)
@read_or_write
def edit_webhook(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    data = request.POST if request.method == "POST" else None
    form = WebhookForm(data, initial={"url": row.url, "families": row.families})
    if form.is_valid():
        try:
            services.change_webhook(row, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as sentence:
            form.add_error("url", str(sentence))
        else:
            messages.success(request, _("The webhook is saved."))
            return redirect("people:webhook", pk=row.pk)
    return render(request, "people/webhook_form.html", {"form": form, "webhook": row})


@allowed(rules.may_declare_webhooks)
@read_or_write
def remove_webhook(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    if request.method == "POST":
        services.remove_webhook(row, by=request.user, at=timezone.now())
        messages.success(request, _("Nothing leaves for this address any more."))
        return redirect("people:webhooks")
    context = {"webhook": row, "host": services.target_host(row)}
    return render(request, "people/webhook_removal.html", context)


@allowed(rules.may_declare_webhooks)
@never_cache
@require_POST
def renew_secret(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    return _secret(request, services.renew_secret(row, by=request.user, at=timezone.now()))


@allowed(rules.may_declare_webhooks)
@require_POST
def send_test(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    said = _("The test event leaves at once: its answer shows below.")
    return _acted(request, row.pk, partial(services.send_test_event, row), said=said)


@allowed(rules.may_declare_webhooks)
@require_POST
def resume_webhook(request: ReaderRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    said = _("Events leave for this address again.")
    return _acted(request, row.pk, partial(services.resume_webhook, row), said=said)


@allowed(rules.may_declare_webhooks)
@require_POST
def send_again(request: ReaderRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(told.deliveries(request.reader), pk=pk)
    said = _("The event leaves again at once.")
    act = partial(services.send_past_event, delivery)
    return _acted(request, delivery.webhook_id, act, said=said)


def _acted(
    request: ReaderRequest, pk: int, act: Callable[..., object], *, said: str
) -> HttpResponse:
    """Do it and say so, or say why not; then the sheet of the webhook."""
    try:
        act(by=request.user, at=timezone.now())
    except Refused as sentence:
        messages.error(request, str(sentence))
    else:
        messages.success(request, said)
    return redirect("people:webhook", pk=pk)


def _found(request: ReaderRequest, pk: int) -> Webhook:
    return get_object_or_404(told.webhooks(request.reader), pk=pk)


def _secret(request: ReaderRequest, declared: services.Declared) -> HttpResponse:
    return render(request, "people/webhook_secret.html", {"declared": declared})
