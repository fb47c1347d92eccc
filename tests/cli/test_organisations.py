"""Commands on one organisation as a whole, on whichever database the tests run."""

import json

import pytest

from cordee.cli import organisations
from cordee.platform import archives, journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation
from tests.factories import member, organisation, unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(settings, tmp_path):
    settings.IMPORT_DIR = settings.ARCHIVE_DIR = tmp_path / "files"
    founded = organisation()
    member(founded, Role.OWNER)
    unit(founded, "MAG", "Magasins")
    return founded


def test_an_organisation_leaves_in_one_file_then_is_erased_with_its_chain(home, tmp_path, capsys):
    file = tmp_path / "valmorel.zip"
    organisations.export("valmorel", file, as_json=True)
    told = json.loads(capsys.readouterr().out)
    printed = journal.head(home)

    organisations.erase("valmorel", name="Comptoirs Valmorel", now=True, as_json=True)

    erased = Organisation.objects.get()
    assert told["bytes"] == file.stat().st_size
    assert archives.archive_state(file, expected_head=printed)["holds"]
    assert erased.slug == f"erased-{home.pk}"
    assert journal.verification(erased, expected_head=printed).holds


def test_a_wrong_name_erases_nothing_and_one_that_waits_is_kept_after_all(home, capsys):
    with pytest.raises(Refused, match="Type its name exactly"):
        organisations.erase("valmorel", name="Valmorel", now=True)

    organisations.erase("valmorel", name="Comptoirs Valmorel", as_json=True)
    waits = Organisation.objects.get().erase_on
    organisations.keep("valmorel", as_json=True)

    assert waits is not None
    assert Organisation.objects.get().erase_on is None


def test_an_unknown_organisation_is_refused_in_a_sentence(home, tmp_path):
    with pytest.raises(Refused, match="No organisation is called “rivaud”"):
        organisations.export("rivaud", tmp_path / "r.zip")
