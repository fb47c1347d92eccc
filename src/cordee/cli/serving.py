"""Commands that serve: the demo company, the installation, its background worker."""

import os
import signal
import subprocess
import sys
from threading import Thread
from typing import Annotated

import typer

from cordee.cli.loading import bring_up_to_date, load_installation

PATIENCE = 10
"""Seconds left to the worker when the server stops."""

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")]


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only prepare.")] = False,
) -> None:
    """Prepare the demo company and serve it, with one-click personas."""
    os.environ["CORDEE_DEMO"] = "1"
    load_installation()
    from django.utils import timezone

    from cordee.cases.demo import prepare_demo

    bring_up_to_date()
    personas = prepare_demo(at=timezone.now())
    print(f"Cordée: http://{host}:{port}", flush=True)
    print("Sign in with one click as:", ", ".join(p.label for p in personas), flush=True)
    if not no_serve:
        _listen(host, port)


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve this installation, with its background worker."""
    load_installation()
    bring_up_to_date()
    print(f"Cordée: http://{host}:{port}", flush=True)
    _listen(host, port)


def worker() -> None:
    """Do the long work that pages ask for, and what comes with the hour, until stopped."""
    load_installation()
    from django.core.management import call_command

    from cordee.cli.clock import keep_posting, keep_time

    Thread(target=keep_time, daemon=True, name="clock").start()
    Thread(target=keep_posting, daemon=True, name="post").start()
    call_command("db_worker", interval=1.0)


def _listen(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    command = [sys.executable, "-m", "cordee.cli.main", "worker"]
    background = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        Granian(
            "cordee.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            log_level=LogLevels.error,
        ).serve()
    finally:
        _stop(background)


def _stop(background: "subprocess.Popen[bytes]") -> None:
    """Let the worker end what it does; what takes longer is stopped, and is shown interrupted."""
    background.send_signal(signal.SIGTERM)
    try:
        background.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        background.kill()
