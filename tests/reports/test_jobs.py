"""A pack is asked for, made by the worker, taken for some days, then forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cordee.people.queries import reader_of
from cordee.people.services import ask_erasure
from cordee.platform import jobs as work
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.reports import jobs, queries
from cordee.reports.models import Pack
from tests.factories import member, pack, unit
from tests.pages import HTMX, IN_ENGLISH, words
from tests.reports.making import files_made

State = Pack.State
ASKED = {"basis": "2027-planned", "edition": None, "language": "en"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR, settings.PACK_DIR = tmp_path, tmp_path / "packs"


@pytest.fixture
def asked(portfolio, cio_reader, now):
    return jobs.ask_for_pack(cio_reader, **ASKED, at=now)


def kept(tmp_path):
    return sorted(path.suffix for path in (tmp_path / "packs").glob("*"))


def test_the_page_says_how_far_it_is_then_offers_the_files(asked, client, cio):
    client.force_login(cio)
    page = reverse("reports:made_pack", args=[asked.pk])
    before = client.get(page, headers=HTMX).content.decode()

    jobs.make_pack.call(asked.pk)

    after = client.get(page, headers=IN_ENGLISH)
    assert "Waiting for the worker" in before
    assert ("every 1s" in before, "every 1s" in after.content.decode()) == (True, False)
    assert "Document to read (PDF)" in words(after)
    assert "20% of the planned spend" in words(after)


def test_its_three_files_are_of_one_reading_and_wear_their_names(portfolio, client, cio):
    client.force_login(cio)

    made = files_made(client)

    found = Pack.objects.get()
    assert {kind: file[:2] for kind, file in made.items()} == {
        "pdf": b"%P",
        "pptx": b"PK",
        "xlsx": b"PK",
    }
    assert found.files == {
        kind: {"name": f"board-pack-valmorel-2027-planned.{kind}", "size": len(file)}
        for kind, file in made.items()
    }
    assert list(Entry.objects.values_list("action", flat=True)) == ["reports.ask_for_pack"]


def test_a_pack_is_still_taken_from_an_organisation_that_waits_to_be_erased(
    portfolio, client, cio, now
):
    client.force_login(cio)
    ask_erasure(portfolio, name=portfolio.name, by=cio, at=now)

    made = files_made(client)

    assert list(made) == ["pdf", "pptx", "xlsx"]


def test_who_asks_twice_for_the_same_gets_the_first(asked, cio_reader, now):
    again = jobs.ask_for_pack(cio_reader, **ASKED, at=now)
    other = jobs.ask_for_pack(cio_reader, **ASKED | {"language": "fr"}, at=now)

    assert (again.pk, other.pk == asked.pk) == (asked.pk, False)


def test_a_pack_whose_worker_died_is_taken_up_then_given_up(asked, cio_reader, now):
    told = []
    for _death in range(jobs.MOST_ATTEMPTS):
        work.forget(queries.job_name(asked.pk))  # what a dead process leaves: nobody holds it
        (found,) = queries.standing([Pack.objects.get()])
        told.append((found.is_resumed, jobs.resume_packs(at=now)))

    asked.refresh_from_db()
    assert told == [(True, 1), (True, 1), (True, 0)]
    assert (asked.state, asked.problem) == (
        State.FAILED,
        "Its worker stopped three times: it is given up.",
    )


def test_a_process_that_is_stopped_leaves_the_pack_to_another(asked, now, monkeypatch):
    def stopped(*_arguments, **_named):
        raise SystemExit(1)

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(jobs, "asked_pack", stopped)
        jobs.make_pack.call(asked.pk)
    taken_up = jobs.resume_packs(at=now)
    jobs.make_pack.call(asked.pk)

    assert taken_up == 1
    assert Pack.objects.get().state == State.READY


def test_nothing_under_way_is_taken_up(asked, now):
    waiting = jobs.resume_packs(at=now)
    with work.held(queries.job_name(asked.pk), step="Writing", at=now):
        running = jobs.resume_packs(at=now)

    assert (waiting, running) == (0, 0)


def test_who_left_meanwhile_gets_no_pack_and_it_says_why(asked, cio):
    cio.memberships.all().delete()

    jobs.make_pack.call(asked.pk)

    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (State.FAILED, "Who asked for it left the organisation.")


def test_a_perimeter_narrowed_since_closes_the_packs_that_state_more(portfolio):
    stores, head = unit(portfolio, "A", "A"), unit(portfolio, "B", "B")
    user = member(portfolio, Role.MEMBER, username="zoé", units=[stores, head])

    def seen():
        reader = reader_of(user, organisation_id=portfolio.pk)
        found = [queries.pack(reader, pk=one.pk) for one in (whole, both, one_unit)]
        return [one is not None for one in found]

    whole = pack(portfolio, user)
    both = pack(portfolio, user, units=[stores.pk, head.pk])
    one_unit = pack(portfolio, user, units=[stores.pk])

    before = seen()
    user.memberships.get().units.set([stores])

    assert before == [False, True, True]
    assert seen() == [False, False, True]


def test_a_pack_states_no_more_than_the_perimeter_of_the_day_it_is_made(portfolio, now):
    nowhere = unit(portfolio, "NUL", "Nulle part")
    user = member(portfolio, Role.CIO, username="zoé")
    reader = reader_of(user, organisation_id=portfolio.pk)
    wanted = jobs.ask_for_pack(reader, **ASKED, kinds=["xlsx"], at=now)
    user.memberships.get().units.set([nowhere])

    jobs.make_pack.call(wanted.pk)

    wanted.refresh_from_db()
    assert (wanted.units, wanted.state) == ([nowhere.pk], State.READY)
    assert "Application mobile" not in queries.path_of(wanted, kind="xlsx").read_bytes().decode(
        errors="replace"
    )


def test_a_colleague_never_finds_it(asked, client, portfolio):
    client.force_login(member(portfolio, Role.OWNER, username="marianne"))

    answer = client.get(reverse("reports:made_pack", args=[asked.pk]))

    assert answer.status_code == 404


def test_its_files_go_once_its_days_are_over(portfolio, cio, tmp_path):
    made = pack(portfolio, cio)
    (tmp_path / "packs" / "nobodys.pdf").write_bytes(b"of a pack that was erased")

    jobs.forget_packs(at=made.expires_at - timedelta(seconds=1))
    before = kept(tmp_path)
    with pytest.raises(Refused, match="no longer kept"):
        jobs.taken_file(made, kind="pdf", at=made.expires_at)
    jobs.forget_packs(at=made.expires_at)

    assert (before, kept(tmp_path)) == ([".pdf", ".pptx", ".xlsx"], [])
    assert not Pack.objects.exists()


def test_only_the_last_packs_of_a_person_are_kept(portfolio, cio, cio_reader, tmp_path, settings):
    made = [pack(portfolio, cio, files=["pdf"]).pk for _one in range(jobs.MOST_KEPT + 1)]

    asked_for = jobs.ask_for_pack(cio_reader, **ASKED, at=timezone.now())

    left = set(Pack.objects.values_list("pk", flat=True))
    assert left == {*made[1:], asked_for.pk}
    assert len(kept(tmp_path)) == jobs.MOST_KEPT


def test_the_page_costs_the_same_for_one_pack_and_for_five(
    portfolio, client, cio, django_assert_max_num_queries
):
    client.force_login(cio)
    counted = []
    for number in (1, 4):
        for _one in range(number):
            pack(portfolio, cio, files=["pdf"])
        with django_assert_max_num_queries(60) as found:
            client.get(reverse("reports:board_pack"))
        counted.append(len(found))

    assert counted[0] == counted[1]


def test_a_pack_brought_back_without_its_files_says_so(portfolio, client, cio):
    client.force_login(cio)
    made = pack(portfolio, cio)
    for kind in ("pdf", "pptx", "xlsx"):
        queries.path_of(made, kind=kind).unlink()

    page = client.get(reverse("reports:made_pack", args=[made.pk]), headers=IN_ENGLISH)
    listed = client.get(reverse("reports:board_pack"), headers=IN_ENGLISH)
    file = client.get(reverse("reports:pack_file", args=[made.pk, "pdf"]), follow=True)

    assert "The files of this board pack are no longer kept" in words(page)
    assert "make it again." in words(page)
    assert "Document to read (PDF)" not in words(page)
    assert "files no longer kept" in words(listed)
    assert file.status_code == 200


def test_a_pack_brought_back_with_one_file_offers_that_one(portfolio, client, cio):
    client.force_login(cio)
    made = pack(portfolio, cio)
    queries.path_of(made, kind="pptx").unlink()

    page = client.get(reverse("reports:made_pack", args=[made.pk]), headers=IN_ENGLISH)

    assert "Document to read (PDF)" in words(page)
    assert "Slides to edit (PPTX)" not in words(page)
