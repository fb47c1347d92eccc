"""The variables of the environment, and what they make of the settings."""

import json
import os
import socketserver
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cordee.platform.environment import Mail, database, mail

SENT = """
import json
from django.conf import settings
from django.core.mail import send_mail
import django
django.setup()
print(json.dumps(send_mail("Bonjour", "Une ligne.", None, ["claire@valmorel.example"])))
"""


class Letterbox(socketserver.ThreadingTCPServer):
    """A mail server of a few words, which keeps what it is told."""

    allow_reuse_address = True

    def __init__(self):
        self.heard = []
        super().__init__(("127.0.0.1", 0), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    ANSWERS = {b"EHLO": b"250-here\r\n250 AUTH PLAIN", b"AUTH": b"235 in", b"QUIT": b"221 bye"}

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        in_letter = False
        for line in self.rfile:
            said = line.strip()
            self.server.heard.append(said.decode())
            if in_letter and said != b".":
                continue
            in_letter = said.upper() == b"DATA"
            answer = b"354 go" if in_letter else self.ANSWERS.get(said[:4].upper(), b"250 good")
            self.wfile.write(answer + b"\r\n")


@pytest.fixture
def letterbox():
    with Letterbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_without_a_server_mail_is_shown_on_the_console():
    assert mail({}) == Mail(
        backend="django.core.mail.backends.console.EmailBackend",
        host="",
        port=587,
        user="",
        password="",
        starts_tls=True,
        is_tls=False,
    )


def test_a_server_is_spoken_to_in_secret_unless_told_otherwise():
    named = {"CORDEE_EMAIL_HOST": "smtp.valmorel.example"}

    found = [
        mail(named | {"CORDEE_EMAIL_TLS": tls, **more})
        for tls, more in (
            ("", {"CORDEE_EMAIL_USER": "cordee", "CORDEE_EMAIL_PASSWORD": "corde"}),
            ("tls", {}),
            ("none", {"CORDEE_EMAIL_PORT": "2525"}),
        )
    ]

    smtp, host = "django.core.mail.backends.smtp.EmailBackend", "smtp.valmorel.example"
    assert found == [
        Mail(smtp, host, 587, "cordee", "corde", starts_tls=True, is_tls=False),
        Mail(smtp, host, 465, "", "", starts_tls=False, is_tls=True),
        Mail(smtp, host, 2525, "", "", starts_tls=False, is_tls=False),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("CORDEE_EMAIL_TLS", "ssl3"), ("CORDEE_EMAIL_PORT", "smtp"), ("CORDEE_EMAIL_PORT", "70000")],
)
def test_what_is_not_understood_is_refused_by_its_name(name, value):
    with pytest.raises(ValueError, match=name):
        mail({name: value})


def test_a_letter_reaches_the_server_of_the_settings(letterbox, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cordee.settings",
        "CORDEE_DATA_DIR": str(tmp_path),
        "CORDEE_EMAIL_HOST": "127.0.0.1",
        "CORDEE_EMAIL_PORT": str(letterbox.server_address[1]),
        "CORDEE_EMAIL_TLS": "none",
        "CORDEE_EMAIL_USER": "cordee",
        "CORDEE_EMAIL_PASSWORD": "corde",
        "CORDEE_EMAIL_FROM": "cordee@valmorel.example",
    }

    told = subprocess.run(
        [sys.executable, "-c", SENT], env=environment, capture_output=True, check=True, timeout=60
    )

    assert json.loads(told.stdout) == 1
    commands = [line for line in letterbox.heard if line[:4].upper() in ("AUTH", "MAIL", "RCPT")]
    assert [line.split(" size=")[0] for line in commands] == [
        "AUTH PLAIN AGNvcmRlZQBjb3JkZQ==",
        "mail FROM:<cordee@valmorel.example>",
        "rcpt TO:<claire@valmorel.example>",
    ]
    assert "Une ligne." in letterbox.heard


SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "cached_statements": 24,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-1000; PRAGMA temp_store=MEMORY;",
    },
}
POSTGRESQL = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}


@pytest.mark.parametrize(
    ("value", "name"),
    [("", "/data/cordee.sqlite3"), ("memory", ":memory:"), ("/srv/other.db", "/srv/other.db")],
)
def test_a_path_is_a_sqlite_file(value, name):
    found = database(value, data_dir=Path("/data"))

    assert found == SQLITE | {"NAME": name}


def test_an_address_is_a_postgresql_database_with_what_libpq_is_told():
    found = database(
        "postgresql://cordee:p%40ss%2Fword@db.example:5433/strat%C3%A9gie?sslmode=require",
        data_dir=Path("/data"),
    )

    assert found == POSTGRESQL | {
        "NAME": "stratégie",
        "USER": "cordee",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": 10, "sslmode": "require"},
    }


def test_a_postgresql_database_is_reached_through_a_socket():
    found = database("postgres://cordee@/cordee?host=/run/postgresql", data_dir=Path("/data"))

    assert found == POSTGRESQL | {
        "NAME": "cordee",
        "USER": "cordee",
        "PASSWORD": "",
        "HOST": "/run/postgresql",
        "PORT": "",
        "OPTIONS": {"connect_timeout": 10},
    }


@pytest.mark.parametrize("value", ["mysql://root:secret@db/cordee", "postgresql://u:secret@db"])
def test_an_address_it_does_not_know_is_refused_without_telling_its_password(value):
    with pytest.raises(ValueError, match="CORDEE_DATABASE") as refused:
        database(value, data_dir=Path("/data"))

    assert "secret" not in str(refused.value)
