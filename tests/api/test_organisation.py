"""The organisation itself through the API: its settings, and all of it in one archive."""

from zipfile import ZipFile

import pytest

from cordee.platform.access import Role
from cordee.platform.archives.work import keep_archive
from cordee.platform.models import Archive, Entry


@pytest.fixture
def owner(bearer):
    return bearer(Role.OWNER)


def test_its_name_and_its_colour_change(call, owner, valmorel):
    read = call("get", "/organisation/", headers=owner)
    claim = owner | {"If-Match": read["ETag"]}

    changed = call("patch", "/organisation/", {"name": "Valmorel"}, headers=claim)
    late = call("patch", "/organisation/", {"name": "Autre"}, headers=claim)
    odd = call("patch", "/organisation/", {"colour": "or"}, headers=owner | {"If-Match": "*"})

    assert [answer.status_code for answer in (changed, late, odd)] == [200, 412, 422]
    assert changed.json() == read.json() | {"name": "Valmorel"}
    assert list(odd.json()["fields"]) == ["colour"]


def test_a_second_factor_is_demanded_by_whoever_has_one(call, owner):
    claim = owner | {"If-Match": "*"}

    refused = call("put", "/organisation/security/", {"is_required": True}, headers=claim)
    dropped = call("put", "/organisation/security/", {"is_required": False}, headers=claim)

    assert refused.status_code == 409
    assert refused.json()["detail"] == "Set up your own second factor first."
    assert dropped.json()["requires_second_factor"] is False


def test_an_archive_is_asked_for_written_and_taken(call, owner, settings, tmp_path):
    settings.ARCHIVE_DIR = tmp_path / "archives"
    asked = call("post", "/archives/", {}, headers=owner).json()
    path = f"/archives/{asked['id']}/"

    again = call("post", "/archives/", {}, headers=owner)
    early = call("post", f"{path}file/", {}, headers=owner)
    keep_archive.call(asked["id"], "en")
    ready = call("get", path, headers=owner).json()
    taken = call("post", f"{path}file/", {}, headers=owner)
    listed = call("get", "/archives/", headers=owner).json()

    assert (asked["state"], asked["is_busy"]) == ("waiting", True)
    assert (again.status_code, early.status_code) == (409, 409)
    assert again.json()["detail"] == "An archive is already being written."
    assert (ready["state"], ready["is_busy"]) == ("ready", False)
    (tmp_path / "taken.zip").write_bytes(b"".join(taken))
    assert ZipFile(tmp_path / "taken.zip").testzip() is None
    assert listed["rows"] == [ready]
    assert Entry.objects.filter(action="platform.download_archive").count() == 1


def test_a_writer_who_is_not_owner_takes_nothing_out(call, bearer):
    cio = bearer(Role.CIO)

    answers = [
        call("get", "/archives/", headers=cio),
        call("post", "/archives/", {}, headers=cio),
        call("patch", "/organisation/", {"name": "X"}, headers=cio | {"If-Match": "*"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not Archive.objects.exists()
