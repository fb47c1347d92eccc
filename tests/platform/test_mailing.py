import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from cordee.platform import mailing
from cordee.platform.mailing import Delivery, Words, queue_letter, send_due, tell
from cordee.platform.models import Letter, MailChoices, Notice, Pace
from tests.factories import user
from tests.mailbox import mailbox

SMTP = "django.core.mail.backends.smtp.EmailBackend"
WORDS = Words("Un sujet", "Quelqu’un dit :", "Où en est-on ?\n.\nFin", "/inbox/", "Répondre :")


@pytest.fixture
def claire(db):
    return user("claire", first_name="Claire", last_name="Ansel")


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def over_smtp(settings, free_port):
    """Mail goes to a port of this machine where nobody listens yet."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = free_port, False, False
    settings.SITE_URL, settings.SITE_HOST = "https://cordee.example", "cordee.example"
    return free_port


def told(claire, valmorel, now, notice=Notice.CALL):
    return tell(claire, organisation=valmorel, notice=notice, words=lambda: WORDS, at=now)


def state(letter):
    letter.refresh_from_db()
    return letter.state, letter.attempts


def test_the_act_itself_never_speaks_to_the_server(claire, valmorel, now, over_smtp):
    with socket.create_server(("127.0.0.1", over_smtp)) as listening:
        listening.setblocking(False)

        told(claire, valmorel, now)

        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_server_that_is_down_keeps_the_letter(claire, valmorel, now, over_smtp):
    letter = told(claire, valmorel, now)

    assert send_due(at=now) == Delivery(sent=0, refused=0, waiting=1)

    assert state(letter) == ("queued", 1)
    assert letter.due_at == now + timedelta(minutes=1)
    assert "ConnectionRefusedError" in letter.problem


def test_it_leaves_once_when_the_server_is_back(claire, valmorel, now, over_smtp):
    letter = told(claire, valmorel, now)
    send_due(at=now)

    with mailbox(over_smtp) as server:
        assert send_due(at=now + timedelta(seconds=59)).sent == 0
        assert send_due(at=now + timedelta(minutes=1)) == Delivery(1, 0, 0)
        assert send_due(at=now + timedelta(days=1)).sent == 0

    (message,) = server.taken
    assert state(letter) == ("sent", 2)
    assert message["To"] == claire.email
    assert message["Subject"] == "Un sujet"
    assert message["Message-ID"] == f"<{letter.key}@cordee.example>"
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Où en est-on ?\n.\nFin" in text
    assert "https://cordee.example/inbox/" in text
    assert "Où en est-on" in message.get_body(("html",)).get_content()


def test_the_pauses_grow_up_to_four_hours_and_nothing_is_dropped(claire, valmorel, now, over_smtp):
    letter = told(claire, valmorel, now)
    pauses, at = [], now
    for _attempt in range(12):
        send_due(at=at)
        letter.refresh_from_db()
        pauses.append((letter.due_at - at) // timedelta(minutes=1))
        at = letter.due_at

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240]
    assert state(letter) == ("queued", 12)


def test_an_address_the_server_refuses_stops_there_and_holds_nobody_up(
    claire, valmorel, now, over_smtp
):
    gone = user("parti")
    lost, kept = told(gone, valmorel, now), told(claire, valmorel, now)

    with mailbox(over_smtp, unknown=gone.email) as server:
        assert send_due(at=now) == Delivery(sent=1, refused=1, waiting=0)

    assert [message["To"] for message in server.taken] == [claire.email]
    assert (state(lost), state(kept)) == (("refused", 1), ("sent", 1))
    assert "nobody of that name" in lost.problem


def test_the_headers_let_a_mail_program_unsubscribe_in_one_click(
    claire, valmorel, now, over_smtp, client
):
    told(claire, valmorel, now)
    with mailbox(over_smtp) as server:
        send_due(at=now)

    (message,) = server.taken
    address = message["List-Unsubscribe"].strip().strip("<>")
    assert address.startswith("https://cordee.example/unsubscribe/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = address.removeprefix("https://cordee.example")
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert told(claire, valmorel, now) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_letter_once(claire, valmorel, now, over_smtp):
    ready = Barrier(2)
    for _n in range(3):
        told(claire, valmorel, now)

    def worker(_n):
        ready.wait()
        try:
            return send_due(at=now).sent
        finally:
            connection.close()

    with mailbox(over_smtp) as server, ThreadPoolExecutor(2) as threads:
        sent = list(threads.map(worker, range(2)))

    assert sum(sent) == 3
    assert len({m["Message-ID"] for m in server.taken}) == len(server.taken) == 3
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_a_worker_that_died_leaves_its_letter_to_another(claire, valmorel, now):
    letter = told(claire, valmorel, now)
    assert mailing._taken(letter, at=now)

    assert send_due(at=now + timedelta(minutes=14)).sent == 0
    assert send_due(at=now + timedelta(minutes=15)).sent == 1

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("pace", "written"), [(Pace.AT_ONCE, 1), (Pace.WEEKLY, 0), (Pace.NEVER, 0)]
)
def test_a_letter_is_written_for_who_wants_it_at_once(claire, valmorel, now, pace, written):
    MailChoices.objects.create(user=claire, comment=pace)

    told(claire, valmorel, now, notice=Notice.COMMENT)

    assert Letter.objects.count() == written


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_has_no_address_or_left_gets_none(claire, valmorel, now, change):
    for field, value in change.items():
        setattr(claire, field, value)

    assert told(claire, valmorel, now) is None


def test_queuing_asks_the_worker_and_a_subject_never_breaks_its_line(claire, valmorel, now):
    letter = queue_letter(
        claire,
        organisation=valmorel,
        about=Notice.CALL,
        template="platform/letter.html",
        told=lambda: {"subject": "Un\r\nBcc: tous@valmorel.example", "path": "/"},
        at=now,
    )

    send_due(at=now)

    assert letter.subject == "Un Bcc: tous@valmorel.example"
    assert [m.recipients() for m in mail.outbox] == [[claire.email]]
    assert DBTaskResult.objects.get().task_path == "cordee.platform.mailing.deliver"


def test_a_letter_speaks_the_language_its_reader_chose_else_the_organisations(
    claire, valmorel, now
):
    greetings = []
    for language in ("", "en"):
        MailChoices.objects.update_or_create(user=claire, defaults={"language": language})
        greetings.append(told(claire, valmorel, now).text.partition("\n")[0])

    assert greetings == ["Bonjour Claire Ansel,", "Hello Claire Ansel,"]


def test_what_people_write_is_text_in_the_letter(claire, valmorel, now):
    hostile = Words("s", "o", "<script>alert(1)</script>", "/", "l")

    letter = tell(claire, organisation=valmorel, notice=Notice.CALL, words=lambda: hostile, at=now)

    assert "<script>" not in letter.html
    assert "<script>alert(1)</script>" in letter.text
