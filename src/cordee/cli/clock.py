"""The worker's own clock: mail tried again, the digest of the week; and the post of webhooks."""

import logging
import time
from itertools import count

EVERY = 60
"""Seconds between two looks."""
HOUR = 60
"""Looks, one after which the tables are counted anew."""
POST_EVERY = 1
"""Seconds between two looks at what webhooks wait for."""
logger = logging.getLogger(__name__)


def keep_time() -> None:
    """Look once a minute, as long as the worker lives; a failure is told, the next look comes."""
    from django.db import close_old_connections

    from cordee.platform.planning import look_at_tables

    for number in count():
        close_old_connections()
        try:
            if number % HOUR == 0:
                look_at_tables()
            look()
        except Exception:
            logger.exception("The clock of the worker missed a look")
        time.sleep(EVERY)


def look() -> None:
    """Do what the hour asks for; several workers may look at once."""
    from django.core.management import call_command
    from django.utils import timezone

    from cordee.people.services import erase_due
    from cordee.platform.archives import clear_archives
    from cordee.platform.attempts import forget_attempts
    from cordee.platform.mailing import send_due
    from cordee.platform.webhooks.sending import forget_old
    from cordee.reports.jobs import forget_packs, resume_packs
    from cordee.strategy.services.digest import queue_digests

    queue_digests(at=timezone.now())
    send_due(at=timezone.now())
    clear_archives(at=timezone.now())
    resume_packs(at=timezone.now())
    forget_packs(at=timezone.now())
    erase_due(at=timezone.now())
    forget_old(at=timezone.now())
    forget_attempts(at=timezone.now())
    call_command("prune_db_task_results", queue_name="*", verbosity=0)


def keep_posting() -> None:
    """Send to webhooks beside the long work: neither waits for the other."""
    from random import Random

    from django.db import close_old_connections
    from django.utils import timezone

    from cordee.people.services.webhooks import deliver_events

    rng = Random()
    while True:
        close_old_connections()
        try:
            sent = deliver_events(at=timezone.now(), rng=rng).received
        except Exception:
            logger.exception("The post of webhooks missed a round")
            sent = 0
        if not sent:
            time.sleep(POST_EVERY)
