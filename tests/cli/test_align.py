import csv
import json
from decimal import Decimal
from io import StringIO

import pytest
from pptx import Presentation

ROWS = """Code;Projet;Direction;Budget 2027 (k€);Objectif;Sponsor métier;Responsable IT
A-1;Application mobile;Commerce;300,0;Croissance;Claire Ansel;Karim Belhadj
A-2;Entrepôt;Logistique;100;Marge;;Paul Giraud
A-3;Intranet;DSI;100;;;
A-4;Orion;DSI;à chiffrer;Résilience;;
"""
STRATEGY = """
[[objective]]
code = "O1"
name = "Croissance"
weight = 50
[[objective]]
code = "O2"
name = "Marge"
weight = 30
[[objective]]
code = "O3"
name = "Solidité"
weight = 15
match = ["Résilience"]
[[objective]]
code = "O4"
name = "Sobriété"
weight = 5
[[dependency]]
initiative = "A-1"
requires = ["A-4"]
excludes = ["A-2"]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "portfolio.csv").write_text(ROWS, encoding="cp1252")
    (tmp_path / "strategy.toml").write_text(STRATEGY, encoding="utf-8")
    return tmp_path


def told(done):
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_a_small_portfolio_is_aligned_with_its_strategy(cordee, folder):
    done = cordee(
        "align", "portfolio.csv", "--strategy", "strategy.toml", "--language", "en", "--json"
    )

    found = told(done)
    assert found["source"] == {
        "file": "portfolio.csv",
        "sheet": None,
        "encoding": "cp1252",
        "delimiter": ";",
        "decimal": ",",
        "rows": 4,
    }
    assert found["rows"] == {"created": 4, "updated": 0, "unchanged": 0, "refused": 0}
    spend = found["spend"]
    assert (spend["total"], spend["currency"], spend["known"], spend["unknown"]) == (
        "500000",
        "EUR",
        3,
        1,
    )
    alignment = found["alignment"]
    by_hand = 1 - (abs(0.6 - 0.5) + abs(0.2 - 0.3) + 0.15 + 0.05 + 0.2) / 2
    assert alignment["score"] == pytest.approx(by_hand)
    assert alignment["orphan_spend"] == "100000"
    assert alignment["orphan_initiatives"] == ["A-3"]
    assert alignment["unserved_objectives"] == ["Sobriété"]
    assert alignment["unknown_objectives"] == ["Solidité"]
    assert alignment["joint_sponsorship"] == pytest.approx(0.6)
    assert alignment["conflict_spend"] == "400000"
    assert [(o["objective"], o["spend"]) for o in alignment["by_objective"]] == [
        ("Croissance", "300000"),
        ("Marge", "100000"),
        ("Solidité", None),
        ("Sobriété", "0"),
    ]


def test_the_suggested_mapping_can_be_corrected_and_given_back(cordee, folder):
    suggested = cordee("align", "portfolio.csv", "--suggest-mapping").stdout
    corrected = suggested.replace("multiplier = 1000\n", "multiplier = 1000000\n")
    (folder / "mapping.toml").write_text(corrected, encoding="utf-8")

    done = cordee("align", "portfolio.csv", "--mapping", "mapping.toml", "--json")

    assert suggested != corrected
    assert told(done)["spend"]["total"] == "500000000"


def test_an_older_file_shows_what_moved(cordee, folder):
    older = ROWS.replace(
        "A-1;Application mobile;Commerce;300,0", "A-1;Application mobile;Commerce;200,0"
    )
    older = older.replace("A-3;Intranet", "A-9;Vieux portail")
    (folder / "older.csv").write_text(older, encoding="utf-8")

    done = cordee("align", "portfolio.csv", "--since", "older.csv", "--json")

    assert told(done)["changes"] == {
        "added": ["A-3"],
        "removed": ["A-9"],
        "spend": [{"code": "A-1", "from": "200000", "to": "300000"}],
        "dates": [],
    }


def test_the_board_pack_is_written_and_nothing_else(cordee, folder):
    done = cordee("align", "portfolio.csv", "--out", "pack", "--json")

    names = sorted(path.name for path in (folder / "pack").iterdir())
    assert names == ["board-pack.pdf", "board-pack.pptx", "board-pack.xlsx"]
    assert sorted(told(done)["outputs"]) == [f"pack/{name}" for name in names]
    assert not (folder / "var").exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_people_get_sentences(cordee, folder, language):
    done = cordee("align", "portfolio.csv", "--language", language)

    assert done.returncode == 0
    assert "Croissance" in done.stdout
    assert ("inconnu" if language == "fr" else "unknown") in done.stdout


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7 not a table", "report.xlsx"),
        (b"PK\x03\x04truncated", "cut.xlsx"),
        (b"<html><body>login</body></html>", "export.xls"),
    ],
)
def test_what_is_no_portfolio_gets_a_sentence_and_status_1(cordee, folder, content, name):
    (folder / name).write_bytes(content)

    done = cordee("align", name, "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_file_is_refused_and_a_wrong_option_is_a_usage_error(cordee):
    assert cordee("align", "absent.xlsx").returncode == 1
    assert cordee("align", "--nonsense").returncode == 2


def test_panorama_gives_its_published_figures(cordee, shared_data):
    file = shared_data / "portfolio" / "panorama_grands_projets_2018.xlsx"

    found = told(cordee("align", file, "--json"))

    assert found["source"]["rows"] == 61
    assert found["initiatives"] == 61
    assert found["rows"]["refused"] == 0
    spend = found["spend"]
    assert (Decimal(spend["total"]), spend["currency"], spend["known"], spend["unknown"]) == (
        Decimal(2_826_280_000),
        "EUR",
        60,
        1,
    )
    assert spend["column"] == "Coût estimé"
    zones = found["alignment"]["by_objective"]
    assert (len(zones), sum(zone["spend"] is not None for zone in zones)) == (37, 36)
    assert found["alignment"]["score"] is None


@pytest.mark.parametrize(("year", "rows"), [(2021, 184), (2022, 235), (2023, 244)])
def test_gmpp_is_read_whole(cordee, shared_data, year, rows):
    found = told(cordee("align", shared_data / "portfolio" / f"gmpp_{year}.csv", "--json"))

    assert (found["initiatives"], found["rows"]["created"], found["refused"]) == (rows, rows, [])
    assert found["spend"]["column"] == "wlc_baseline_incl_NCG"
    assert found["spend"]["currency"] == "GBP"


def test_the_slides_take_the_template_given_and_a_bad_one_is_refused_at_once(cordee, folder):
    Presentation().save(folder / "ours.pptx")
    (folder / "macro.pptx").write_bytes(b"not a presentation")

    done = cordee("align", "portfolio.csv", "--out", "pack", "--template", "ours.pptx", "--json")
    refused = cordee("align", "portfolio.csv", "--out", "other", "--template", "macro.pptx")

    assert told(done)["outputs"]
    slides = Presentation(folder / "pack" / "board-pack.pptx").slides
    assert {slide.slide_layout.name for slide in slides} == {"Title and Content"}
    assert refused.returncode == 1
    assert "macro.pptx" in refused.stderr
    assert not (folder / "other").exists()


MIXED = [
    "Code;Projet;Capex;Opex;Devise;Objectif;Statut",
    "A-1;Alpha;100;;EUR;Croissance;En cours",
    "A-2;Beta;200;50;USD;Croissance;Mystère",
    "A-3;Gamma;;;EUR;Marge;En cours",
    *[f"A-{n};;1;1;EUR;;" for n in range(4, 16)],
    *[f"A-{n};Delta {n};1;1;EUR;Marge;" for n in range(16, 31)],
    "Total;;313;;;;",
]


def test_the_text_tells_how_amounts_were_read_and_the_first_rows_not_taken(cordee, folder):
    (folder / "mixed.csv").write_text("\n".join(MIXED), encoding="utf-8")

    lines = cordee("align", "mixed.csv", "--language", "en").stdout.splitlines()

    assert [line for line in lines if " initiatives, " in line] == [
        "Whole-life cost, planned: 16 of 18 initiatives, 2 unknown"
    ]
    read = [line for line in lines if line.startswith("Amounts read in")]
    assert [line.partition(" — ")[0] for line in read] == [
        "Amounts read in “Capex” (whole life): units, EUR",
        "Amounts read in “Opex” (whole life): units, EUR",
    ]
    assert "2 amounts in USD ($250) have no exchange rate here: they count as unknown." in lines
    start = lines.index("Rows: 18 created, 0 updated, 13 refused.")
    assert lines[start + 1] == "  Row 5: “Projet” is empty."
    assert lines[start + 11 : start + 14] == [
        "  … and 3 more: --json lists them all.",
        "1 cell is not taken as written:",
        "  “Mystère” is no known state: not taken, here and below "
        "(a new initiative is then a candidate).",
    ]


def test_a_file_where_no_header_names_the_initiatives_is_refused_with_what_to_do(cordee, folder):
    rows = "Financement;Dotation\nÉtat;100\nRégion;200\nEurope;300\n"
    (folder / "grants.csv").write_text(rows, encoding="utf-8")
    mapping = '[columns]\nname = "Financement"\n'
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")

    refused = cordee("align", "grants.csv", "--language", "en")
    told = cordee("align", "grants.csv", "--mapping", "mapping.toml", "--language", "en")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("“grants.csv”: no column names the initiatives. Looked for:")
    assert "Its columns: “Financement”, “Dotation”." in refused.stderr
    assert told.stdout.splitlines()[0].startswith("No column of amounts was recognised: nothing")
    assert "Rows: 3 created, 0 updated, 0 refused." in told.stdout


def test_without_a_column_of_amounts_the_rows_taken_are_counted_as_initiatives(cordee, folder):
    rows = "Projet;Direction\nApplication;Commerce\nEntrepôt;Logistique\n"
    (folder / "bare.csv").write_text(rows, encoding="utf-8")

    found = told(cordee("align", "bare.csv", "--json"))

    assert (found["initiatives"], found["rows"]["created"]) == (2, 2)


def test_the_reasons_of_a_reading_are_separated_as_each_language_writes(cordee, folder):
    def reasons(language):
        done = cordee("align", "portfolio.csv", "--language", language)
        (line,) = [one for one in done.stdout.splitlines() if " — " in one and "Budget 2027" in one]
        return line.partition(" — ")[2]

    assert "\u202f; " in reasons("fr")
    assert "; " in reasons("en")
    assert "\u202f;" not in reasons("en")


def test_what_moved_between_two_years_is_what_their_cells_say(cordee, shared_data):
    """Against a reading of the files that shares nothing with ours."""
    folder = shared_data / "portfolio"
    older, newer = (costs_by_code(folder / f"gmpp_{year}.csv") for year in (2022, 2023))

    done = cordee("align", folder / "gmpp_2023.csv", "--since", folder / "gmpp_2022.csv", "--json")

    moved = told(done)["changes"]
    both = sorted(older.keys() & newer.keys())
    assert sorted(moved["added"]) == sorted(newer.keys() - older.keys())
    assert sorted(moved["removed"]) == sorted(older.keys() - newer.keys())
    assert {each["code"]: (each["from"], each["to"]) for each in moved["spend"]} == {
        code: (older[code], newer[code]) for code in both if older[code] != newer[code]
    }


def costs_by_code(file):
    text = file.read_bytes().decode("latin-1")
    header, *rows = (
        row for row in csv.reader(StringIO(text, newline=""), delimiter=";") if any(row)
    )
    code, cost = header.index("project_number"), header.index("wlc_baseline_incl_NCG")
    return {row[code]: millions(row[cost]) for row in rows}


def millions(cell):
    digits = cell.replace("\xa3", "").replace(",", "").strip()
    is_number = digits.replace(".", "", 1).lstrip("-").isdigit()
    return f"{(Decimal(digits) * 10**6).normalize():f}" if is_number else None
