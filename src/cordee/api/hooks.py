"""Webhooks declared, tried and followed by programs."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, Field

from cordee.api.errors import FieldsRefused
from cordee.api.etags import Claim, etag_of, refuse_stale
from cordee.api.paging import Number, Page, Place, Size, page_of
from cordee.api.ways_in import let_in
from cordee.people import rules
from cordee.people.queries import webhooks as kept
from cordee.people.services import webhooks as services
from cordee.platform.access import Reader
from cordee.platform.models import Webhook, WebhookDelivery
from cordee.platform.webhooks.families import FAMILIES

hooks = Router(tags=["webhooks"])
Families = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(max_length=40, description=", ".join(family.key for family in FAMILIES)),
]


class WebhookTold(BaseModel):
    """A webhook; its secret is told once, when it is made."""

    id: int
    revision: int
    url: str
    families: list[str]
    declared_at: datetime
    failures: int = Field(description="Attempts failed in a row.")
    quiet_until: datetime | None
    stopped_at: datetime | None
    secret: str | None = Field(None, description="Only in the answer that makes it.")


class NewWebhook(BaseModel):
    """Where to send, and what."""

    url: str = Field(min_length=1, max_length=500)
    families: Families


class ChangedWebhook(BaseModel):
    """What is sent changes."""

    url: str | None = Field(None, min_length=1, max_length=500)
    families: Families | None = None


class DeliveryTold(BaseModel):
    """One event for one webhook."""

    id: int
    message: str = Field(description="Its `webhook-id`, the same at each attempt.")
    event: str
    state: str
    queued_at: datetime
    due_at: datetime
    tried_at: datetime | None
    attempts: int
    status: int | None
    problem: str
    answer: str


@hooks.get("/webhooks/", response={200: Page[WebhookTold]})
def list_webhooks(request: HttpRequest, page: Place = 1, per_page: Size = 50) -> Page[WebhookTold]:
    """The webhooks of the organisation."""
    reader = let_in(rules.may_declare_webhooks, request)
    return page_of(kept.webhooks(reader), _told, page=page, size=per_page)


@hooks.post("/webhooks/", response={201: WebhookTold})
def declare_webhook(request: HttpRequest, response: HttpResponse, body: NewWebhook) -> Any:
    """Tell an address of some events; the answer holds the secret."""
    reader = let_in(rules.may_declare_webhooks, request)
    made = services.declare_webhook(
        reader, url=body.url, families=_known(body.families), at=timezone.now()
    )
    return Status(201, _told(made.webhook, secret=made.secret, response=response))


@hooks.get("/webhooks/{webhook}/", response={200: WebhookTold})
def read_webhook(request: HttpRequest, response: HttpResponse, webhook: Number) -> WebhookTold:
    """One webhook, with its ETag."""
    reader = let_in(rules.may_declare_webhooks, request)
    return _told(_held(reader, webhook), response=response)


@hooks.patch("/webhooks/{webhook}/", response={200: WebhookTold})
def change_webhook(
    request: HttpRequest,
    response: HttpResponse,
    body: ChangedWebhook,
    webhook: Number,
    read: Claim = "",
) -> WebhookTold:
    """Another address, or other events; its secret stays."""
    reader, held = _claimed(request, webhook, read=read)
    families = held.families if body.families is None else _known(body.families)
    url = held.url if body.url is None else body.url
    services.change_webhook(held, url=url, families=families, by=reader.user, at=timezone.now())
    return _told(held, response=response)


@hooks.delete("/webhooks/{webhook}/", response={204: None})
def remove_webhook(request: HttpRequest, webhook: Number, read: Claim = "") -> Any:
    """Tell it nothing any more."""
    reader, held = _claimed(request, webhook, read=read)
    services.remove_webhook(held, by=reader.user, at=timezone.now())
    return Status(204, None)


@hooks.post("/webhooks/{webhook}/secret/", response={200: WebhookTold})
def renew_secret(
    request: HttpRequest, response: HttpResponse, webhook: Number, read: Claim = ""
) -> WebhookTold:
    """Make another secret; the answer holds it."""
    reader, held = _claimed(request, webhook, read=read)
    made = services.renew_secret(held, by=reader.user, at=timezone.now())
    return _told(made.webhook, secret=made.secret, response=response)


@hooks.post("/webhooks/{webhook}/resume/", response={200: WebhookTold})
def resume_webhook(
    request: HttpRequest, response: HttpResponse, webhook: Number, read: Claim = ""
) -> WebhookTold:
    """Speak again to an address that was left."""
    reader, held = _claimed(request, webhook, read=read)
    services.resume_webhook(held, by=reader.user, at=timezone.now())
    return _told(held, response=response)


@hooks.post("/webhooks/{webhook}/test/", response={200: DeliveryTold})
def send_test_event(request: HttpRequest, webhook: Number) -> DeliveryTold:
    """Send an event that tells nothing."""
    reader = let_in(rules.may_declare_webhooks, request)
    held = _held(reader, webhook)
    return _delivery(services.send_test_event(held, by=reader.user, at=timezone.now()))


@hooks.get("/webhooks/{webhook}/deliveries/", response={200: Page[DeliveryTold]})
def list_deliveries(
    request: HttpRequest, webhook: Number, page: Place = 1, per_page: Size = 50
) -> Page[DeliveryTold]:
    """What was sent or waits, the latest first."""
    reader = let_in(rules.may_declare_webhooks, request)
    rows = kept.deliveries(reader).filter(webhook=_held(reader, webhook))
    return page_of(rows, _delivery, page=page, size=per_page)


@hooks.post("/deliveries/{delivery}/again/", response={200: DeliveryTold})
def send_again(request: HttpRequest, delivery: Number) -> DeliveryTold:
    """Send an event again at once, under the same identifier."""
    reader = let_in(rules.may_declare_webhooks, request)
    held = get_object_or_404(kept.deliveries(reader), pk=delivery)
    services.send_past_event(held, by=reader.user, at=timezone.now())
    return _delivery(held)


def _held(reader: Reader, pk: int) -> Webhook:
    return get_object_or_404(kept.webhooks(reader), pk=pk)


def _claimed(request: HttpRequest, pk: int, *, read: str) -> tuple[Reader, Webhook]:
    reader = let_in(rules.may_declare_webhooks, request)
    held = _held(reader, pk)
    refuse_stale(etag_of(held), read=read)
    return reader, held


def _known(families: list[str]) -> list[str]:
    known = {family.key for family in FAMILIES}
    if unknown := [key for key in families if key not in known]:
        told = _("“%(name)s” is not known here.") % {"name": ", ".join(unknown)}
        raise FieldsRefused({"families": told})
    return families


def _told(
    webhook: Webhook, *, secret: str | None = None, response: HttpResponse | None = None
) -> WebhookTold:
    if response is not None:
        response["ETag"] = etag_of(webhook)
    return WebhookTold(
        id=webhook.pk,
        revision=webhook.revision,
        url=webhook.url,
        families=webhook.families,
        declared_at=webhook.declared_at,
        failures=webhook.failures,
        quiet_until=webhook.quiet_until,
        stopped_at=webhook.stopped_at,
        secret=secret,
    )


def _delivery(one: WebhookDelivery) -> DeliveryTold:
    return DeliveryTold(
        id=one.pk,
        message=f"msg_{one.key.hex}",
        event=one.event,
        state=one.state,
        queued_at=one.queued_at,
        due_at=one.due_at,
        tried_at=one.tried_at,
        attempts=one.attempts,
        status=one.status,
        problem=str(one.get_problem_display()) if one.problem else "",
        answer=one.answer,
    )
