"""The board pack, the templates of its slides and the exports through the API."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from cordee.people.models import PersonalToken
from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.reports.documents import KINDS
from cordee.reports.jobs import make_pack
from cordee.reports.models import SlideTemplate
from cordee.reports.queries import path_of
from cordee.strategy.services import freeze_edition
from tests.factories import edition, initiative, member, objective, pack, spend, unit


@pytest.fixture
def portfolio(valmorel):
    objective(valmorel, "O1", "Servir en magasin", weight=100)
    spend(initiative(valmorel, "I-01", "Caisse unique"), 120, fiscal_year=2027)


def test_what_the_pack_states_is_what_its_page_states(call, client, cio, portfolio):
    told = call("get", "/board-pack/?language=en").json()
    client.force_login(cio)
    page = client.get(reverse("reports:board_pack"), headers={"Accept-Language": "en"})

    pack = page.context["pack"]
    assert (told["title"], told["source"]) == (pack.title, pack.source)
    assert [part["title"] for part in told["parts"]] == [one.title for one in pack.sections]
    assert told["journal_head"] == pack.journal_head


def test_the_three_files_are_taken_in_the_language_asked(call, portfolio):
    french, english = (made(call, {"language": language}) for language in ("fr", "en"))
    pdf, slides, book = (call("get", f"{french['Location']}{kind}/") for kind in KINDS)
    second = call("get", f"{english['Location']}pdf/")

    read = [PdfReader(BytesIO(b"".join(file))) for file in (pdf, second)]
    assert [one.trailer["/Root"]["/Lang"] for one in read] == ["fr", "en"]
    assert "Caisse unique" in "".join(page.extract_text() for page in read[0].pages)
    assert len(Presentation(BytesIO(b"".join(slides))).slides) > 1
    assert load_workbook(BytesIO(b"".join(book))).sheetnames
    assert 'filename="board-pack-valmorel-2027-planned.pdf"' in pdf["Content-Disposition"]


def test_a_pack_is_asked_for_watched_then_taken(call, bearer, portfolio):
    reading = bearer(scope=PersonalToken.Scope.READ)
    asked = call("post", "/board-packs/", {"kinds": ["xlsx"]}, headers=reading)
    place = asked["Location"].removeprefix("/api/v1")
    waiting = call("get", place, headers=reading).json()
    early = call("get", f"{place}xlsx/", headers=reading)
    make_pack.call(waiting["id"])
    ready = call("get", place, headers=reading).json()
    other = call("get", place, headers=bearer(Role.OWNER))

    assert (asked.status_code, asked.json()) == (202, waiting)
    assert (waiting["state"], waiting["is_busy"], waiting["files"]) == ("waiting", True, [])
    assert (early.status_code, early.json()["detail"]) == (
        409,
        "This board pack is still being made.",
    )
    assert (ready["state"], ready["is_busy"]) == ("ready", False)
    assert [one["kind"] for one in ready["files"]] == ["xlsx"]
    assert ready["files"][0]["size"] == len(b"".join(call("get", f"{place}xlsx/", headers=reading)))
    assert call("get", f"{place}pdf/", headers=reading).status_code == 409
    assert other.status_code == 404


def test_the_packs_of_a_token_are_listed_the_latest_first_page_after_page(
    call, cio, portfolio, valmorel, settings, tmp_path
):
    settings.PACK_DIR = tmp_path
    first, second = pack(valmorel, cio), pack(valmorel, cio, files=["pdf"])
    pack(valmorel, member(valmorel, Role.OWNER, username="marianne"))
    path_of(second, kind="pdf").unlink()

    whole = call("get", "/board-packs/?language=en").json()
    last = call("get", "/board-packs/?page=2&per_page=1").json()

    assert [one["id"] for one in whole["rows"]] == [second.pk, first.pk]
    assert [len(one["files"]) for one in whole["rows"]] == [0, 3]
    assert [bool(one["problem"]) for one in whole["rows"]] == [True, False]
    assert (last["count"], last["pages"], [one["id"] for one in last["rows"]]) == (2, 2, [first.pk])


def test_a_list_of_packs_leaves_out_what_a_perimeter_closes(
    call, bearer, portfolio, valmorel, settings, tmp_path
):
    settings.PACK_DIR = tmp_path
    own = bearer(Role.MEMBER)
    zoe = PersonalToken.objects.latest("pk").user
    stores = unit(valmorel, "MAG", "Magasins")
    zoe.memberships.get().units.set([stores])
    pack(valmorel, zoe)
    narrow = pack(valmorel, zoe, units=[stores.pk])

    listed = call("get", "/board-packs/", headers=own).json()

    assert [one["id"] for one in listed["rows"]] == [narrow.pk]


def test_the_pack_of_an_edition_is_that_of_its_day(call, bearer, portfolio, cio_reader, now):
    kept = freeze_edition(cio_reader, name="Comité de mars", note="", at=now)
    poor = edition(cio_reader.organisation, "Ancienne")

    told = call("get", f"/board-pack/?edition={kept.pk}").json()
    file = call("get", f"{made(call, {'edition': kept.pk})['Location']}xlsx/")
    short = call("post", "/board-packs/", {"edition": poor.pk})
    none = call("post", "/board-packs/", {"edition": 999999})

    assert told["frozen"] == "Comité de mars"
    assert f"edition-{kept.pk}" in file["Content-Disposition"]
    assert (short.status_code, none.status_code) == (409, 404)
    assert short.json()["detail"].startswith("This edition kept too little")


def test_a_template_is_brought_looked_at_put_in_use_and_left(client, call, bearer, portfolio):
    own = bearer(Role.OWNER)
    starter = call("get", "/slide-templates/starter/", headers=own)
    brought = given(client, own, starter.content)
    path = f"/slide-templates/{brought.json()['id']}/"

    read = call("get", path, headers=own).json()
    file = call("get", f"{path}file/", headers=own)
    asked = call("post", f"{path}slides/", {}, headers=own).json()
    make_pack.call(asked["id"])
    trial = call("get", f"/board-packs/{asked['id']}/pptx/", headers=own)
    etag = call("get", path, headers=own)["ETag"]
    used = call("post", f"{path}use/", {}, headers=own | {"If-Match": etag}).json()
    late = [call("delete", path, headers=own | told) for told in ({}, {"If-Match": etag})]
    house = "/slide-templates/house/"
    unread = [call("post", house, {}, headers=own | told) for told in ({}, {"If-Match": etag})]
    current = own | {"If-Match": call("get", path, headers=own)["ETag"]}
    left = call("post", house, {}, headers=current)
    listed = call("get", "/slide-templates/", headers=own).json()

    assert brought.status_code == 201
    assert read == brought.json()
    assert read["refusal"] == ""
    assert {choice["how"] for choice in read["choices"]} == {"named"}
    assert file.content == starter.content
    assert len(Presentation(BytesIO(b"".join(trial))).slides) > 1
    assert (used["is_in_use"], left.status_code) == (True, 204)
    assert [one.status_code for one in (*unread, *late)] == [428, 412, 428, 412]
    current = own | {"If-Match": call("get", path, headers=own)["ETag"]}
    assert call("delete", path, headers=current).status_code == 204
    assert call("get", path, headers=own).status_code == 404
    assert [one["is_in_use"] for one in listed["rows"]] == [False]
    assert Entry.objects.filter(action__contains="_template").count() == 4


def test_a_file_that_is_no_presentation_is_refused_as_on_the_page(client, call, bearer):
    own = bearer(Role.OWNER)

    refused = given(client, own, b"PK nothing")
    empty = given(client, own, b"")

    assert (refused.status_code, empty.status_code) == (409, 422)
    assert "x.pptx" in refused.json()["detail"]
    assert empty.json()["fields"] == {"file": "This file is empty. Save it again."}
    assert not SlideTemplate.objects.exists()


def test_a_list_leaves_as_its_page_lets_it(call, portfolio, valmorel):
    initiative(valmorel, "I-02", "Entrepôt")

    narrowed = call("get", "/exports/initiatives/?format=json&q=caisse")
    wrong = call("get", "/exports/initiatives/?format=odt")
    none = call("get", "/exports/reves/?format=csv")

    text = b"".join(narrowed).decode()
    assert ("Caisse unique" in text, "Entrepôt" in text) == (True, False)
    assert (wrong.status_code, none.status_code) == (422, 404)


def made(call, wanted):
    """The answer that says where the pack is, once the worker has made it."""
    asked = call("post", "/board-packs/", wanted)
    make_pack.call(asked.json()["id"])
    asked["Location"] = asked["Location"].removeprefix("/api/v1")
    return asked


def given(client, own, content):
    file = SimpleUploadedFile("x.pptx", content)
    headers = own | {"Accept-Language": "en"}
    return client.post("/api/v1/slide-templates/", {"file": file}, headers=headers)
