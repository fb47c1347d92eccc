"""Webhooks declared, tried and read in their pages."""

from datetime import timedelta
from ipaddress import ip_network
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.people.models import Unit
from cordee.people.queries import reader_of
from cordee.people.services import save_unit
from cordee.people.services.webhooks import (
    MOST,
    change_webhook,
    declare_webhook,
    deliver_events,
    remove_webhook,
    renew_secret,
    resume_webhook,
    send_past_event,
    send_test_event,
)
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry, Letter, MailChoices, Pace, Webhook, WebhookDelivery
from cordee.platform.webhooks.sending import Round
from tests import factories
from tests.factories import member, unit
from tests.receiver import is_signed, receiving

URL = "https://8.8.8.8/services/T0P/s3cret"


@pytest.fixture
def on_this_machine(settings):
    settings.WEBHOOK_HTTP = True
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)


def declared(reader, now, url=URL, families=("spend",)):
    return declare_webhook(reader, url=url, families=families, at=now)


def post(at):
    return deliver_events(at=at, rng=Random(1))


def test_the_secret_is_told_once_and_kept_sealed(cio_reader, now):
    found = declared(cio_reader, now)

    with connection.cursor() as cursor:
        cursor.execute("select * from platform_webhook")
        (row,) = cursor.fetchall()
    assert found.secret.startswith("whsec_")
    assert found.secret not in str(row)
    assert found.secret.removeprefix("whsec_") not in str(row)


def test_the_journal_keeps_the_machine_and_neither_the_path_nor_the_secret(cio_reader, now):
    found = declared(cio_reader, now)

    line = Entry.objects.get()
    assert (line.action, line.detail) == (
        "people.save_webhook",
        {"webhook": found.webhook.pk, "host": "8.8.8.8", "families": ["spend"]},
    )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://10.0.0.7/hook", "private network"),
        ("https://169.254.169.254/latest/meta-data/", "private network"),
        ("https://[::ffff:127.0.0.1]/", "private network"),
        ("https://2130706433/", "plain name"),
        ("http://8.8.8.8/", "not encrypted"),
        ("file:///etc/passwd", "begins with https"),
    ],
)
def test_an_address_that_may_not_be_reached_is_refused(cio_reader, now, url, told):
    with pytest.raises(Refused, match=told):
        declared(cio_reader, now, url=url)

    assert (Webhook.objects.count(), Entry.objects.count()) == (0, 0)


def test_whoever_sees_a_part_declares_none_and_twenty_are_enough(valmorel, cio_reader, now):
    lead = member(valmorel, Role.OWNER, units=[unit(valmorel)])
    with pytest.raises(Refused, match="see a part"):
        declared(reader_of(lead, organisation_id=valmorel.pk), now)
    for _one in range(MOST):
        factories.webhook(valmorel)

    with pytest.raises(Refused, match="20 webhooks already"):
        declared(cio_reader, now)


def test_a_test_event_leaves_with_the_secret_that_was_shown(cio, cio_reader, now, on_this_machine):
    with receiving() as server:
        found = declared(cio_reader, now, url=server.url)
        send_test_event(found.webhook, by=cio, at=now)
        assert post(now) == Round(1, 0)
        again = renew_secret(found.webhook, by=cio, at=now)
        send_test_event(found.webhook, by=cio, at=now)
        assert post(now) == Round(1, 0)

    (_path, first, body), (_path, second, after) = server.taken
    assert is_signed(first, body, found.secret)
    assert is_signed(second, after, again.secret)
    assert not is_signed(second, after, found.secret)


def test_an_event_sent_again_by_hand_keeps_its_identifier(cio, cio_reader, now, on_this_machine):
    with receiving() as server:
        found = declared(cio_reader, now, url=server.url)
        server.status = 500
        sent = send_test_event(found.webhook, by=cio, at=now)
        post(now)
        server.status = 200

        send_past_event(sent, by=cio, at=now + timedelta(seconds=5))

        assert post(now + timedelta(seconds=5)) == Round(1, 0)
    assert len({headers["webhook-id"] for _path, headers, _body in server.taken}) == 1
    assert len(server.taken) == 2


def test_its_declarer_and_the_owners_are_told_that_it_is_stopped(
    valmorel, cio, now, on_this_machine
):
    owner = member(valmorel, Role.OWNER)
    quiet = member(valmorel, Role.OWNER, username="muet")
    MailChoices.objects.create(user=quiet, waiting=Pace.NEVER)
    member(valmorel, Role.READER)
    with receiving() as server:
        server.status = 500
        hook = factories.webhook(
            valmorel, server.url, by=cio, failures=30, failing_since=now - timedelta(days=3)
        )
        factories.delivery(hook)

        post(now)

    assert sorted(letter.user.username for letter in Letter.objects.all()) == sorted(
        [cio.username, owner.username]
    )
    hook.refresh_from_db()
    assert hook.stopped_at == now
    with pytest.raises(Refused, match="resume it first"):
        send_test_event(hook, by=cio, at=now)

    resume_webhook(hook, by=cio, at=now)

    assert (hook.stopped_at, hook.failures, hook.failing_since) == (None, 0, None)


def test_a_webhook_is_changed_by_one_at_a_time_and_removed_with_what_waits(
    valmorel, cio, cio_reader, now
):
    found = declared(cio_reader, now)
    stale = Webhook.objects.get()
    change_webhook(found.webhook, url=URL, families=["talks"], by=cio, at=now)
    factories.delivery(found.webhook)

    with pytest.raises(Refused):
        change_webhook(stale, url=URL, families=["plans"], by=cio, at=now)
    with pytest.raises(Refused, match="at least one"):
        change_webhook(found.webhook, url=URL, families=[], by=cio, at=now)
    kept = Webhook.objects.get().families
    remove_webhook(found.webhook, by=cio, at=now)

    assert kept == ["talks"]
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)


def test_a_webhook_is_declared_in_the_pages_and_its_secret_shown_once(client, cio, valmorel):
    client.force_login(cio)
    refused = client.post(
        reverse("people:new_webhook"),
        {"url": "https://192.168.0.1/", "families": ["spend"]},
        headers={"Accept-Language": "en"},
    )
    assert "leads into a private network" in refused.content.decode()

    shown = client.post(reverse("people:new_webhook"), {"url": URL, "families": ["spend"]})

    hook = Webhook.objects.get()
    page = client.get(reverse("people:webhook", args=[hook.pk])).content.decode()
    assert "whsec_" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "whsec_" not in page
    assert hook.by == cio


def test_the_page_tells_what_came_back_and_offers_to_send_it_again(client, cio, valmorel, now):
    hook = factories.webhook(valmorel, failures=2, quiet_until=now)
    given_up = factories.delivery(
        hook,
        state="abandoned",
        attempts=10,
        tried_at=now,
        status=500,
        problem="refused",
        answer="<b>fatal</b>",
    )
    factories.delivery(hook)
    client.force_login(cio)

    page = client.get(
        reverse("people:webhook", args=[hook.pk]), headers={"Accept-Language": "en"}
    ).content.decode()

    assert "2 failures in a row" in page
    assert "10 attempts" in page
    assert "It answered that it does not take it." in page
    assert "&lt;b&gt;fatal&lt;/b&gt;" in page
    assert page.count(reverse("people:send_again", args=[given_up.pk])) == 1
    assert page.count("/again/") == 1


def test_the_pages_cost_the_same_queries_for_one_row_and_six(client, cio, valmorel, now):
    def count(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    client.force_login(cio)
    hook = factories.webhook(valmorel, by=cio)
    factories.delivery(hook)
    urls = [reverse("people:webhooks"), reverse("people:webhook", args=[hook.pk])]
    one = [count(url) for url in urls]
    for _number in range(5):
        factories.delivery(factories.webhook(valmorel, by=cio))
        factories.delivery(hook)

    assert [count(url) for url in urls] == one


def test_a_webhook_of_another_organisation_is_told_nothing(valmorel, cio, now):
    factories.webhook(factories.organisation("Rivaud", "rivaud"), families=["people"])

    save_unit(Unit(organisation=valmorel, code="A", name="A"), by=cio, at=now)

    assert WebhookDelivery.objects.count() == 0
