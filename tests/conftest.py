import fcntl
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.utils import translation
from hypothesis import HealthCheck, settings

from cordee.cases.demo import prepare_demo
from cordee.people.queries import reader_of
from cordee.platform import remembering
from cordee.platform.access import Role
from tests import postgresql
from tests.factories import member, organisation

settings.register_profile(
    "shared machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CORDEE_REQUIRE_ALL") == "1",
)
settings.load_profile("shared machine")
"""Two busy cores make any example slow: speed is measured in benchmarks/, not here. A landing
tries the same examples each time; whoever works on the code tries others each time."""

configured.WHITENOISE_AUTOREFRESH = True
"""Each client of the tests is a server that starts: it need not look at every static file first."""

configured.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""A good password hash is slow on purpose, and nobody attacks the accounts of the tests."""

WRITTEN = TemporaryDirectory(prefix="cordee-tests-")
configured.DATA_DIR = Path(WRITTEN.name)
for folder in ("imports", "archives", "packs"):
    setattr(configured, f"{folder.removesuffix('s').upper()}_DIR", configured.DATA_DIR / folder)
"""Each process of the tests has its own files, and its own locks on work under way."""

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"


def pytest_collection_modifyitems(items):
    """Whatever touches the database is run again on PostgreSQL (`make test`)."""
    for item in items:
        if item.get_closest_marker("django_db") or "db" in item.fixturenames:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as installed: in memory it refuses at once what it should wait for."""
    default = configured.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "cordee.sqlite3")


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are asserted in the language of the code; pages ask for theirs."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test begins with organisations that have the same numbers as those of the last one."""
    remembering.forget()


@pytest.fixture(scope="module")
def for_the_module(django_db_setup, django_db_blocker):
    """Rows written once for a module: each test undoes what it adds, and nothing is left after."""
    with django_db_blocker.unblock(), translation.override("en"):
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def prepared(for_the_module, now):
    """The demonstration, made once for a module."""
    prepare_demo(at=now)


@pytest.fixture(scope="session")
def now():
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real inputs; its absence skips, or fails when everything is required."""
    if not SHARED.is_dir():
        if os.environ.get("CORDEE_REQUIRE_ALL") == "1":
            pytest.fail("../shared/data is absent and CORDEE_REQUIRE_ALL=1")
        pytest.skip("../shared/data is absent: the real files cannot be read")
    return SHARED.resolve()


@pytest.fixture(scope="session")
def postgresql_server():
    """The folder of a PostgreSQL of these tests only."""
    postgresql.require()
    with postgresql.server() as folder:
        yield folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Makes a folder by that name once for all the processes of the tests; they only read it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def make(name, fill):
        folder = shared / f"once-{name}"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                begun = tmp_path_factory.mktemp(name)
                fill(begun)
                begun.rename(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def migrated_file(made_once):
    """A SQLite database brought up to date once: tests take copies of it."""
    folder = made_once("migrated", lambda folder: _migrated(CORDEE_DATA_DIR=str(folder)))
    return folder / "cordee.sqlite3"


@pytest.fixture(scope="session")
def migrated_server(postgresql_server, tmp_path_factory):
    """The same of PostgreSQL: the folder of the server, and the name of the database to copy."""
    address, folder = postgresql.new_database(postgresql_server), tmp_path_factory.mktemp("var")
    _migrated(CORDEE_DATA_DIR=str(folder), CORDEE_DATABASE=address)
    return postgresql_server, urlsplit(address).path.removeprefix("/")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """The address of a database up to date for processes of their own, of either kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "cordee.sqlite3")
        return str(tmp_path / "cordee.sqlite3")
    folder, template = request.getfixturevalue("migrated_server")
    return postgresql.new_database(folder, template=template)


def _migrated(**variables):
    """Bring a database up to date as an installation does."""
    clean = {name: said for name, said in os.environ.items() if not name.startswith("CORDEE_")}
    command = [sys.executable, "-m", "cordee.cli.main", "migrate"]
    subprocess.run(command, env=clean | variables, check=True, capture_output=True)


@pytest.fixture
def valmorel(db):
    return organisation()


@pytest.fixture
def cio(valmorel):
    return member(organisation=valmorel, role=Role.CIO)


@pytest.fixture
def cio_reader(cio, valmorel):
    return reader_of(cio, organisation_id=valmorel.pk)
