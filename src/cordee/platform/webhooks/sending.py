"""Sends what is due to webhooks: tried again with longer pauses, given up, stopped in the end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from cordee.platform.errors import Refused
from cordee.platform.models import Webhook, WebhookDelivery
from cordee.platform.sealing import Unreadable, opened
from cordee.platform.webhooks.posting import Answer, posted
from cordee.platform.webhooks.signing import signed_headers
from cordee.platform.webhooks.targets import open_addresses, target_of

State, Problem = WebhookDelivery.State, WebhookDelivery.Problem
PURPOSE = "webhooks"
AT_ONCE = 8
"""Webhooks spoken to at the same time: one that hangs does not make the others wait."""
LEASE = timedelta(minutes=1)
"""After this, what a worker that died had begun to send is sent again."""
MOST_ATTEMPTS = 10
LONGEST_PAUSE = timedelta(hours=6)
STOPPED_AFTER = timedelta(days=3)
"""Of nothing but failures."""
KEPT = timedelta(days=30)
GONE = 410


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of sending did."""

    received: int
    failed: int


def send_due(*, at: datetime, rng: Random, told: Callable[[Webhook], None]) -> Round:
    """Send the first thing due of each webhook; `told` is called with those that are stopped."""
    taken = [delivery for delivery in _first_due(at) if _taken(delivery, at=at)]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        answers = list(pool.map(lambda delivery: _attempted(delivery, at=at), taken))
    for delivery, answer in zip(taken, answers, strict=True):
        _settle(delivery, answer, at=at, rng=rng, told=told)
    received = sum(not answer.problem for answer in answers)
    return Round(received, len(answers) - received)


def forget_old(*, at: datetime) -> int:
    """Remove what was settled long ago; how many there were."""
    settled = WebhookDelivery.objects.exclude(state=State.QUEUED)
    return settled.filter(queued_at__lt=at - KEPT).delete()[0]


def _first_due(at: datetime) -> QuerySet[WebhookDelivery]:
    """The oldest of each webhook that is neither stopped nor left in peace."""
    speaking = Q(webhook__quiet_until=None) | Q(webhook__quiet_until__lte=at)
    due = WebhookDelivery.objects.filter(
        speaking, state=State.QUEUED, due_at__lte=at, webhook__stopped_at=None
    )
    first = due.order_by().values("webhook").annotate(first=Min("pk"))
    keys = first.order_by("first").values_list("first", flat=True)[:AT_ONCE]
    return WebhookDelivery.objects.filter(pk__in=list(keys)).select_related("webhook")


def _taken(delivery: WebhookDelivery, *, at: datetime) -> bool:
    """Take it for a while; False when another worker was quicker."""
    free = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=State.QUEUED, due_at=delivery.due_at, attempts=delivery.attempts
    )
    delivery.attempts += 1
    return bool(free.update(due_at=at + LEASE, attempts=delivery.attempts))


def _attempted(delivery: WebhookDelivery, *, at: datetime) -> Answer:
    """Runs in a thread of its own: it reads no row."""
    try:
        secret = opened(delivery.webhook.sealed_secret, purpose=PURPOSE)
        target = target_of(delivery.webhook.url)
        addresses = open_addresses(target)
    except Unreadable:
        return Answer(None, "", Problem.SEALED)
    except Refused:
        return Answer(None, "", Problem.ADDRESS)
    headers = signed_headers(delivery, secret=secret, at=at)
    return posted(target, addresses=addresses, headers=headers, body=delivery.body)


def _settle(
    delivery: WebhookDelivery,
    answer: Answer,
    *,
    at: datetime,
    rng: Random,
    told: Callable[[Webhook], None],
) -> None:
    delivery.tried_at, delivery.status = at, answer.status
    delivery.answer, delivery.problem = answer.text, answer.problem
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().filter(pk=delivery.webhook_id).first()
        if webhook is None:  # removed meanwhile, with its deliveries
            return
        if answer.problem:
            _postpone(delivery, webhook, at=at, rng=rng)
        else:
            delivery.state = State.DELIVERED
            webhook.failures, webhook.failing_since, webhook.quiet_until = 0, None, None
        _keep(delivery, webhook)
        if webhook.stopped_at == at:
            told(webhook)


def _postpone(delivery: WebhookDelivery, webhook: Webhook, *, at: datetime, rng: Random) -> None:
    """One minute, two, four… up to six hours, a little more or less; then no more."""
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or at
    pause = min(timedelta(minutes=2 ** min(webhook.failures - 1, 10)), LONGEST_PAUSE)
    webhook.quiet_until = delivery.due_at = at + pause * rng.uniform(0.8, 1.2)
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.state = State.ABANDONED
    if delivery.status == GONE or at - webhook.failing_since >= STOPPED_AFTER:
        webhook.stopped_at = at


def _keep(delivery: WebhookDelivery, webhook: Webhook) -> None:
    delivery.save(update_fields=["state", "due_at", "tried_at", "status", "answer", "problem"])
    webhook.save(update_fields=["failures", "failing_since", "quiet_until", "stopped_at"])
