from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Emu

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from cordee.reports.slides.parts import row_height
from tests.factories import contribution, initiative, objective, spend
from tests.reports.conftest import FORMULA, HOSTILE, ON, YEAR

pytestmark = pytest.mark.once


def opened(pack):
    return Presentation(BytesIO(write_board_pack(pack, kind="pptx")))


def charts(presentation):
    return [s for slide in presentation.slides for s in slide.shapes if s.has_chart]


def tables(presentation):
    return [s.table for slide in presentation.slides for s in slide.shapes if s.has_table]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_every_slide_has_the_finding_as_its_title_and_nothing_left_to_fill(pack):
    presentation = opened(pack)

    known = {section.title for section in pack.sections}
    titles = [
        shape.text_frame.text
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_text_frame and (shape == slide.shapes.title or shape.name in known)
    ]
    terms = "How these figures are computed (%d\u00a0of\u00a02)"
    told = [section.title for section in pack.sections[:-1]]
    assert titles == [*told, terms % 1, terms % 2]
    empty = [p.name for s in presentation.slides for p in s.placeholders if not p.text_frame.text]
    assert empty == []


def test_the_chart_is_native_and_its_values_are_the_figures_of_the_picture(pack):
    (shape,) = charts(opened(pack))

    plot = shape.chart.plots[0]
    picture = pack.picture
    assert [series.name for series in plot.series] == ["Share of spend", "Priority"]
    assert list(plot.series[0].values) == [
        *(o.share for o in picture.objectives),
        picture.orphan_share,
    ]
    assert list(plot.series[1].values) == [*(o.priority for o in picture.objectives), 0.0]
    assert next(iter(plot.categories)) == "Croissance omnicanale"
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == (
        "A fifth of the planned spend serves no objective"
    )


def test_hostile_names_stand_in_the_tables_as_they_are_written(pack):
    told = {cell for table in tables(opened(pack)) for row in cells(table) for cell in row}

    assert FORMULA in told
    assert any(cell == HOSTILE or cell == HOSTILE[: len(cell) - 1] + "…" for cell in told)


def test_each_slide_carries_its_source_and_notes_with_the_method(pack):
    slides = list(opened(pack).slides)

    sources = [any(pack.source in text_of(shape) for shape in slide.shapes) for slide in slides]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert all(sources)
    assert all(pack.journal_head in note for note in notes)
    assert "Alignment is one less half of that sum" in notes[0]


def test_a_long_table_is_told_over_slides_and_loses_neither_a_row_nor_a_word(portfolio, cio_reader):
    growth = objective(portfolio, "O9", "Sobriété", weight=0)
    long_name = "Chantier numéro %d " + "très long " * 12
    for n in range(10, 40):
        more = initiative(portfolio, f"I-{n}", (long_name % n).strip())
        contribution(more, growth)
        spend(more, n, fiscal_year=2027)

    presentation = opened(board_pack(cio_reader, basis=YEAR, on=ON, language="en"))

    listed = [t for t in tables(presentation) if t.cell(0, 0).text == "Code"]
    rows = [row for t in listed for row in cells(t)[1:]]
    assert len(listed) > 1
    assert {row[0]: row[1] for row in rows if row[0] > "I-09"} == {
        **{f"I-{n}": (long_name % n).strip() for n in range(10, 40)},
        "Total": "",
    }
    assert [row[0] for row in rows][-1] == "Total"


def test_nothing_stands_outside_the_slide(pack):
    presentation = opened(pack)

    width, height = presentation.slide_width, presentation.slide_height
    outside = [
        (slide.shapes.title.text, shape.name)
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.left < 0
        or shape.top < 0
        or shape.left + shape.width > width
        or shape.top + shape.height > height
    ]
    assert outside == []
    assert (width, height) == (Emu(12191695), Emu(6858000))


def test_rows_are_as_high_as_their_words_and_tables_hold_on_the_slide(pack):
    presentation = opened(pack)

    too_low = []
    for table in tables(presentation):
        widths = [column.width.inches for column in table.columns]
        for row in table.rows:
            wanted = row_height([cell.text for cell in row.cells], widths)
            if row.height.inches < wanted - 0.01:
                too_low.append([cell.text for cell in row.cells])
    assert too_low == []


def test_an_empty_portfolio_gives_a_slide_with_a_sentence(empty_pack):
    slides = list(opened(empty_pack).slides)

    assert slides[0].shapes.title.text == "No initiative has been brought in yet"
    assert charts(opened(empty_pack)) == []


@pytest.mark.parametrize(("language", "told"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_words_are_marked_with_their_language(portfolio, cio_reader, language, told):
    presentation = opened(board_pack(cio_reader, basis=YEAR, on=ON, language=language))

    runs = [
        run
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for line in shape.text_frame.paragraphs
        for run in line.runs
    ]
    assert {run._r.rPr.get("lang") for run in runs} == {told}


def text_of(shape):
    return shape.text_frame.text if shape.has_text_frame else ""
