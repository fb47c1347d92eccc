"""Commands that serve: the demo company, the installation, its background worker."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from multiprocessing import Process
from threading import Thread
from typing import Annotated

import typer

from cordee.cli.loading import bring_up_to_date, load_installation

SERVERS = 2
"""Processes that answer, at most one for each processor."""
GARBAGE_EVERY = 10_000
"""Objects made between two searches for circles: a page makes that many, and hardly a circle."""
ARENAS_AT_MOST, TRIM_ABOVE = -8, -1
"""Names of malloc.h: M_ARENA_MAX, M_TRIM_THRESHOLD."""
PATIENCE = 10
"""Seconds left to each process when the server stops."""

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
    """Everything is loaded once, here: the processes that serve and work share what it takes."""
    from django.conf import settings
    from django.utils.module_loading import import_string
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    import_string(settings.WSGI_APPLICATION)
    _share_memory()
    background = Process(target=worker, name="worker")
    background.start()
    try:
        Granian(
            "cordee.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=min(SERVERS, os.cpu_count() or 1),
            blocking_threads=settings.PAGES_AT_ONCE,
            workers_kill_timeout=PATIENCE,
            log_level=LogLevels.error,
        ).serve()
    finally:
        _stop(background)


def _share_memory() -> None:
    """A process that is a copy of this one holds the same pages; no connection may be copied."""
    from django.db import connections

    connections.close_all()
    # What is loaded stays: looking for garbage in it would copy its pages into each process.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_EVERY, 20, 50)
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        os.register_at_fork(after_in_child=_leave_interrupts)
        _give_back_early()


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal: the first one alone heeds it and ends the others.

    Told twice to stop, a process that serves would wait for ever.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _give_back_early() -> None:
    """Memory that glibc would keep, thread by thread, after one long computation."""
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "mallopt"):
        c_library.mallopt(ARENAS_AT_MOST, 1)
        c_library.mallopt(TRIM_ABOVE, 128 * 1024)
        c_library.malloc_trim(0)


def _stop(background: Process) -> None:
    """Let the worker end what it does; what takes longer is stopped, and is shown interrupted."""
    background.terminate()
    background.join(PATIENCE)
    if background.is_alive():
        background.kill()
