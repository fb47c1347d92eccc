"""Which webhooks a reader may see, and what was sent to them."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from cordee.platform.access import Reader
from cordee.platform.models import Webhook, WebhookDelivery
from cordee.platform.webhooks.families import FAMILIES

SHOWN = 50
"""Deliveries told on the page of a webhook, the latest."""
State = WebhookDelivery.State


@dataclass(frozen=True, slots=True)
class ListedWebhook:
    """A webhook in the list."""

    webhook: Webhook
    families: tuple[str, ...]
    """The events it is told of, in words."""
    waiting: int
    last_received: object
    """When something was last received there; None when nothing ever was."""


def webhooks(reader: Reader) -> QuerySet[Webhook]:
    """Those of the organisation; what they tell is the whole of it, so a perimeter sees none."""
    if reader.units is not None:
        return Webhook.objects.none()
    rows = Webhook.objects.filter(organisation=reader.organisation)
    return rows.select_related("organisation", "by").order_by("pk")


def listed_webhooks(reader: Reader) -> tuple[ListedWebhook, ...]:
    received = Q(deliveries__state=State.DELIVERED)
    rows = webhooks(reader).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=State.QUEUED)),
        last_received=Max("deliveries__tried_at", filter=received),
    )
    return tuple(
        ListedWebhook(row, family_words(row), row.waiting, row.last_received) for row in rows
    )


def family_words(webhook: Webhook) -> tuple[str, ...]:
    """What it is told of, in words."""
    return tuple(str(f.label) for f in FAMILIES if f.key in webhook.families)


def deliveries(reader: Reader) -> QuerySet[WebhookDelivery]:
    """What was sent, or waits, for all of them."""
    rows = WebhookDelivery.objects.filter(webhook__in=webhooks(reader).order_by())
    return rows.select_related("webhook__organisation").order_by("-pk")


def latest_deliveries(reader: Reader, *, webhook: Webhook) -> list[WebhookDelivery]:
    return list(deliveries(reader).filter(webhook=webhook)[:SHOWN])
