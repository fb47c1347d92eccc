"""Webhooks declared, changed, tried, resumed and removed; who is told when one is stopped."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.people.models import Membership
from cordee.platform import journal
from cordee.platform.access import Reader, Role
from cordee.platform.errors import Refused
from cordee.platform.mailing import Words, pace_of, queue_letter
from cordee.platform.models import Notice, Pace, User, Webhook, WebhookDelivery
from cordee.platform.sealing import sealed
from cordee.platform.storing import claim
from cordee.platform.webhooks import outbox, sending
from cordee.platform.webhooks.sending import PURPOSE, Round
from cordee.platform.webhooks.signing import new_secret
from cordee.platform.webhooks.targets import open_addresses, target_of

MOST = 20
"""Webhooks of one organisation: each change is written once for each."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A webhook and its secret, which is told once."""

    webhook: Webhook
    secret: str


def declare_webhook(
    reader: Reader, *, url: str, families: Collection[str], at: datetime
) -> Declared:
    """Tell this address of these events from now on."""
    if reader.units is not None:
        raise Refused(_("A webhook tells of the whole organisation, and you see a part of it."))
    if Webhook.objects.filter(organisation=reader.organisation).count() >= MOST:
        raise Refused(_("There are %(most)d webhooks already: remove one first.") % {"most": MOST})
    secret = new_secret()
    webhook = Webhook(
        organisation=reader.organisation,
        sealed_secret=sealed(secret, purpose=PURPOSE),
        by=reader.user,
        declared_at=at,
    )
    _write(webhook, url=url, families=families, by=reader.user, at=at)
    return Declared(webhook, secret)


def keep_stopped_webhook(
    reader: Reader, *, url: str, families: Collection[str], declared_at: datetime, at: datetime
) -> Webhook:
    """Keep an address declared elsewhere and stopped: nothing leaves before somebody resumes it,
    so nobody is asked now where it leads."""
    target_of(url)
    webhook = Webhook(
        organisation=reader.organisation,
        url=url,
        families=sorted(families),
        sealed_secret=sealed(new_secret(), purpose=PURPOSE),
        by=reader.user,
        declared_at=declared_at,
        stopped_at=at,
    )
    with transaction.atomic():
        webhook.save()
        detail = {"families": webhook.families}
        _journalled("people.save_webhook", webhook, by=reader.user, at=at, **detail)
    return webhook


def change_webhook(
    webhook: Webhook, *, url: str, families: Collection[str], by: User, at: datetime
) -> Webhook:
    """Another address or other events; its secret stays."""
    _write(webhook, url=url, families=families, by=by, at=at)
    return webhook


def renew_secret(webhook: Webhook, *, by: User, at: datetime) -> Declared:
    """Make another secret; what leaves from now on is signed with it."""
    secret = new_secret()
    with transaction.atomic():
        claim(webhook)
        webhook.sealed_secret = sealed(secret, purpose=PURPOSE)
        webhook.save(update_fields=["sealed_secret"])
        _journalled("people.renew_secret", webhook, by=by, at=at)
    return Declared(webhook, secret)


def resume_webhook(webhook: Webhook, *, by: User, at: datetime) -> None:
    """Speak again to an address that was left because it no longer answered."""
    if webhook.stopped_at is None:
        raise Refused(_("This webhook is not stopped."))
    with transaction.atomic():
        claim(webhook)
        webhook.failures, webhook.failing_since = 0, None
        webhook.quiet_until, webhook.stopped_at = None, None
        webhook.save()
        _journalled("people.resume_webhook", webhook, by=by, at=at)


def remove_webhook(webhook: Webhook, *, by: User, at: datetime) -> None:
    """Tell this address nothing any more; what waited for it is dropped."""
    with transaction.atomic():
        _journalled("people.remove_webhook", webhook, by=by, at=at)
        webhook.delete()


def send_test_event(webhook: Webhook, *, by: User, at: datetime) -> WebhookDelivery:
    """Send an event that tells nothing, to try the other side."""
    with transaction.atomic():
        _check_runs(webhook)
        delivery = outbox.queue_test(webhook, at=at)
        _journalled("people.send_test_event", webhook, by=by, at=at)
    return delivery


def send_past_event(delivery: WebhookDelivery, *, by: User, at: datetime) -> None:
    """Send an event again, at once, under the same identifier."""
    with transaction.atomic():
        _check_runs(delivery.webhook)
        outbox.queue_again(delivery, at=at)
        detail = {"delivery": str(delivery.key)}
        _journalled("people.send_past_event", delivery.webhook, by=by, at=at, **detail)


def deliver_events(*, at: datetime, rng: Random) -> Round:
    """Send what is due to all webhooks. Run by the worker."""
    return sending.send_due(at=at, rng=rng, told=lambda webhook: _tell_stopped(webhook, at=at))


def _write(
    webhook: Webhook, *, url: str, families: Collection[str], by: User, at: datetime
) -> None:
    if not families:
        raise Refused(_("Choose at least one kind of event."))
    target = target_of(url)
    open_addresses(target)  # may wait for the name server: before the transaction
    with transaction.atomic():
        if webhook.pk is not None:
            claim(webhook)
        webhook.url, webhook.families = url, sorted(families)
        webhook.quiet_until = None
        webhook.save()
        detail = {"families": webhook.families}
        _journalled("people.save_webhook", webhook, by=by, at=at, **detail)


def _check_runs(webhook: Webhook) -> None:
    if webhook.stopped_at is not None:
        raise Refused(_("This webhook is stopped: resume it first."))


def _journalled(action: str, webhook: Webhook, *, by: User, at: datetime, **detail: Any) -> None:
    """The path of an address may be a secret of its own: the journal keeps the machine's name."""
    told = {"webhook": webhook.pk, "host": target_host(webhook)} | detail
    journal.record(action, webhook.organisation, by=by, at=at, detail=told)


def target_host(webhook: Webhook) -> str:
    """The machine an address names, said without its path."""
    return webhook.url.split("://", 1)[-1].split("/", 1)[0].split("?", 1)[0]


def _tell_stopped(webhook: Webhook, *, at: datetime) -> None:
    """Who declared it, and the owners, read that nothing leaves any more, and why it matters."""
    owners = Membership.objects.filter(organisation=webhook.organisation_id, role=Role.OWNER)
    told = {member.user_id: member.user for member in owners.select_related("user")}
    declared = Membership.objects.filter(organisation=webhook.organisation_id, user=webhook.by_id)
    told |= {member.user_id: member.user for member in declared.select_related("user")}
    for user in told.values():
        if pace_of(user, notice=Notice.WAITING) != Pace.NEVER:
            queue_letter(
                user,
                organisation=webhook.organisation,
                about=Notice.WAITING,
                template="platform/letter.html",
                told=lambda: _stopped_words(webhook),
                at=at,
            )


def _stopped_words(webhook: Webhook) -> dict[str, Any]:
    words = Words(
        subject=_("The webhook to %(host)s is stopped") % {"host": target_host(webhook)},
        opening=_("Nothing has been received there for three days, or it asked for nothing more:"),
        quote=webhook.url,
        path=reverse("people:webhook", args=[webhook.pk]),
        link=_("See the last answers and resume it:"),
    )
    return asdict(words)
