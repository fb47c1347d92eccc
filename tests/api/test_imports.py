"""Files brought in through the API: given, read, looked at, applied, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.people.models import Unit
from cordee.people.queries import reader_of
from cordee.people.registers import UNITS
from cordee.people.services import save_unit
from cordee.platform.access import Role
from cordee.strategy.imports.work import LONG
from cordee.strategy.models import Initiative
from tests.factories import member, unit, user
from tests.platform.registers.exchange.files import taken_out

PORTFOLIO = (
    "Code;Nom;Direction;Budget 2027 (k€)\nP-1;Caisse;Magasins;120\nP-2;Site;Digital;en étude\n"
)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.IMPORT_DIR = tmp_path / "data" / "imports"


ANY = {"If-Match": "*"}


@pytest.fixture
def give(client, bearer):
    """Posts a file as a program would."""
    own = bearer()

    def post(content, name="portefeuille.csv", **more):
        data = content if isinstance(content, bytes) else content.encode()
        files = {"file": SimpleUploadedFile(name, data)} | more
        headers = own | {"Accept-Language": "en"}
        return client.post("/api/v1/imports/", files, headers=headers)

    return post


def test_a_portfolio_is_given_read_applied_and_taken_back(give, call):
    given = give(PORTFOLIO)
    told = given.json()
    path = f"/imports/{told['id']}/"
    rows = call("get", f"{path}differences/").json()
    written_before = Initiative.objects.count()
    applied = call("post", f"{path}apply/", {}, **ANY)
    again = call("post", f"{path}apply/", {}, **ANY)
    names = list(Initiative.objects.order_by("code").values_list("code", "name"))
    undone = call("post", f"{path}undo/", {}, **ANY)

    assert (given.status_code, told["state"], told["is_busy"], told["register_name"]) == (
        201,
        "draft",
        False,
        None,
    )
    assert told["reading"]["columns"] == ["Code", "Nom", "Direction", "Budget 2027 (k€)"]
    assert {p["field"]: p["column"] for p in told["reading"]["proposals"]} == {
        "code": "Code",
        "name": "Nom",
        "unit": "Direction",
        "spend:Budget 2027 (k€)": "Budget 2027 (k€)",
    }
    assert all(p["evidence"] for p in told["reading"]["proposals"])
    assert {k: told["seen"][k] for k in ("created", "updated", "unchanged", "refused_rows")} == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "refused_rows": 0,
    }
    first = rows["rows"][0]
    assert (rows["count"], first["name"], first["is_new"]) == (2, "Caisse", True)
    assert {c["field"]: c["after"] for c in first["cells"]}["unit"] == "Magasins"
    assert written_before == 0
    assert (applied.status_code, applied.json()["state"]) == (200, "applied")
    assert applied.json()["counts"]["created"] == 2
    assert applied.json()["seen"] is None
    assert again.status_code == 409
    assert names == [("P-1", "Caisse"), ("P-2", "Site")]
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert Initiative.objects.count() == 0


def test_how_it_is_read_is_corrected(give, call):
    told = give(PORTFOLIO).json()
    path = f"/imports/{told['id']}/reading/"
    mapping = told["reading"]["mapping"].replace("multiplier = 1000", "multiplier = 1")

    changed = call("patch", path, {"mapping": mapping, "creates_objectives": True}, **ANY)
    wrong = call("patch", path, {"mapping": '[columns]\nname = "Nulle part"'}, **ANY)
    malformed = call("patch", path, {"mapping": "[["}, **ANY)
    unknown = call("patch", path, {"sheet": "Nulle part"}, **ANY)

    assert changed.status_code == 200, changed.content
    assert "multiplier = 1\n" in changed.json()["reading"]["mapping"]
    assert changed.json()["reading"]["creates_objectives"] is True
    assert [a.status_code for a in (wrong, malformed, unknown)] == [409, 409, 422]
    cells = call("get", f"/imports/{told['id']}/differences/").json()["rows"][0]["cells"]
    assert [c["after"] for c in cells if c["field"] == "spend"] == ["120.00 EUR"]


def test_two_programs_do_not_read_one_file_each_in_their_way(give, call):
    given = give(PORTFOLIO)
    path = f"/imports/{given.json()['id']}/"
    first = {"If-Match": given["ETag"]}

    changed = call("patch", f"{path}reading/", {"creates_objectives": True}, **first)
    late = call("post", f"{path}apply/", {}, **first)
    blind = call("post", f"{path}apply/", {})
    applied = call("post", f"{path}apply/", {}, **{"If-Match": changed["ETag"]})

    assert given["ETag"] != changed["ETag"] != applied["ETag"]
    assert [a.status_code for a in (changed, late, blind, applied)] == [200, 412, 428, 200]
    assert late["ETag"] == changed["ETag"]
    assert call("get", path)["ETag"] == applied["ETag"]


def test_what_cannot_be_read_is_refused_with_a_sentence(give):
    answers = [give("", "vide.csv"), give(b"\x00\x01\x02", "bruit.xlsx")]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all(answer.json()["detail"] for answer in answers)


def test_a_long_file_is_left_to_the_worker(give, call):
    lines = "".join(f"P-{n};Projet {n};Magasins;1\n" for n in range(LONG))

    told = give(PORTFOLIO.split("\n")[0] + "\n" + lines).json()
    stopped = call("post", f"/imports/{told['id']}/cancel/", {}, **ANY)

    assert (told["is_busy"], told["seen"]) == (True, None)
    assert (stopped.status_code, stopped.json()["is_busy"]) == (200, False)
    assert call("post", f"/imports/{told['id']}/cancel/", {}, **ANY).status_code == 409


@pytest.fixture
def edited(valmorel, tmp_path, now):
    """An export of the units, edited in the file; one of its cells changed here since."""
    owner = member(valmorel, Role.OWNER)
    reader = reader_of(owner, organisation_id=valmorel.pk)
    home, shops = unit(valmorel, "COM", "Commerce"), unit(valmorel, "MAG", "Magasins")
    path = taken_out(UNITS, reader=reader, folder=tmp_path, format="csv")
    text = path.read_text(encoding="utf-8-sig")
    home.name = "Ventes"
    save_unit(home, by=owner, at=now)
    return text.replace("Commerce", "Commerce et web").replace("Magasins", "Boutiques"), shops


def test_an_edited_export_waits_for_who_wins(give, call, edited, now):
    text, shops = edited
    told = give(text, "unités.csv").json()
    path = f"/imports/{told['id']}/"

    seen = told["seen"]
    refused = call("post", f"{path}apply/", {}, **ANY)
    shops.name = "Points de vente"
    save_unit(shops, by=user("luc"), at=now)
    stale = call("post", f"{path}apply/", {"conflicts": "file", "mark": seen["mark"]}, **ANY)
    written = call("post", f"{path}apply/", {"conflicts": "file"}, **ANY)
    names = dict(Unit.objects.values_list("code", "name"))
    undone = call("post", f"{path}undo/", {}, **ANY)

    assert (told["register_name"], seen["updated"], seen["conflicts"]) == ("people:units", 2, 1)
    assert [a.status_code for a in (refused, stale, written, undone)] == [409, 409, 200, 200]
    assert refused.json()["detail"].startswith("1 cell changed here and in the file")
    assert names == {"COM": "Commerce et web", "MAG": "Boutiques"}
    assert dict(Unit.objects.values_list("code", "name")) == {
        "COM": "Ventes",
        "MAG": "Points de vente",
    }


def test_the_list_says_where_each_stands(give, call):
    give(PORTFOLIO)

    listed = call("get", "/imports/").json()

    assert (listed["count"], listed["rows"][0]["file"], listed["rows"][0]["state"]) == (
        1,
        "portefeuille.csv",
        "draft",
    )
