"""An owner takes the whole organisation out: asked for, written by the worker, downloaded, gone."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from cordee.people.queries import reader_of
from cordee.platform import archives
from cordee.platform.access import Role
from cordee.platform.archives.work import keep_archive
from cordee.platform.errors import Refused
from cordee.platform.models import Archive, Entry
from tests.factories import member, unit
from tests.pages import HTMX, IN_ENGLISH, words

State = Archive.State


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR, settings.ARCHIVE_DIR = tmp_path, tmp_path / "archives"
    settings.IMPORT_DIR = tmp_path / "imports"


@pytest.fixture
def owner(valmorel):
    unit(valmorel, "MAG", "Magasins")
    return member(valmorel, Role.OWNER, username="marianne")


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def asked(owner, valmorel):
    return archives.ask_for_archive(valmorel, by=owner, at=timezone.now())


def kept(tmp_path):
    return sorted(path.name for path in (tmp_path / "archives").glob("*"))


def test_an_archive_is_asked_for_written_and_downloaded(signed_in, tmp_path):
    signed_in.post(reverse("people:ask_archive"))
    archive = Archive.objects.get()
    waiting = words(signed_in.get(reverse("people:archives"), headers=IN_ENGLISH), "list")
    keep_archive.call(archive.pk, "en")

    page = signed_in.get(reverse("people:archives"), headers=IN_ENGLISH)
    answer = signed_in.post(reverse("people:download_archive", args=[archive.pk]))

    assert "being written" in waiting
    assert "ready" in words(page, "list")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as found:
        assert "Magasins" in found.read("rows/people.unit.jsonl").decode()
    assert list(Entry.objects.order_by("number").values_list("action", flat=True)) == [
        "platform.export_organisation",
        "platform.download_archive",
    ]


def test_the_page_stops_asking_once_nothing_is_being_written(signed_in, asked):
    before = signed_in.get(reverse("people:archives"), headers=HTMX).content.decode()
    keep_archive.call(asked.pk, "en")
    after = signed_in.get(reverse("people:archives"), headers=HTMX).content.decode()

    assert ("every 2s" in before, "every 2s" in after) == (True, False)


def test_a_second_one_is_refused_while_the_first_is_written(owner, valmorel, asked):
    with pytest.raises(Refused, match="already being written"):
        archives.ask_for_archive(valmorel, by=owner, at=timezone.now())


def test_one_whose_worker_died_says_so_and_another_may_be_asked_for(owner, valmorel, asked):
    reader = reader_of(owner, organisation_id=valmorel.pk)
    archives.work.jobs.forget(f"archive-{asked.pk}")
    (stopped,) = archives.standing(archives.archives(reader))

    again = archives.ask_for_archive(valmorel, by=owner, at=timezone.now())

    states = list(Archive.objects.order_by("pk").values_list("pk", "state"))
    assert stopped.is_stopped
    assert states == [(asked.pk, State.FAILED), (again.pk, State.WAITING)]


def test_the_file_goes_once_its_days_are_over(owner, asked, tmp_path):
    keep_archive.call(asked.pk, "en")
    asked.refresh_from_db()
    assert kept(tmp_path) == [asked.stored_as]

    archives.clear_archives(at=asked.expires_at - timedelta(seconds=1))
    assert kept(tmp_path) == [asked.stored_as]
    with pytest.raises(Refused, match="no longer kept"):
        archives.opened_archive(asked, by=owner, at=asked.expires_at)
    archives.clear_archives(at=asked.expires_at)

    asked.refresh_from_db()
    assert (asked.state, kept(tmp_path)) == (State.GONE, [])


def test_a_writing_that_fails_leaves_no_file_and_says_so(asked, settings, tmp_path):
    settings.ARCHIVE_DIR = tmp_path / "file"
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(FileExistsError):
        keep_archive.call(asked.pk, "en")

    asked.refresh_from_db()
    assert asked.state == State.FAILED


def test_the_page_costs_the_same_for_one_archive_and_for_six(
    signed_in, owner, valmorel, django_assert_max_num_queries
):
    counted = []
    for number in (1, 5):
        for _one in range(number):
            Archive.objects.create(
                organisation=valmorel,
                by=owner,
                asked_at=timezone.now(),
                expires_at=timezone.now(),
                stored_as="x",
                state=State.GONE,
            )
        with django_assert_max_num_queries(15) as found:
            signed_in.get(reverse("people:archives"))
        counted.append(len(found))

    assert counted[0] == counted[1]
