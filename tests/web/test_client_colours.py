"""The colours of clients: legible on their band, seen on the page, in light and in dark."""

import re
from pathlib import Path

import pytest

from cordee import web
from cordee.platform.models import Colour

STATIC = Path(web.__file__).parent / "static" / "cordee"
TOKENS = dict(
    (name, (light, dark))
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", (STATIC / "cordee.css").read_text()
    )
)
READABLE, SEEN = 4.5, 3.0
"""Contrasts that WCAG 2.2 asks of small text, and of what is not text."""


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_name_of_a_client_is_legible_on_its_colour_and_the_colour_seen_on_the_page(theme):
    ink, page = TOKENS["client-ink"][theme], TOKENS["bg"][theme]
    bands = {colour: TOKENS[colour][theme] for colour in Colour}

    assert [c for c, band in bands.items() if contrast(band, ink) < READABLE] == []
    assert [c for c, band in bands.items() if contrast(band, page) < SEEN] == []


def test_each_colour_has_its_rule_and_its_icon():
    ruled = re.findall(r'\[data-colour="(\w+)"\]', (STATIC / "cordee.css").read_text())
    drawn = [path.stem for path in (STATIC / "clients").glob("*.svg")]

    assert sorted(ruled) == sorted(Colour)
    assert sorted(drawn) == sorted(Colour)
