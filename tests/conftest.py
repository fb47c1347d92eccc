import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from tests.factories import member, organisation

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are asserted in the language of the code; pages ask for theirs."""
    with translation.override("en"):
        yield


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


@pytest.fixture
def valmorel(db):
    return organisation()


@pytest.fixture
def cio(valmorel):
    return member(organisation=valmorel, role=Role.CIO)


@pytest.fixture
def cio_reader(cio, valmorel):
    return reader_of(cio, organisation_id=valmorel.pk)
