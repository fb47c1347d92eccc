"""Backups through the command, on both databases, read again by another way than ours."""

import base64
import json
import sqlite3
import uuid
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from django.apps import apps

from tests import postgresql
from tests.cli.conftest import command_in

PREVIOUS = Path(__file__).parent / "previous_release"
GROWING = {"auth.permission", "contenttypes.contenttype"}
"""Tables to which an update adds the names of what is new."""
NAMED = {"contenttypes.contenttype", "django_tasks_database.dbtaskresult"}
"""Whose table is not called after them."""
PASSWORD = "une corde bien longue"


def packed(folder, *, into, altered=None):
    """The zip of an unpacked backup; `altered` replaces the content of some of its files."""
    contents = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(into, "w") as archive:
        for name in ["contents.json", *(f"rows/{label}.jsonl" for label in contents["tables"])]:
            file = folder / name
            said = file.read_bytes() if file.exists() else b""
            archive.writestr(name, (altered or {}).get(name, said))
        for file in sorted((folder / "imports").iterdir()):
            archive.write(file, f"imports/{file.name}")
    return into


@pytest.fixture
def previous(tmp_path):
    return packed(PREVIOUS, into=tmp_path / "previous.zip")


@pytest.fixture(scope="session")
def earlier(made_once):
    """The data of an installation where the previous release was restored: tests only read it."""

    def restored(folder):
        backup = packed(PREVIOUS, into=folder / "previous.zip")
        done = command_in(folder)("restore", backup)
        assert done.returncode == 0, done.stderr

    return made_once("earlier", restored) / "var"


@pytest.fixture(params=["sqlite", "postgresql"])
def brought_up_to_date(request, tmp_path):
    """The previous release restored on either kind: the folder of its data, its database."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("earlier")
        return folder, str(folder / "cordee.sqlite3")
    database = postgresql.new_database(request.getfixturevalue("postgresql_server"))
    request.getfixturevalue("done")(
        "restore", request.getfixturevalue("previous"), CORDEE_DATABASE=database
    )
    return tmp_path / "var", database


@pytest.fixture
def done(cordee):
    """Run a command that must succeed."""

    def run(*words, **more):
        found = cordee(*words, **more)
        assert found.returncode == 0, found.stdout + found.stderr
        return found.stdout

    return run


def table_of(label):
    return apps.get_model(label)._meta.db_table if label in NAMED else label.replace(".", "_")


def raw_rows(address, table, columns):
    """The rows as the database's own driver gives them, in the order of their first column."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    asked = f'SELECT {quoted} FROM "{table}"'
    if "://" in address:
        with psycopg.connect(address) as opened:
            found = opened.execute(asked).fetchall()
    else:
        opened = sqlite3.connect(address)
        found = opened.execute(asked).fetchall()
        opened.close()
    return sorted(([plain(value) for value in row] for row in found), key=lambda row: str(row[0]))


def plain(value):
    """The same value, whichever driver gave it: as SQLite stores it, JSON as what it says."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, bool | Decimal):
        return float(value)
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(value)
    return float(value) if isinstance(value, int) else value


def tables_of(address):
    """Every table that holds something of the installation, with its columns."""
    if "://" in address:
        asked = (
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
        with psycopg.connect(address) as opened:
            found = opened.execute(asked).fetchall()
    else:
        opened = sqlite3.connect(address)
        asked = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c"
        found = opened.execute(f"{asked} WHERE m.type = 'table' AND c.hidden <> 1").fetchall()
        opened.close()
    tables = {}
    for table, column in sorted(found, key=lambda pair: (pair[0], pair[1] != "id", pair[1])):
        tables.setdefault(table, []).append(column)
    passing = {"django_migrations", "django_session", "platform_work", "sqlite_sequence"}
    kept = {table: columns for table, columns in tables.items() if table not in passing}
    return {table: kept[table] for table in kept if not table.startswith("platform_search")}


def everything(address):
    return {
        table: (columns, raw_rows(address, table, columns))
        for table, columns in tables_of(address).items()
    }


@pytest.mark.slow
def test_the_database_of_the_previous_release_is_brought_up_to_date_with_its_rows_intact(
    done, brought_up_to_date
):
    folder, database = brought_up_to_date
    said = {"CORDEE_DATA_DIR": str(folder), "CORDEE_DATABASE": database}

    found = json.loads(done("doctor", "--json", **said))

    assert (found["wrong"], found["migrations"]) == ([], {"waiting": [], "unknown": []})
    told = json.loads((PREVIOUS / "contents.json").read_text(encoding="utf-8"))["tables"]
    for label, table in told.items():
        file = PREVIOUS / "rows" / f"{label}.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        kept = raw_rows(database, table_of(label), table["columns"])
        expected = sorted(map(as_stored, map(json.loads, lines)), key=lambda row: str(row[0]))
        assert [row for row in kept if row in expected or label not in GROWING] == expected, label
    files = {file.name: file.read_bytes() for file in (PREVIOUS / "imports").iterdir()}
    imports = (folder / "imports").iterdir()
    assert {file.name: file.read_bytes() for file in imports} == files


def as_stored(row):
    """A row of the fixture as `plain` tells it."""
    return [told_plainly(value) for value in row]


def told_plainly(value):
    if isinstance(value, str) and len(value) == 36 and value.count("-") == 4:
        return uuid.UUID(value).hex
    if isinstance(value, str) and value.endswith("+00:00"):
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, str) and value.lstrip("-").replace(".", "", 1).isdigit() and "." in value:
        return float(value)
    return float(value) if isinstance(value, int) else value


@pytest.mark.slow
def test_a_backup_goes_from_one_database_to_the_other_and_back_row_by_row(
    done, earlier, postgresql_server, tmp_path
):
    first, last = str(earlier / "cordee.sqlite3"), str(tmp_path / "last.sqlite3")
    server = postgresql.new_database(postgresql_server)

    done("backup", tmp_path / "1.zip", CORDEE_DATA_DIR=str(earlier))
    done("restore", tmp_path / "1.zip", CORDEE_DATABASE=server)
    done("backup", tmp_path / "2.zip", CORDEE_DATABASE=server)
    done("restore", tmp_path / "2.zip", CORDEE_DATABASE=last)

    assert everything(first) == everything(server) == everything(last)
    # The numbers given next go on after those restored.
    answers = f"{PASSWORD}\n{PASSWORD}\n"
    done("owner", "new@rivage.example", stdin=answers, CORDEE_DATABASE=server)
    rows = json.loads(done("doctor", "--json", CORDEE_DATABASE=server))["rows"]
    assert (rows["platform.User"], rows["platform.Organisation"]) == (3, 3)


@pytest.mark.slow
def test_a_damaged_backup_leaves_the_present_database_as_it_is(cordee, done, database, tmp_path):
    answers = f"{PASSWORD}\n{PASSWORD}\n"
    done("owner", "camille@rivage.example", stdin=answers, CORDEE_DATABASE=database)
    before = everything(database)
    rows = (PREVIOUS / "rows" / "strategy.spendline.jsonl").read_bytes()
    altered = {"rows/strategy.spendline.jsonl": rows.replace(b"-12.34", b"-92.34")}
    assert altered["rows/strategy.spendline.jsonl"] != rows
    damaged = packed(PREVIOUS, into=tmp_path / "damaged.zip", altered=altered)

    refused = cordee("restore", damaged, "--force", CORDEE_DATABASE=database)

    assert (refused.returncode, "damaged.zip" in refused.stderr) == (1, True)
    assert everything(database) == before


def test_a_backup_of_a_newer_release_is_refused(cordee, tmp_path):
    contents = json.loads((PREVIOUS / "contents.json").read_text(encoding="utf-8"))
    contents |= {"migrations": [*contents["migrations"], ["strategy", "9999_later"]]}
    contents |= {"cordee": "9.0"}
    altered = {"contents.json": json.dumps(contents)}
    newer = packed(PREVIOUS, into=tmp_path / "newer.zip", altered=altered)

    refused = cordee("restore", newer)

    assert (refused.returncode, "9.0" in refused.stderr) == (1, True)
    assert not (tmp_path / "var" / "cordee.sqlite3").exists()


def test_a_backup_of_the_first_days_holds_the_sqlite_file_itself(done, earlier, tmp_path):
    file = earlier / "cordee.sqlite3"
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.write(file, "cordee.sqlite3")

    done("restore", tmp_path / "old.zip")

    assert everything(str(tmp_path / "var" / "cordee.sqlite3")) == everything(str(file))
