"""The archive of an organisation: all of it, nothing of another, no secret, checked offline."""

import json
import zipfile

import pytest

from cordee.platform import archives, journal
from cordee.platform.archives import belongings
from cordee.platform.errors import Refused
from tests.platform.archives.furnished import AT, furnished_whole

OURS, THEIRS = "Quzelvin", "Rivaudière"


@pytest.fixture
def home(db, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    furnished_whole("rivaud", THEIRS)
    rows = furnished_whole("valmorel", OURS)
    (tmp_path / "valmorel.csv").write_text("Nom du projet\nCaisse\n")
    (tmp_path / "rivaud.csv").write_text(f"Nom du projet\n{THEIRS}\n")
    return rows


@pytest.fixture
def file(home, tmp_path):
    path = tmp_path / "valmorel.zip"
    archives.write_archive(home.organisation, path, at=AT)
    return path


def held(file):
    """The ids of the rows that an archive holds, by table."""
    found = {}
    with zipfile.ZipFile(file) as archive:
        for table in belongings():
            lines = archive.read(f"rows/{table.label}.jsonl").decode().splitlines()
            found[table.label] = [json.loads(line)["id"] for line in lines]
    return found


def test_every_row_of_every_table_is_in_it_and_none_of_another_organisation(home, file):
    expected = {
        table.label: sorted(
            row.pk
            for row in table.model._base_manager.all()
            if organisation_of(row, table.path) == home.organisation.pk
        )
        for table in belongings()
    }

    assert {label for label, rows in expected.items() if not rows} == set()
    assert held(file) == expected


def organisation_of(row, path):
    """Walked row by row, where the archive asks the database."""
    for name in path.split("__"):
        row = row.pk if name == "pk" else getattr(row, name)
    return getattr(row, "pk", row)


def test_no_name_of_another_organisation_and_no_secret_is_in_it(file):
    with zipfile.ZipFile(file) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist()).decode()

    assert OURS in content
    assert [
        w for w in (THEIRS, "rivaud", "SECRET-LINK", "HASH", "of a token") if w in content
    ] == []


def test_the_accounts_that_its_rows_name_are_told_by_name_and_e_mail_only(home, file):
    with zipfile.ZipFile(file) as archive:
        lines = archive.read("rows/people.jsonl").decode().splitlines()

    people = [json.loads(line) for line in lines]
    assert {tuple(one) for one in people} == {
        ("id", "pseudonym", "first_name", "last_name", "email", "is_active")
    }
    assert f"Patronne {OURS}" in [one["last_name"] for one in people]


def test_imported_files_come_with_it(file):
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.startswith("files/")]

        assert names == ["files/valmorel.csv"]
        assert archive.read(names[0]).decode() == "Nom du projet\nCaisse\n"


def test_its_manifest_and_its_chain_are_checked_without_the_database(
    home, file, django_assert_num_queries
):
    head = journal.head(home.organisation)

    with django_assert_num_queries(0):
        found = archives.archive_state(file, expected_head=head)

    assert found == {
        "holds": True,
        "head_found": True,
        "damaged": [],
        "chains": [{"organisation": "valmorel", "entries": 2, "head": head, "broken_at": None}],
    }


def rewritten(file, name, change):
    """The same archive with one part changed."""
    other = file.with_name("rewritten.zip")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as copy:
        for part in source.namelist():
            content = source.read(part)
            copy.writestr(part, change(content) if part == name else content)
    return other


def test_a_line_of_the_journal_that_was_rewritten_in_it_shows(file):
    part = "rows/platform.entry.jsonl"
    other = rewritten(file, part, lambda content: content.replace(b"Deux", b"Trois"))

    found = archives.archive_state(other)

    assert (found["holds"], found["damaged"]) == (False, [part])
    assert [chain["broken_at"] for chain in found["chains"]] == [2]


def test_a_row_taken_out_of_it_shows(file):
    part = "rows/people.unit.jsonl"

    found = archives.archive_state(rewritten(file, part, lambda _content: b""))

    assert (found["holds"], found["damaged"]) == (False, [part])


def test_what_is_not_an_archive_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Bonjour")

    with pytest.raises(Refused, match="is not an archive of Cordée"):
        archives.archive_state(path)


def test_an_archive_never_takes_the_place_of_a_file(home, file):
    with pytest.raises(Refused, match="exists already"):
        archives.write_archive(home.organisation, file, at=AT)
