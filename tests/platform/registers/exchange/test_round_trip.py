import pytest
from django.utils import translation

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from tests import factories
from tests.platform.registers.exchange.files import BACK, brought, by_name, taken_out
from tests.test_access import furnished

FORMATS = ["xlsx", "csv", "json"]


@pytest.fixture
def rows(db):
    found = furnished("valmorel", "Valmorel")
    factories.spend(found.other, None, unknown_reason="=en cadrage; «à voir»")
    factories.spend(found.other, "-1234567890123456.78", fiscal_year=2028)
    found.initiative.description = "'=1+1\r\nligne 2\t@x\x07"
    found.initiative.tags = ["ai", "-sécurité"]
    found.initiative.save()
    found.initiative.applications.add(found.application)
    return found


@pytest.fixture
def reader(rows):
    owner = factories.member(rows.organisation, Role.OWNER)
    return reader_of(owner, organisation_id=rows.organisation.pk)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("one", BACK, ids=by_name)
def test_what_leaves_and_comes_back_changes_nothing(one, format, language, reader, tmp_path):
    with translation.override(language):
        path = taken_out(one, reader=reader, folder=tmp_path, format=format)

        found = brought(path, one=one, reader=reader)

    assert found.changes == ()
    assert found.unchanged == one.query(reader).count()
    assert (found.missing, found.unknown, found.gone) == (0, (), ())
