"""The worker's own clock: mail tried again, the digest of the week."""

import logging
import time

EVERY = 60
"""Seconds between two looks."""
logger = logging.getLogger(__name__)


def keep_time() -> None:
    """Look once a minute, as long as the worker lives; a failure is told, the next look comes."""
    from django.db import close_old_connections

    while True:
        close_old_connections()
        try:
            look()
        except Exception:
            logger.exception("The clock of the worker missed a look")
        time.sleep(EVERY)


def look() -> None:
    """Do what the hour asks for; several workers may look at once."""
    from django.utils import timezone

    from cordee.platform.mailing import send_due
    from cordee.strategy.services.digest import queue_digests

    queue_digests(at=timezone.now())
    send_due(at=timezone.now())
