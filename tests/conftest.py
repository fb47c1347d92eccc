import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from cordee.people.queries import reader_of
from cordee.platform import remembering
from cordee.platform.access import Role
from tests import postgresql
from tests.factories import member, organisation

settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shared machine")
"""Two busy cores make any example slow: speed is measured in benchmarks/, not here."""

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"


def pytest_collection_modifyitems(items):
    """Whatever touches the database is run again on PostgreSQL (`make test`)."""
    for item in items:
        if item.get_closest_marker("django_db") or "db" in item.fixturenames:
            item.add_marker("database")


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are asserted in the language of the code; pages ask for theirs."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test begins with organisations that have the same numbers as those of the last one."""
    remembering.forget()


@pytest.fixture
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


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request, tmp_path):
    """The address of an empty database for processes of their own, of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "cordee.sqlite3")
    return postgresql.new_database(request.getfixturevalue("postgresql_server"))


@pytest.fixture
def valmorel(db):
    return organisation()


@pytest.fixture
def cio(valmorel):
    return member(organisation=valmorel, role=Role.CIO)


@pytest.fixture
def cio_reader(cio, valmorel):
    return reader_of(cio, organisation_id=valmorel.pk)
