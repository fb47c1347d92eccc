"""Prepares Inter for the pages (a small woff2) and for the documents (TTF), from its package."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from fontpkg_inter import ROOT as INTER

SOURCE = INTER / "files" / "Inter[opsz,wght].ttf"
LICENCE = INTER / "LICENSE"
WEB_FONT = Path("cordee/fonts/inter-cordee.woff2")
DOCUMENT_FONTS = Path("ttf")
RECIPE = "1"
"""Changes when the characters or the weights below change, so that old files are made again."""

Range = tuple[int, int]
LATIN: tuple[Range, ...] = ((0x20, 0x7E), (0xA0, 0x17F))
SIGNS: tuple[Range, ...] = (
    (0x2000, 0x206F),  # spaces, the narrow no-break one included, dashes and quotes
    (0x20AC, 0x20AC),  # euro
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),  # minus
    (0x2248, 0x2248),  # about
    (0x2260, 0x2265),  # comparisons
)
OTHER_NAMES: tuple[Range, ...] = ((0x218, 0x21B), (0x386, 0x3CE), (0x400, 0x45F))
"""Romanian, Greek and Cyrillic names, for the documents: a PDF has no font to fall back on."""
WEIGHTS = {"Regular": 400, "SemiBold": 600}
READING_SIZE = 14
"""Optical size at which the letters are drawn, in px."""


def default_destination() -> Path:
    """Where `make setup` writes them: beside the code, whatever the folder of the data."""
    return Path(__file__).parent / "built"


def document_fonts(*, destination: Path) -> Path:
    """The folder of TTF files that typst and vl-convert read."""
    return destination / DOCUMENT_FONTS


def build_assets(*, destination: Path) -> list[Path]:
    """Write the fonts under `destination`, unless they are already there and up to date."""
    documents = [destination / DOCUMENT_FONTS / f"Inter-{style}.ttf" for style in WEIGHTS]
    web = destination / WEB_FONT
    licence = web.with_name("OFL.txt")
    stamp = destination / ".fonts"
    wanted = f"{RECIPE} {version('fontpkg-inter')}\n"
    built = [web, licence, *documents]
    if stamp.is_file() and stamp.read_text() == wanted and all(path.is_file() for path in built):
        return built
    for path in built:
        path.parent.mkdir(parents=True, exist_ok=True)
    _replace(licence, LICENCE.read_bytes())
    variable = _at_reading_size()
    _replace(web, _web_font(variable))
    for path, weight in zip(documents, WEIGHTS.values(), strict=True):
        _replace(path, _document_font(variable, weight=weight))
    stamp.write_text(wanted)
    return built


def _at_reading_size() -> bytes:
    """The variable font, still variable in weight, with the characters kept for documents."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(SOURCE, recalcTimestamp=False)
    _keep(font, LATIN + SIGNS + OTHER_NAMES)
    axes = {"opsz": READING_SIZE, "wght": (400, 700)}
    return _saved(instancer.instantiateVariableFont(font, axes, inplace=True), flavor=None)


def _web_font(variable: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(variable), recalcTimestamp=False)
    _keep(font, LATIN + SIGNS)
    return _saved(font, flavor="woff2")


def _document_font(variable: bytes, *, weight: int) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(BytesIO(variable), recalcTimestamp=False)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
    return _saved(font, flavor=None)


def _keep(font: Any, ranges: Sequence[Range]) -> None:
    """Leave only these characters, with their kerning and their tabular figures."""
    from fontTools.subset import Options, Subsetter

    features = ["kern", "mark", "ccmp", "locl", "tnum", "lnum"]
    subsetter = Subsetter(Options(layout_features=features, hinting=False))
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    subsetter.subset(font)


def _saved(font: Any, *, flavor: str | None) -> bytes:
    font.flavor = flavor
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader never meets half a font."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


if __name__ == "__main__":
    for written in build_assets(destination=default_destination()):
        sys.stderr.write(f"{written}\n")
