import csv
import json

import pytest


@pytest.fixture
def units(installed, tmp_path):
    """The export of a list of two units, written by a file."""
    started = tmp_path / "départ.csv"
    assert taken(installed, started).returncode == 0
    header = started.read_text(encoding="utf-8-sig").splitlines()[0]
    rows = ["Commerce;COM;Métier;;;", "Informatique;DSI;IT;;;"]
    started.write_text("\n".join([header, *rows]), encoding="utf-8-sig")
    done = installed("import", started, "--organisation", "valmorel", "--json")
    assert json.loads(done.stdout)["rows"]["created"] == 2, done.stderr
    return installed


def taken(cordee, path):
    return cordee("export", "units", "--organisation=valmorel", "--format=csv", f"--out={path}")


def test_a_list_leaves_is_edited_and_comes_back(units, tmp_path):
    path = tmp_path / "unités.csv"
    taken(units, path)
    path.write_text(path.read_text().replace("Commerce", "Commerce et web"))

    rehearsed = units("import", path, "--organisation", "valmorel", "--dry-run", "--json")
    applied = units("import", path, "--organisation", "valmorel", "--json")
    again = units("import", path, "--organisation", "valmorel", "--json")

    told = json.loads(rehearsed.stdout)
    assert (told["register"], told["written"], told["import"]) == ("Unités", False, None)
    assert told["rows"] == {"created": 0, "updated": 1, "unchanged": 1, "refused": 0}
    assert json.loads(applied.stdout)["rows"] == told["rows"]
    assert json.loads(again.stdout)["rows"] == told["rows"] | {"updated": 0, "unchanged": 2}


def test_a_cell_changed_on_both_sides_waits_for_a_choice(units, tmp_path):
    mine, theirs = tmp_path / "a.csv", tmp_path / "b.csv"
    for path in (mine, theirs):
        taken(units, path)
    mine.write_text(mine.read_text().replace("Commerce", "Ventes"))
    theirs.write_text(theirs.read_text().replace("Commerce", "Magasins"))
    assert units("import", mine, "--organisation", "valmorel").returncode == 0

    refused = units("import", theirs, "--organisation", "valmorel")
    written = units("import", theirs, "--organisation", "valmorel", "--conflicts", "file")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("1 cellule modifiée ici et dans le fichier")
    assert written.returncode == 0
    path = tmp_path / "c.csv"
    taken(units, path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["Informatique", "DSI"], ["Magasins", "COM"]]


def test_what_is_not_there_is_refused_in_a_sentence(installed, tmp_path):
    unknown = installed("export", "nuages", "--organisation", "valmorel")
    nobody = installed("export", "units", "--organisation", "rivaud")

    assert (unknown.returncode, nobody.returncode) == (1, 1)
    assert unknown.stderr.startswith("Il n’y a pas de liste «\u202fnuages\u202f»")
    assert "rivaud" in nobody.stderr


def test_a_portfolio_from_elsewhere_is_read_as_the_wizard_reads_it(installed, tmp_path):
    path = tmp_path / "portefeuille.csv"
    path.write_text("Nom du projet;Budget 2027 (k€)\nCaisse;12\nEntrepôt;30\n")

    rehearsed = installed("import", path, "--organisation", "valmorel", "--dry-run", "--json")
    applied = installed("import", path, "--organisation", "valmorel", "--json")

    assert json.loads(rehearsed.stdout)["rows"]["created"] == 2
    assert len(list((tmp_path / "var" / "imports").iterdir())) == 2  # applied, and its check
    told = json.loads(applied.stdout)
    assert (told["register"], told["written"], told["rows"]["created"]) == (None, True, 2)
