"""A program that the example company used to tell of its changes: its webhook is stopped."""

from datetime import datetime, timedelta

from cordee.people.queries import reader_of
from cordee.people.services.webhooks import keep_stopped_webhook
from cordee.platform.models import Organisation, User, WebhookDelivery
from cordee.platform.webhooks.outbox import queue_test

ADDRESS = "https://tableau-de-bord.valmorel.example/cordee"
"""A name that leads nowhere, by its very end: no network is needed, and nothing leaves."""
FAMILIES = ("initiatives", "spend")
ATTEMPTS = 12
TOLD_FOR, SILENT = timedelta(days=60), timedelta(days=3)


def tell_a_program(organisation: Organisation, *, by: User, at: datetime) -> None:
    """Show a webhook as it stands once it was given up, with what it was last told."""
    reader = reader_of(by, organisation_id=organisation.pk)
    assert reader is not None
    webhook = keep_stopped_webhook(
        reader, url=ADDRESS, families=FAMILIES, declared_at=at - TOLD_FOR, at=at
    )
    last = queue_test(webhook, at=at - SILENT)
    last.state, last.attempts = WebhookDelivery.State.ABANDONED, ATTEMPTS
    last.tried_at, last.problem = at, WebhookDelivery.Problem.UNREACHABLE
    last.save()
