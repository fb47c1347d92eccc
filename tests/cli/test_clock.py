from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cordee.cli.clock import look


def ended(*, days_ago, now):
    return DBTaskResult.objects.create(
        status="SUCCESSFUL",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="cordee.strategy.imports.work",
        backend_name="default",
        run_after=now,
        finished_at=now - timedelta(days=days_ago),
    )


@pytest.mark.database
def test_work_that_ended_long_ago_leaves_the_queue(db):
    recent = ended(days_ago=3, now=timezone.now())
    ended(days_ago=30, now=timezone.now())

    look()

    assert list(DBTaskResult.objects.all()) == [recent]
