"""What is sent, over real sockets, to a program of this machine."""

import json
from datetime import timedelta
from random import Random

import pytest

from cordee.platform.models import Entry, Webhook, WebhookDelivery
from cordee.platform.webhooks import posting
from cordee.platform.webhooks.sending import LEASE, Round, forget_old, send_due
from cordee.strategy.models import Initiative
from cordee.strategy.services import move_to_state, save_initiative
from tests.factories import SECRET, delivery, initiative, webhook
from tests.receiver import dripping, is_signed, receiving

pytestmark = pytest.mark.usefixtures("on_this_machine")


def sent(at, told=None):
    return send_due(at=at, rng=Random(1), told=told or (lambda webhook: None))


def state(row):
    row.refresh_from_db()
    return row.state, row.attempts, row.problem


def test_a_change_is_told_as_the_journal_tells_it_and_signed(valmorel, cio, now):
    with receiving() as server:
        webhook(valmorel, server.url + "?who=erp")
        webhook(valmorel, server.url, families=["spend"])
        app = initiative(valmorel, "I-01", "Été", status="candidate")
        move_to_state(app, to=Initiative.Status.KILLED, reason="Trop tard", by=cio, at=now)
        line = Entry.objects.get()

        assert sent(now) == Round(received=1, failed=0)
        assert sent(now) == Round(0, 0)

    ((path, headers, body),) = server.taken
    assert path == "/hook?who=erp"
    assert is_signed(headers, body, SECRET)
    assert not is_signed(headers, body + b" ", SECRET)
    assert headers["host"] == f"127.0.0.1:{server.server_port}"
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {
        "type": "strategy.move_to_state",
        "timestamp": "2026-11-23T09:00:00+00:00",
        "data": {
            "organisation": "valmorel",
            "number": line.number,
            "actor": str(cio.pseudonym),
            "subject": {"kind": "strategy.initiative", "id": app.pk},
            "revision": 2,
            "reason": "Trop tard",
            "changes": {"status": ["candidate", "killed"]},
        },
    }
    kept = WebhookDelivery.objects.get()
    assert (kept.state, kept.attempts, kept.status) == ("delivered", 1, 204)
    assert headers["webhook-id"] == f"msg_{kept.key.hex}"


def test_what_is_undone_is_not_told(valmorel, cio, now):
    from django.db import transaction

    webhook(valmorel)

    with transaction.atomic():
        save_initiative(Initiative(organisation=valmorel, code="I", name="I"), by=cio, at=now)
        written = WebhookDelivery.objects.count()
        transaction.set_rollback(True)

    assert (written, WebhookDelivery.objects.count()) == (1, 0)


def test_an_address_that_hangs_slows_neither_the_act_nor_the_other_addresses(
    valmorel, cio, now, monkeypatch
):
    monkeypatch.setattr(posting, "ANSWERS_IN", 2)
    with receiving() as silent, receiving() as quick:
        silent.hangs = True
        webhook(valmorel, silent.url)
        webhook(valmorel, quick.url)
        app = save_initiative(Initiative(organisation=valmorel, code="I", name="I"), by=cio, at=now)
        reached_by_the_act = list(silent.taken)
        again = Initiative.objects.get(pk=app.pk)
        again.name = "J"
        save_initiative(again, by=cio, at=now)

        rounds = [sent(now) for _round in range(3)]

    assert reached_by_the_act == []
    assert len(silent.taken) == 1
    assert len(quick.taken) == 2
    assert rounds == [Round(1, 1), Round(1, 0), Round(0, 0)]
    kept = Webhook.objects.get(url=silent.url)
    assert kept.deliveries.order_by("pk")[0].problem == "slow"
    assert kept.failures == 1


def test_an_answer_that_never_ends_is_cut(valmorel, now, monkeypatch):
    """It sends a byte now and then for ever: without the cut this test would not end."""
    monkeypatch.setattr(posting, "ANSWERS_IN", 0.4)
    with dripping() as url:
        one = delivery(webhook(valmorel, url))

        assert sent(now) == Round(0, 1)

    assert state(one) == ("queued", 1, "slow")


def test_only_the_beginning_of_a_long_answer_is_read(valmorel, now):
    with receiving() as server:
        server.status, server.text = 500, "é\0" + "x" * 100_000
        one = delivery(webhook(valmorel, server.url))

        sent(now)

    assert state(one) == ("queued", 1, "refused")
    assert one.status == 500
    assert (len(one.answer), one.answer[:3]) == (499, "é\N{REPLACEMENT CHARACTER}x")


def test_a_redirection_is_not_followed(valmorel, now):
    with receiving() as server, receiving() as inside:
        server.status, server.headers = 307, {"location": inside.url}
        one = delivery(webhook(valmorel, server.url))

        sent(now)

    assert (len(server.taken), inside.taken) == (1, [])
    assert state(one) == ("queued", 1, "redirect")


def test_the_pauses_grow_with_some_chance_in_them_until_it_is_given_up(valmorel, now):
    with receiving() as server:
        server.status = 503
        one = delivery(webhook(valmorel, server.url))
        pauses, at = [], now
        for _attempt in range(10):
            sent(at)
            sent(at + timedelta(seconds=30))
            one.refresh_from_db()
            pauses.append((one.due_at - at) / timedelta(minutes=1))
            at = one.due_at

    usual = [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    shares = [pause / as_usual for pause, as_usual in zip(pauses, usual, strict=True)]
    assert 0.8 <= min(shares) < max(shares) <= 1.2
    assert state(one) == ("abandoned", 10, "refused")
    assert len({headers["webhook-id"] for _path, headers, _body in server.taken}) == 1
    assert len({headers["webhook-timestamp"] for _path, headers, _body in server.taken}) == 10
    assert all(is_signed(headers, body, SECRET) for _path, headers, body in server.taken)


def test_after_a_failure_the_address_is_left_in_peace_then_receives_everything(valmorel, now):
    with receiving() as server:
        server.status = 503
        one = webhook(valmorel, server.url)
        first, second = delivery(one), delivery(one)
        assert sent(now) == Round(0, 1)
        assert sent(now + timedelta(seconds=40)) == Round(0, 0)
        server.status = 200

        rounds = [sent(now + timedelta(minutes=2)) for _round in range(3)]

    assert rounds == [Round(1, 0), Round(1, 0), Round(0, 0)]
    assert (state(first)[0], state(second)[0]) == ("delivered", "delivered")
    one.refresh_from_db()
    assert (one.failures, one.failing_since, one.quiet_until) == (0, None, None)


def test_three_days_of_failures_stop_a_webhook_and_it_is_told_once(valmorel, cio, now):
    told = []
    with receiving() as server:
        server.status = 500
        one = webhook(valmorel, server.url, failures=9, failing_since=now - timedelta(days=3))
        delivery(one), delivery(one)

        sent(now, told.append)
        later = sent(now + timedelta(days=1), told.append)

    assert told == [one]
    assert later == Round(0, 0)
    one.refresh_from_db()
    assert one.stopped_at == now
    save_initiative(Initiative(organisation=valmorel, code="I", name="I"), by=cio, at=now)
    assert WebhookDelivery.objects.count() == 2


def test_an_address_that_says_it_is_gone_is_stopped_at_once(valmorel, now):
    told = []
    with receiving() as server:
        server.status = 410
        one = webhook(valmorel, server.url)
        delivery(one)

        sent(now, told.append)

    assert told == [one]


def test_a_name_that_leads_elsewhere_since_it_was_declared_is_not_reached(
    valmorel, now, settings, names
):
    settings.WEBHOOK_NETWORKS = ()
    with receiving() as server:
        names.answers["rebind.example"] = [["127.0.0.1"]]
        one = delivery(webhook(valmorel, f"http://rebind.example:{server.server_port}/"))

        assert sent(now) == Round(0, 1)

    assert server.taken == []
    assert state(one) == ("queued", 1, "address")


def test_the_address_that_was_checked_is_the_one_that_is_reached(valmorel, now, names):
    with receiving() as server:
        names.answers["deux.example"] = [["127.0.0.1"], ["169.254.169.254"]]
        delivery(webhook(valmorel, f"http://deux.example:{server.server_port}/"))

        assert sent(now) == Round(1, 0)

    assert names.asked == ["deux.example"]
    assert server.taken[0][1]["host"] == f"deux.example:{server.server_port}"


def test_nobody_there_is_said(valmorel, now):
    with receiving() as server:
        url = server.url
    one = delivery(webhook(valmorel, url))

    sent(now)

    assert state(one) == ("queued", 1, "unreachable")


def test_a_secret_sealed_with_another_key_sends_nothing(valmorel, now, settings):
    with receiving() as server:
        one = delivery(webhook(valmorel, server.url))
        settings.SECRET_KEY = "another one"

        sent(now)

    assert server.taken == []
    assert state(one) == ("queued", 1, "sealed")


def test_what_another_worker_holds_is_left_to_it_until_its_time_is_over(valmorel, now):
    with receiving() as server:
        one = delivery(webhook(valmorel, server.url))
        WebhookDelivery.objects.filter(pk=one.pk).update(due_at=now + LEASE, attempts=1)

        rounds = [sent(now + LEASE - timedelta(seconds=1)), sent(now + LEASE)]

    assert rounds == [Round(0, 0), Round(1, 0)]
    assert state(one) == ("delivered", 2, "")


def test_what_was_settled_a_month_ago_is_forgotten(valmorel, now):
    one = webhook(valmorel)
    old = delivery(one, state="delivered")
    waiting = delivery(one)
    WebhookDelivery.objects.update(queued_at=now - timedelta(days=31))
    recent = delivery(one, state="delivered")

    assert forget_old(at=now) == 1

    assert list(WebhookDelivery.objects.order_by("pk")) == [waiting, recent]
    assert old not in WebhookDelivery.objects.all()
