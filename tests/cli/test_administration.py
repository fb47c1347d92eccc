import json
import sqlite3


def test_the_doctor_counts_rows_and_finds_nothing_wrong(installed):
    done = installed("doctor", "--json")

    found = json.loads(done.stdout)
    assert (done.returncode, found["wrong"], found["migrations"]["waiting"]) == (0, [], [])
    assert found["rows"]["platform.Organisation"] == 1
    assert found["rows"]["platform.User"] == 1
    assert set(found["versions"]) == {"cordee", "django", "python", "database"}


def test_the_mail_of_the_first_owner_needs_no_proof(installed, tmp_path):
    database = sqlite3.connect(tmp_path / "var" / "cordee.sqlite3")
    proven = database.execute("SELECT email, verified FROM account_emailaddress").fetchall()
    database.close()

    assert proven == [("camille@valmorel.example", 1)]


def test_the_doctor_says_that_an_empty_installation_is_not_up_to_date(cordee):
    done = cordee("doctor", "--json")

    assert done.returncode == 1
    assert "cordee migrate" in json.loads(done.stdout)["wrong"][0]


def test_a_rewritten_journal_is_found(installed, tmp_path):
    head = json.loads(installed("journal", "verify", "--json").stdout)["chains"][0]["head"]
    database = sqlite3.connect(tmp_path / "var" / "cordee.sqlite3")
    with database:
        database.execute("UPDATE platform_entry SET reason = 'autre'")
    database.close()

    done = installed("journal", "verify", "--head", head, "--json")

    found = json.loads(done.stdout)
    assert (done.returncode, found["holds"], found["chains"][0]["broken_at"]) == (1, False, 1)


def test_a_truncated_journal_loses_the_head_that_was_printed(installed):
    done = installed("journal", "verify", "--head", "a" * 64, "--json")

    assert (done.returncode, json.loads(done.stdout)["head_found"]) == (1, False)


def test_a_backup_never_replaces_what_is_there_unasked(installed, tmp_path):
    backup = tmp_path / "backup.zip"
    installed("backup", backup)

    again, over = installed("backup", backup), installed("restore", backup)

    assert (again.returncode, over.returncode) == (1, 1)
    assert "--force" in over.stderr


def test_a_file_that_is_no_backup_is_refused(installed, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"not a zip")

    done = installed("restore", tmp_path / "x.zip", "--force")

    assert (done.returncode, "x.zip" in done.stderr) == (1, True)
    assert json.loads(installed("doctor", "--json").stdout)["rows"]["platform.User"] == 1


def test_what_is_found_is_said_in_lines_that_people_read(installed):
    lines = installed("journal", "verify").stdout.splitlines()

    assert lines[:3] == ["holds: yes", "head_found: yes", "chains:"]
    assert lines[3].startswith("  - organisation: valmorel, entries: ")
    assert lines[3].endswith(", broken_at: none")
