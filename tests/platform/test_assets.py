from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cordee.platform import assets
from cordee.platform.assets import build_assets, default_destination, document_fonts


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    destination = tmp_path_factory.mktemp("assets")
    return destination, build_assets(destination=destination)


def test_the_fonts_of_the_pages_and_of_the_documents_are_written_with_their_licence(built):
    destination, paths = built

    assert [str(path.relative_to(destination)) for path in paths] == [
        "cordee/fonts/inter-cordee.woff2",
        "cordee/fonts/OFL.txt",
        "ttf/Inter-Regular.ttf",
        "ttf/Inter-SemiBold.ttf",
    ]
    assert "SIL OPEN FONT LICENSE" in paths[1].read_text().upper()


def test_the_web_font_is_small_variable_and_knows_the_french_signs(built):
    _, (web, *_) = built

    font = TTFont(web)
    signs = "\u202f\u00a0−€œŒÀÿ«»’…→—≥"

    assert web.stat().st_size <= 60_000
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 700)
    ]
    assert [sign for sign in signs if ord(sign) not in font.getBestCmap()] == []
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_document_fonts_are_two_weights_of_one_family(built):
    destination, _ = built

    fonts = [TTFont(path) for path in sorted(document_fonts(destination=destination).iterdir())]

    assert [font["name"].getBestFamilyName() for font in fonts] == ["Inter", "Inter"]
    assert [font["OS/2"].usWeightClass for font in fonts] == [400, 600]
    assert [ord("Ж") in font.getBestCmap() for font in fonts] == [True, True]


def test_building_again_writes_nothing(built):
    destination, paths = built
    before = [path.stat().st_mtime_ns for path in paths]

    again = build_assets(destination=destination)

    assert again == paths
    assert [path.stat().st_mtime_ns for path in paths] == before


def test_a_missing_font_is_made_again(built):
    destination, (web, *_) = built
    content = web.read_bytes()
    web.unlink()

    build_assets(destination=destination)

    assert web.read_bytes() == content


def test_the_assets_live_beside_the_code_whatever_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("CORDEE_DATA_DIR", str(tmp_path))

    assert default_destination() == Path(assets.__file__).parent / "built"
