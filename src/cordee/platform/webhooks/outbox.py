"""Writes what webhooks are to be told, in the transaction of the act that they are told of."""

import json
from datetime import UTC, datetime
from typing import Any

from cordee.platform.models import Entry, Webhook, WebhookDelivery
from cordee.platform.webhooks.families import concerns

TEST = "webhook.test"


def queue_event(entry: Entry) -> None:
    """Queue this line of the journal for the webhooks that asked for its family."""
    webhooks = Webhook.objects.filter(organisation=entry.organisation_id, stopped_at=None)
    told = [webhook for webhook in webhooks if concerns(webhook.families, action=entry.action)]
    if told:
        body = _body(entry.action, data=_data(entry), at=entry.at)
        WebhookDelivery.objects.bulk_create(
            [_delivery(webhook, event=entry.action, body=body, at=entry.at) for webhook in told]
        )


def queue_test(webhook: Webhook, *, at: datetime) -> WebhookDelivery:
    """Queue an event that tells nothing, to try the other side."""
    body = _body(TEST, data={"organisation": webhook.organisation.slug}, at=at)
    delivery = _delivery(webhook, event=TEST, body=body, at=at)
    delivery.save()
    return delivery


def queue_again(delivery: WebhookDelivery, *, at: datetime) -> None:
    """Let it leave at once, under the same identifier."""
    delivery.state, delivery.due_at, delivery.attempts = WebhookDelivery.State.QUEUED, at, 0
    delivery.save(update_fields=["state", "due_at", "attempts"])
    Webhook.objects.filter(pk=delivery.webhook_id).update(quiet_until=None)


def _delivery(webhook: Webhook, *, event: str, body: str, at: datetime) -> WebhookDelivery:
    return WebhookDelivery(webhook=webhook, event=event, body=body, queued_at=at, due_at=at)


def _data(entry: Entry) -> dict[str, Any]:
    """The line, as it stands in the journal: its author is a pseudonym."""
    kind, _colon, pk = entry.subject.partition(":")
    return {
        "organisation": entry.organisation.slug,
        "number": entry.number,
        "actor": str(entry.actor),
        "subject": {"kind": kind, "id": int(pk) if pk.isdigit() else None},
        "revision": entry.revision,
        "reason": entry.reason,
        "changes": entry.detail,
    }


def _body(event: str, *, data: dict[str, Any], at: datetime) -> str:
    told = {"type": event, "timestamp": at.astimezone(UTC).isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
