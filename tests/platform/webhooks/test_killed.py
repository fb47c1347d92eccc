"""A worker killed while an address has not answered yet: another one sends the same thing again."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from textwrap import dedent

import pytest

from tests.factories import SECRET
from tests.receiver import is_signed, receiving

PREPARE = """
    from tests import factories
    valmorel = factories.organisation()
    factories.delivery(factories.webhook(valmorel, sys.argv[2]))
"""
SEND = """
    from datetime import datetime
    from random import Random
    from cordee.platform.webhooks.sending import send_due
    print(send_due(at=datetime.fromisoformat(sys.argv[1]), rng=Random(1), told=print))
"""


def started(script, *arguments, at, folder):
    variables = os.environ | {
        "CORDEE_DATABASE": str(folder / "cordee.sqlite3"),
        "CORDEE_DATA_DIR": str(folder),
        "CORDEE_SECRET_KEY": "the same for both",
        "CORDEE_WEBHOOK_HTTP": "1",
        "CORDEE_WEBHOOK_NETWORKS": "127.0.0.0/8",
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
    }
    code = "import sys, django\ndjango.setup()\n" + dedent(script)
    command = [sys.executable, "-c", code, at.isoformat(), *arguments]
    return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_a_worker_killed_while_it_sends_is_followed_by_another(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path)
    first, later = (datetime(2026, 11, 23, 9, minute, tzinfo=UTC) for minute in (0, 1))
    with receiving() as server:
        server.hangs = True
        dying = started(PREPARE + SEND, server.url, at=first, folder=tmp_path)
        assert server.reached.wait(120)
        dying.kill()
        dying.communicate()
        server.hangs = False

        told, _nothing = started(SEND, at=later, folder=tmp_path).communicate(timeout=120)

    assert told.strip() == "Round(received=1, failed=0)"
    assert len(server.taken) == 2
    assert all(is_signed(headers, body, SECRET) for _path, headers, body in server.taken)
    assert len({headers["webhook-id"] for _path, headers, _body in server.taken}) == 1
    assert len({headers["webhook-timestamp"] for _path, headers, _body in server.taken}) == 2
