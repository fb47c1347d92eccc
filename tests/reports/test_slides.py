from io import BytesIO

import pytest
from pptx import Presentation
from pptx.util import Emu

from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from cordee.reports.drawing import TABLE_ROWS
from tests.factories import contribution, initiative, objective, spend
from tests.reports.conftest import FORMULA, HOSTILE, ON, YEAR


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

    titles = [slide.shapes.title.text for slide in presentation.slides]
    terms = "How these figures are computed (%d of 2)"
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


def test_a_long_table_is_told_over_slides_of_twelve_rows_and_loses_none(portfolio, cio_reader):
    growth = objective(portfolio, "O9", "Sobriété", weight=0)
    for n in range(10, 40):
        more = initiative(portfolio, f"I-{n}", f"Chantier numéro {n} " + "très long " * 12)
        contribution(more, growth)
        spend(more, n, fiscal_year=2027)

    presentation = opened(board_pack(cio_reader, basis=YEAR, on=ON, language="en"))

    listed = [t for t in tables(presentation) if t.cell(0, 0).text == "Code"]
    assert [len(t.rows) - 1 for t in listed] == [TABLE_ROWS, TABLE_ROWS, 11]
    codes = [row[0] for t in listed for row in cells(t)[1:]]
    assert len(set(codes)) == 35
    assert codes[-1] == "Total"


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


def test_tables_keep_one_line_a_row(pack):
    """A cell never holds more letters than its width, at a generous width of letter."""
    too_long = [
        (cell.text, column.width)
        for table in tables(opened(pack))
        for n, column in enumerate(table.columns)
        for cell in (row.cells[n] for row in table.rows)
        if len(cell.text) * 12 * 0.5 > column.width / Emu(12700)
    ]
    assert too_long == []


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
