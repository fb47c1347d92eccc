import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.people.models import Unit
from cordee.platform import journal
from cordee.reports.board_pack import board_pack
from cordee.strategy.models import Dependency, Initiative, Objective
from tests.factories import contribution, initiative, spend, unit
from tests.reports.conftest import ON, YEAR


def test_each_page_states_a_finding(pack):
    assert [(section.key, section.title) for section in pack.sections] == [
        ("summary", "20% of the planned spend would have to move to follow the priorities"),
        ("spend", "A fifth of the planned spend serves no objective"),
        ("objectives", "The spend is as concentrated as if it served 2.0 equal objectives"),
        ("thread", "4 threads carry all the spend"),
        ("orphans", "Two initiatives, €200k and 1 of unknown cost, lead to no objective"),
        ("conflicts", "€800k is in conflict: one pair of initiatives overlap or contradict"),
        ("sponsorship", "60% of the initiatives’ spend has both a business and an IT sponsor"),
        ("checked", "What else was checked"),
        ("initiatives", "One cost is unknown, 3 known: €1m"),
        ("method", "How these figures are computed"),
    ]


def test_the_pack_carries_its_date_its_coverage_and_the_head_of_the_journal(pack, portfolio):
    assert pack.source == "23 Nov 2026 · 2027, planned · 3 of 4 initiatives, 1 unknown"
    assert pack.journal_head == journal.head(portfolio)


def test_an_unknown_cost_is_listed_with_its_reason(pack):
    appendix = next(s.table for s in pack.sections if s.key == "initiatives")

    row = next(row for row in appendix.rows if row[1] == "Orion")
    assert row == ("I-04", "Orion", "Siège", "Candidate", "unknown", "en cadrage")
    assert appendix.total == ("Total", "", "", "", "€1m", "")


def test_what_was_checked_and_not_found_is_said(pack):
    checked = next(section for section in pack.sections if section.key == "checked")

    assert checked.sentences == (
        "Every objective receives spend",
        "No possible duplicate is left between units",
    )


def test_an_empty_portfolio_gives_a_sentence_and_no_figure(empty_pack):
    told = [(s.key, s.title, s.figures, s.table) for s in empty_pack.sections]

    assert told == [
        ("summary", "No initiative has been brought in yet", (), None),
        ("method", "How these figures are computed", (), None),
    ]
    assert empty_pack.is_empty


def test_what_is_out_of_reach_is_neither_named_nor_judged(portfolio, cio_reader):
    stores = Unit.objects.get(organisation=portfolio, code="MAG").pk
    reader = type(cio_reader)(
        cio_reader.user, cio_reader.organisation, cio_reader.role, frozenset({stores})
    )
    required = initiative(portfolio, "I-09", "Secret", unit=unit(portfolio, "SEC", "Sûreté"))
    source = Initiative.objects.get(organisation=portfolio, code="I-01")
    Dependency.objects.create(
        organisation=portfolio, source=source, target=required, kind="requires"
    )

    found = board_pack(reader, basis=YEAR, on=ON, language="en")

    assert [s for s in found.sections if s.key == "conflicts" and s.table] == []
    assert "Secret" not in repr(found)


def test_the_number_of_queries_does_not_depend_on_the_portfolio(portfolio, cio_reader):
    growth = Objective.objects.get(organisation=portfolio, code="O1")
    with CaptureQueriesContext(
        connection,
    ) as before:
        board_pack(cio_reader, basis=YEAR, on=ON, language="en")
    for n in range(20, 26):
        more = initiative(portfolio, f"I-{n}", f"Chantier {n}")
        contribution(more, growth)
        spend(more, 1000, fiscal_year=2027)

    with CaptureQueriesContext(connection) as after:
        board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    assert len(after) == len(before)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_figures_are_written_in_the_language_asked_for(portfolio, cio_reader, language):
    found = board_pack(cio_reader, basis=YEAR, on=ON, language=language)

    total = {"fr": "1\u202fM€", "en": "€1m"}[language]
    assert found.sections[0].figures[1].value == total
    assert found.day == {"fr": "23 nov. 2026", "en": "23 Nov 2026"}[language]


def test_a_title_counts_the_largest_threads_only_when_there_are_more(portfolio, cio_reader):
    growth = Objective.objects.get(organisation=portfolio, code="O1")
    for n in range(20, 32):
        more = initiative(portfolio, f"I-{n}", f"Chantier {n}")
        contribution(more, growth)
        spend(more, 100_000, fiscal_year=2027)

    found = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    titles = [section.title for section in found.sections if section.key == "thread"]
    assert titles == ["The 12 largest threads carry 82% of the spend"]


def test_a_total_keeps_its_name_when_the_first_column_says_nothing(portfolio, cio_reader):
    for source in Initiative.objects.filter(organisation=portfolio):
        Initiative.objects.filter(pk=source.pk).update(name=source.code)

    found = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    appendix = next(s.table for s in found.sections if s.key == "initiatives")
    assert appendix.columns[0].label == "Initiative or application"
    assert appendix.total == ("Total", "", "", "€1m", "")


def test_unknown_costs_are_listed_first_then_the_largest(pack):
    appendix = next(section for section in pack.sections if section.key == "initiatives")

    assert [(row[0], row[4]) for row in appendix.table.rows] == [
        ("I-04", "unknown"),
        ("I-01", "€600k"),
        ("I-02", "€200k"),
        ("I-03", "€200k"),
    ]
    assert appendix.lede == (
        "Every initiative and application of this picture: unknown costs first, then the largest."
    )
