"""The board pack in the customer's own template."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches

from cordee.reports.documents import write_board_pack
from cordee.reports.slides.fitting import Frame
from cordee.reports.slides.names import CONTENTS, names
from cordee.reports.slides.recognising import frame_of, recognised
from cordee.reports.slides.starter import starter_file
from tests.reports.slides.decks import (
    content_of,
    named_layouts,
    opened,
    with_shapes,
    words_of,
)

pytestmark = pytest.mark.once
DOC = Path(__file__).parents[3] / "docs" / "board-pack.md"
SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture
def made(pack):
    def make(presentation, pack=pack):
        content = write_board_pack(pack, kind="pptx", template=content_of(presentation))
        return opened(content)

    return make


def titles(presentation):
    return [
        slide.shapes.title.text if slide.shapes.title else None for slide in presentation.slides
    ]


def tables(slide):
    return [shape.table for shape in slide.shapes if shape.has_table]


def charts(presentation):
    return [s for slide in presentation.slides for s in slide.shapes if s.has_chart]


def test_a_template_without_any_name_lends_its_own_layouts_and_footers(made, pack):
    presentation = made(Presentation())

    layouts = {slide.slide_layout.name for slide in presentation.slides}
    told = words_of(presentation)
    assert layouts == {"Title and Content"}
    assert [s.title for s in pack.sections if s.title not in told] == []
    assert pack.source in told
    footers = {
        shape.placeholder_format.type.name
        for shape in presentation.slides[0].placeholders
        if shape.placeholder_format.idx > 9
    }
    assert footers == {"DATE", "FOOTER", "SLIDE_NUMBER"}


def test_charts_and_tables_take_the_colours_and_the_type_of_the_template(made):
    presentation = made(Presentation())

    parts = [slide.part for slide in presentation.slides]
    drawn = [shape.chart.part for shape in charts(presentation)]
    marked = "".join(etree.tostring(p._element).decode() for p in [*parts, *drawn])
    assert "srgbClr" not in marked
    assert "a:latin" not in marked
    assert {'val="accent1"', 'val="accent2"'} <= set(re.findall(r'val="accent\d"', marked))


def test_nothing_stands_outside_a_slide_of_another_shape(made):
    presentation = made(Presentation())

    outside = [
        shape.name
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.left < 0
        or shape.top < 0
        or shape.left + shape.width > presentation.slide_width
        or shape.top + shape.height > presentation.slide_height
    ]
    assert outside == []


def test_any_single_layout_is_enough_for_a_whole_pack(made, pack):
    wrong = []
    for kept in range(len(Presentation().slide_layouts)):
        template = Presentation()
        for place, layout in reversed(list(enumerate(template.slide_layouts))):
            if place != kept:
                template.slide_layouts.remove(layout)

        presentation = made(template)

        told, bottom = words_of(presentation), presentation.slide_height
        lost = [s.title for s in pack.sections if s.title not in told]
        low = [s.name for x in presentation.slides for s in x.shapes if s.top + s.height > bottom]
        if lost or low or len(presentation.slides) > 2 * len(pack.sections):
            wrong.append((kept, lost, low, len(presentation.slides)))
    assert wrong == []


def test_each_content_goes_to_the_layout_that_names_it_in_the_very_frame(made):
    template = named_layouts(
        first=("cordee:title", "cordee:chart"), second=("cordee:title", "cordee:table")
    )
    frame = frame_of(template.slide_layouts[1].placeholders[1])

    presentation = made(template)

    (chart,) = charts(presentation)
    laid = {slide.slide_layout.name for slide in presentation.slides if tables(slide)}
    assert laid == {"Two Content"}
    assert (chart.left.inches, chart.width.inches) == pytest.approx((frame.x, frame.width))
    assert frame.y <= chart.top.inches < chart.top.inches + chart.height.inches
    assert chart.top.inches + chart.height.inches <= frame.y + frame.height


def test_own_slides_are_filled_where_they_are_and_the_others_left_out(made, pack):
    template = Presentation()
    with_shapes(template, Consigne=(1, 1, 3, 1))
    with_shapes(template, cordee__organisation=(1, 1, 6, 1), cordee__head=(1, 3, 8, 1))
    with_shapes(template, cordee__figure__alignment=(1, 1, 3, 1), cordee__chart__spend=(1, 2, 8, 4))
    closing = with_shapes(template, cordee__end=(1, 1, 3, 1))
    closing.shapes.title.text = "Merci de votre attention"

    presentation = made(template)

    first, second, *_middle, last = presentation.slides
    said = [shape.text_frame.text for shape in first.shapes if shape.name.startswith("cordee:")]
    assert said == [pack.organisation, f"Head of the journal that day: {pack.journal_head}"]
    values = [shape.text_frame.text for shape in second.shapes if shape.has_text_frame]
    assert pack.sections[0].figures[0].value in values
    assert [shape.has_chart for shape in second.shapes].count(True) == 1
    assert last.shapes.title.text == "Merci de votre attention"
    assert "Consigne" not in {shape.name for slide in presentation.slides for shape in slide.shapes}


def test_names_inside_a_group_are_filled_where_they_stand_on_the_slide(made, pack):
    template = Presentation()
    slide = with_shapes(template)
    group = slide.shapes.add_group_shape()
    for name, frame in (
        ("cordee:organisation", (1, 1, 4, 1)),
        ("cordee:chart:spend", (1, 2, 4, 2)),
    ):
        group.shapes.add_textbox(*map(Inches, frame)).name = name
    group.left, group.top, group.width, group.height = map(Inches, (0.5, 0.5, 8, 6))

    first = made(template).slides[0]

    (grouped,) = (shape for shape in first.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert [shape.text_frame.text for shape in grouped.shapes] == [pack.organisation]
    (chart,) = (shape for shape in first.shapes if shape.has_chart)
    assert frame_of(chart) == Frame(0.5, 2.5, 8, 4)


def test_a_part_with_nothing_to_draw_says_so_in_its_place(made, pack):
    template = Presentation()
    with_shapes(
        template,
        cordee__finding__unserved=(1, 1, 8, 1),
        cordee__table__duplicates=(1, 3, 8, 2),
        cordee__table__changes=(1, 5, 8, 1),
        cordee__edition=(1, 6, 8, 1),
    )

    first = made(template).slides[0]

    said = [shape.text_frame.text for shape in first.shapes if not shape.is_placeholder]
    assert sorted(said) == [
        "",
        "Every objective receives spend",
        "No edition was frozen yet",
        "No possible duplicate is left between units",
    ]


def test_what_an_own_slide_shows_is_not_told_twice_and_the_rows_left_over_follow(made, pack):
    template = Presentation()
    with_shapes(
        template, cordee__chart__spend=(0.5, 1, 9, 3), cordee__table__initiatives=(0.5, 4, 9, 1.2)
    )

    presentation = made(template)

    assert len(charts(presentation)) == 1
    listed = [
        t for slide in presentation.slides for t in tables(slide) if t.cell(0, 0).text == "Code"
    ]
    codes = [row.cells[0].text for t in listed for row in list(t.rows)[1:]]
    appendix = next(s.table for s in pack.sections if s.key == "initiatives")
    assert len(listed) == 2
    assert codes == [*(row[0] for row in appendix.rows), "Total"]


def test_a_table_without_room_for_a_row_leaves_its_finding_and_follows_whole(made, pack):
    template = Presentation()
    with_shapes(template, cordee__table__initiatives=(0.5, 4, 9, 0.2))

    presentation = made(template)

    appendix = next(s for s in pack.sections if s.key == "initiatives")
    first, *others = presentation.slides
    assert [s.text_frame.text for s in first.shapes if not s.is_placeholder] == [appendix.title]
    listed = [t for s in others for t in tables(s) if t.cell(0, 0).text == "Code"]
    assert sum(len(t.rows) - 1 for t in listed) == len(appendix.table.rows) + 1


def test_words_that_do_not_hold_go_on_further_and_none_is_lost(made, pack):
    template = Presentation()
    with_shapes(template, cordee__finding__spend=(1, 1, 0.8, 0.3))
    long = replace(
        pack,
        sections=(replace(pack.sections[0], title=f"{'Un constat très long ' * 60}fin"),),
    )

    presentation = made(template, long)

    said = words_of(presentation)
    assert said.count("très long") == 60
    assert said.count("fin") == 1


def test_groups_of_slides_do_not_survive_the_slides_they_listed(made):
    template = Presentation()
    with_shapes(template, Consigne=(1, 1, 3, 1))
    listed = template.slides._sldIdLst[0].get("id")
    section = (
        '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        '<p14:section name="A" id="{6F0B1B0E-0000-4000-8000-000000000000}"><p14:sldIdLst>'
        f'<p14:sldId id="{listed}"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext>'
        "</p:extLst>"
    )
    template.part._element.append(etree.fromstring(section))

    presentation = made(template)

    assert b"sectionLst" not in etree.tostring(presentation.part._element)


def test_the_starter_names_every_content_and_nothing_unknown():
    found = recognised(opened(starter_file()))

    assert {content: found.for_content(content).how for content in CONTENTS} == dict.fromkeys(
        CONTENTS, "named"
    )
    assert (found.unknown, found.own, found.slides) == ((), (), 0)
    assert {name for name in found.found if ":" in name} <= {found.name for found in names()}


def test_a_slip_of_the_keyboard_is_reported_and_the_rest_still_serves():
    template = named_layouts(first=("cordee:titel", "cordee:body"))
    with_shapes(template, cordee__chart__spent=(1, 1, 3, 1))

    found = recognised(opened(content_of(template)))

    assert found.unknown == ("cordee:chart:spent", "cordee:titel")
    assert found.found == ("cordee:body",)
    assert found.left_out == 1


def test_the_documentation_lists_every_name_and_what_it_receives():
    with translation.override("en"):
        declared = [f"| `{found.name}` | {found.holds} |" for found in names()]

    told = [line for line in DOC.read_text().splitlines() if line.startswith("| `cordee:")]
    assert told == declared
