from cordee.reports.contents import Column, Section, Table
from cordee.reports.slides.fitting import Frame
from cordee.reports.slides.parts import table_parts
from cordee.reports.slides.sharing import with_below

FRAME = Frame(0.5, 1.5, 12, 4.5)


def table(rows, *, total=()):
    columns = (Column("Objective", 3), Column("Spend", 1, is_number=True))
    return Table(columns, tuple((f"O{n}", str(n)) for n in range(rows)), total)


def section(rows, *, lede=""):
    return Section(f"s{rows}", f"{rows} rows", lede=lede, table=table(rows))


def test_a_short_table_stands_under_another_and_another_under_it_while_there_is_room():
    first = with_below(section(5), section(1), FRAME)
    second = with_below(first, section(2), Frame(0.5, 1.5, 12, 6))

    assert [below.title for below in first.below] == ["1 rows"]
    assert [below.title for below in second.below] == ["1 rows", "2 rows"]


def test_a_table_keeps_its_slide_when_neither_is_short_or_there_is_no_room_or_it_has_a_sentence():
    kept = [
        with_below(section(5), section(5), FRAME),
        with_below(section(12), section(3), FRAME),
        with_below(section(5), section(1, lede="A sentence."), FRAME),
        with_below(Section("chart", "Chart", has_chart=True), section(1), FRAME),
    ]

    assert kept == [None, None, None, None]


def test_a_table_over_several_slides_leaves_none_with_a_row_alone():
    whole = table(14, total=("Total", "1"))

    parts = table_parts(whole, FRAME)

    assert [len(part.rows) for part in parts] == [8, 6]
    assert [row for part in parts for row in part.rows] == list(whole.rows)
    assert [part.total for part in parts] == [(), ("Total", "1")]


def test_a_few_sentences_stand_under_a_table_and_more_keep_their_slide():
    few = Section("checked", "What else was checked", sentences=("One is well.", "Two as well."))
    many = Section("checked", "What else was checked", sentences=("All is well.",) * 5)

    joined = with_below(section(6), few, FRAME)

    assert joined.below == (few,)
    assert with_below(section(6), many, FRAME) is None
    assert with_below(section(11), few, FRAME) is None


def test_a_part_of_a_long_table_leaves_out_the_columns_that_none_of_its_rows_fills():
    columns = (Column("Name", 3), Column("Spend", 1, is_number=True), Column("Why", 2))
    unknown = (("Orion", "unknown", "not studied"),)
    known = tuple((f"I{n}", str(n), "") for n in range(14))

    parts = table_parts(Table(columns, unknown + known, ("Total", "91", "")), FRAME)

    assert [[column.label for column in part.columns] for part in parts] == [
        ["Name", "Spend", "Why"],
        ["Name", "Spend"],
    ]
    assert parts[1].total == ("Total", "91")
