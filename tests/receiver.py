"""A real program that receives webhooks, on a port of this machine, and checks their signature."""

import base64
import hashlib
import hmac
import socket
import ssl
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


def is_signed(headers, body, secret):
    """The specification read on the side of the receiver; nothing of Cordée is used here."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body]
    )
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return any(
        version == "v1" and hmac.compare_digest(signature, expected)
        for version, signature in (
            one.split(",", 1) for one in headers["webhook-signature"].split(" ")
        )
    )


class Receiver(ThreadingHTTPServer):
    """Keeps what it receives and answers as it is told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.taken, self.status, self.text, self.headers = [], 204, "", {}
        self.hangs, self.released, self.reached = False, Event(), Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append((self.path, self.headers, body))
        self.server.reached.set()
        if self.server.hangs:
            self.server.released.wait(30)
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.server.text:
            self.wfile.write(self.server.text.encode())

    def log_message(self, *_args):
        pass


@contextmanager
def receiving(*, certificate=None):
    """A receiver at work; with a certificate (file of the key and of the certificate), over TLS."""
    server = Receiver()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping():
    """A program that answers one byte at a time, and never ends."""
    over = Event()

    def speak(listening):
        connection, _address = listening.accept()
        with connection:
            connection.recv(65536)
            while not over.wait(0.05):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=speak, args=(listening,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            over.set()
