import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import cordee
from cordee.platform import charts
from cordee.platform.charts import (
    NARROW,
    TOKENS,
    WIDE,
    Column,
    figure,
    frame,
    painted,
    svg,
)

STYLESHEET = Path(cordee.__file__).parent / "web/static/cordee/cordee.css"


def bars(width=300, *, names=("Croissance", "Sobriété"), colour="@it"):
    rows = [{"o": name, "s": 1234.5 * (rank + 1)} for rank, name in enumerate(names)]
    encoding = {
        "y": {"field": "o", "type": "nominal", "axis": {"title": None}},
        "x": {"field": "s", "type": "quantitative", "axis": {"title": None, "format": ",.1f"}},
        "color": {"value": colour},
    }
    spec = {"data": {"values": rows}, "mark": {"type": "bar", "clip": True}, "encoding": encoding}
    return frame(spec, width=width, height=80)


def drawing(spec, *, language="fr"):
    return svg(spec, title="Une phrase", width_class="wide", language=language)


def texts(drawn):
    return ["".join(node.itertext()) for node in ElementTree.fromstring(drawn).iter("text")]


def test_tokens_become_variables_on_a_page_and_values_on_paper():
    spec = {"mark": {"color": "@bad"}, "data": {"values": [{"c": "@good", "name": "@lice"}]}}

    assert painted(spec, page=True) == {
        "mark": {"color": "var(--bad)"},
        "data": {"values": [{"c": "var(--good)", "name": "@lice"}]},
    }
    assert painted(spec, page=False) == {
        "mark": {"color": "#b3261e"},
        "data": {"values": [{"c": "#0b6b61", "name": "@lice"}]},
        "config": {"background": "#ffffff"},
    }


def test_a_colour_that_is_not_of_the_house_is_a_programming_error():
    with pytest.raises(ValueError, match="@fuchsia is not a colour of the house"):
        painted({"mark": {"color": "@fuchsia"}}, page=True)


def test_paper_has_the_light_values_of_the_stylesheet():
    declared = dict(
        re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}),", STYLESHEET.read_text())
    )

    assert {name: declared.get(name) for name in TOKENS} == TOKENS


def test_painting_leaves_the_specification_as_it_was():
    spec = bars()

    painted(spec, page=False)

    assert spec == bars()


def test_a_drawing_for_a_page_says_its_title_and_carries_nothing_the_csp_forbids():
    drawn = drawing(bars(names=("<script>x</script>", 'style="x"')))

    root = ElementTree.fromstring(drawn)
    assert (root.get("class"), root.get("role"), root.get("aria-label")) == (
        "wide",
        "img",
        "Une phrase",
    )
    assert [node for node in root.iter() if "style" in node.attrib] == []
    assert {node.tag for node in root.iter()} & {"script", "style", "foreignObject"} == set()
    assert "var(--it)" in drawn
    assert texts(drawn)[-2:] == ["<script>x</script>", 'style="x"']


def test_an_italic_label_stays_italic_without_an_inline_style():
    spec = bars()
    spec["mark"] = {"type": "text", "text": "à relier", "fontStyle": "italic", "blend": "multiply"}

    root = ElementTree.fromstring(drawing(spec))

    assert {node.get("font-style") for node in root.iter("text")} == {None, "italic"}
    assert [node for node in root.iter() if "style" in node.attrib] == []


def test_a_title_is_escaped():
    drawn = svg(bars(), title='A "B" <c>', width_class="wide", language="fr")

    assert ElementTree.fromstring(drawn).get("aria-label") == 'A "B" <c>'


def test_figures_on_the_axes_follow_the_language():
    assert "2\u202f000,0" in texts(drawing(bars(), language="fr"))
    assert "2,000.0" in texts(drawing(bars(), language="en"))


def test_the_clips_of_two_charts_of_a_page_have_different_names():
    first, second = drawing(bars()), drawing(bars(names=("Résilience", "Marge")))

    named = [set(re.findall(r'id="([^"]+)"', drawn)) for drawn in (first, second)]
    called = [set(re.findall(r"url\(#([^)]+)\)", drawn)) for drawn in (first, second)]

    assert named[0] and named == called
    assert named[0].isdisjoint(named[1])


def test_a_chart_takes_no_data_from_elsewhere():
    spec = frame(
        {
            "data": {"url": "https://elsewhere.example/rows.json"},
            "mark": "bar",
            "encoding": {"x": {"field": "a", "type": "quantitative"}},
        },
        width=100,
        height=50,
    )

    with pytest.raises(ValueError, match="elsewhere"):
        drawing(spec)


def test_a_figure_is_drawn_at_both_widths_with_its_table_behind():
    asked = []

    def draw(width):
        asked.append(width)
        return bars(width)

    columns = (Column("Objectif"), Column("Dépense", is_number=True))
    rows = (("Croissance", "1\u202f550\u202fk€"),)

    drawn = figure(
        draw,
        title="Une phrase",
        sub="Dépense 2027",
        columns=columns,
        rows=rows,
        source="Registre",
        language="fr",
    )

    assert asked == [WIDE, NARROW]
    assert (drawn.columns, drawn.rows) == (columns, rows)
    assert [ElementTree.fromstring(s).get("class") for s in (drawn.wide, drawn.narrow)] == [
        "wide",
        "narrow",
    ]


def test_a_figure_that_cannot_be_drawn_keeps_its_table(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    rows = (("Croissance", "1"),)
    charts._drawer().stop()

    drawn = figure(
        lambda width: bars(width, names=("never", "drawn", "before")),
        title="Une phrase",
        sub="",
        columns=(Column("Objectif"), Column("Dépense")),
        rows=rows,
        source="",
        language="fr",
    )

    assert (drawn.wide, drawn.narrow, drawn.rows) == ("", "", rows)
