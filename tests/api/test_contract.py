"""The API keeps its OpenAPI contract, whatever is sent to it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cordee.web.wsgi import application
from tests.test_access import furnished

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


FUZZING = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": False}}})
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=FUZZING)


@pytest.fixture
def one_connection():
    """The requests of these calls stay in the transaction of the test, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def caller(db, one_connection, bearer, settings, tmp_path):
    """A program that may do everything, in an organisation that holds one row of each kind."""
    settings.IMPORT_DIR = tmp_path / "imports"
    rows = furnished("quzelvin", "Quzelvin")
    return bearer(organisation=rows.organisation) | {"If-Match": "*", "Host": "localhost"}


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_its_contract_says(case, caller):
    case.call_and_validate(headers=caller, checks=CHECKS)
