"""Posts one message to an address that was checked: no redirection, little time, a short answer."""

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Any

from cordee.platform.models import WebhookDelivery
from cordee.platform.webhooks.targets import Target

Problem = WebhookDelivery.Problem
CONNECTS_IN, ANSWERS_IN = 3, 10
"""Seconds to be let in, then to answer as a whole."""
MOST_ADDRESSES = 2
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of one attempt."""

    status: int | None
    text: str
    problem: str
    """Empty when it was received."""


class _Pinned(HTTPConnection):
    """A connection to addresses that were checked: the name is not asked for again."""

    def __init__(self, target: Target, *, addresses: tuple[str, ...]) -> None:
        super().__init__(target.host, target.port)
        self.target, self.addresses, self.is_late = target, addresses, False

    def connect(self) -> None:
        self.sock = self._reached()
        self.sock.settimeout(ANSWERS_IN)
        if self.target.is_tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.target.host, do_handshake_on_connect=False
            )

    def cut(self) -> None:
        """End it from outside: an answer that comes drop by drop never ends by itself."""
        self.is_late = True
        try:
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        except OSError:  # it ended meanwhile
            return

    def _reached(self) -> socket.socket:
        failure: OSError = OSError()
        for address in self.addresses[:MOST_ADDRESSES]:
            try:
                return socket.create_connection((address, self.port), timeout=CONNECTS_IN)
            except OSError as error:
                failure = error
        raise failure


def posted(
    target: Target, *, addresses: tuple[str, ...], headers: dict[str, str], body: str
) -> Answer:
    """Post it there, once."""
    connection = _Pinned(target, addresses=addresses)
    try:
        connection.connect()
        return _exchanged(connection, headers=headers, body=body)
    except ssl.SSLCertVerificationError:
        return Answer(None, "", Problem.CERTIFICATE)
    except TimeoutError:
        return Answer(None, "", Problem.SLOW)
    except (OSError, HTTPException):
        return Answer(None, "", Problem.SLOW if connection.is_late else Problem.UNREACHABLE)
    finally:
        connection.close()


def _exchanged(connection: _Pinned, *, headers: dict[str, str], body: str) -> Answer:
    target, watch = connection.target, Timer(ANSWERS_IN, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        if target.is_tls:
            _handshake(connection.sock)
        connection.request("POST", target.path, body.encode(), headers | {"host": target.authority})
        response = connection.getresponse()
        return _answer(response.status, response.read(LONGEST_ANSWER))
    finally:
        watch.cancel()


def _handshake(sock: Any) -> None:
    sock.do_handshake()


def _answer(status: int, content: bytes) -> Answer:
    text = content.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    if 200 <= status < 300:
        return Answer(status, text, "")
    is_elsewhere = 300 <= status < 400
    return Answer(status, text, Problem.REDIRECT if is_elsewhere else Problem.REFUSED)
