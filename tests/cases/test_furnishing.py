"""What stands around the example company, computed again here from its files in plain Python."""

import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import cordee.cases.retailer
from cordee.cases.retailer.demo import found_retailer
from cordee.landscape.models import Interface, Supplier, Supply, Technology, TechnologyUse
from cordee.people.models import Membership
from cordee.people.queries import reader_of
from cordee.platform.journal import verification
from cordee.platform.models import Entry
from cordee.strategy.models import Indicator, Measure, Need
from cordee.strategy.queries.measured import indicator_figures, measured_indicators
from tests.factories import user

FILES = Path(cordee.cases.retailer.__file__).parent
ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def told():
    return {
        name: tomllib.loads((FILES / f"{name}.toml").read_text(), parse_float=Decimal)
        for name in ("landscape", "indicators", "needs")
    }


@pytest.fixture(scope="module")
def founded(for_the_module, now):
    return found_retailer(by=user("marianne"), at=now)


@pytest.fixture
def retailer(founded, db):
    return founded


@pytest.fixture
def reader(retailer):
    owner = Membership.objects.get(organisation=retailer).user
    return reader_of(owner, organisation_id=retailer.pk)


def test_it_has_the_size_the_readme_says(retailer):
    models = (Supplier, Technology, TechnologyUse, Supply, Interface, Indicator, Measure, Need)

    assert {model.__name__: model.objects.count() for model in models} == {
        "Supplier": 13,
        "Technology": 23,
        "TechnologyUse": 42,
        "Supply": 28,
        "Interface": 32,
        "Indicator": 12,
        "Measure": 95,
        "Need": 25,
    }


def test_everything_was_written_through_the_services(told, retailer):
    actions = Counter(Entry.objects.values_list("action", flat=True))

    landscape = told["landscape"]
    assert actions["landscape.save_technology"] == len(landscape["technologies"])
    assert actions["landscape.save_interface"] == len(landscape["moving"]["interfaces"])
    assert actions["strategy.save_measure"] == 95
    assert actions["strategy.save_need"] == len(told["needs"]["needs"])
    assert verification(retailer).holds


def test_what_is_out_of_support_and_what_nobody_knows_are_those_of_the_file(told, retailer):
    rows = told["landscape"]["technologies"]
    ended = {row["code"] for row in rows if row.get("ends") and row["ends"] < ON}
    unknown = {row["code"] for row in rows if not row.get("ends") and not row.get("open_ended")}

    found = Technology.objects.all()

    assert {t.code for t in found if t.is_out_of_support(ON)} == ended
    assert {t.code for t in found if not t.support_end and not t.is_open_ended} == unknown
    assert (len(ended), unknown) == (11, {"CAISSE-OS"})


def test_every_end_of_support_says_where_it_was_read(retailer):
    assert not Technology.objects.filter(support_end__isnull=False, support_source="").exists()


def way(row):
    """Share of the way, by hand: None without its three figures."""
    taken = [value for value in row["measures"] if value != ""]
    if not taken or "baseline" not in row or "target" not in row:
        return None
    start, end = Decimal(row["baseline"][0]), Decimal(row["target"][0])
    return float((Decimal(taken[-1]) - start) / (end - start))


def test_the_way_done_by_each_indicator_is_that_of_the_file(told, reader):
    figures = indicator_figures(measured_indicators(reader), on=ON)

    found = {figure.indicator.code: figure.way_done for figure in figures}

    assert found == {
        row["code"]: pytest.approx(way(row)) if way(row) is not None else None
        for row in told["indicators"]["indicators"]
    }


def test_the_indicators_tell_the_story(reader):
    figures = indicator_figures(measured_indicators(reader), on=ON)

    standings = {figure.indicator.code: figure.standing for figure in figures}
    stale = {figure.indicator.code for figure in figures if figure.is_stale}

    assert standings["K-09"] == "reached"
    assert standings["K-02"] == standings["K-07"] == standings["K-08"] == "behind"
    assert standings["K-04"] == standings["K-06"] == "on_way"
    assert standings["K-12"] == "unknown"
    assert stale == {"K-03"}


def test_an_older_clock_leaves_out_what_had_not_been_measured_yet(db):
    before = datetime(2025, 7, 1, 9, tzinfo=UTC)

    younger = found_retailer(by=user("odile"), at=before)

    assert Measure.objects.filter(organisation=younger).count() == 12 * 3


def test_declined_needs_have_their_answer_and_unknown_worth_is_not_zero(retailer):
    needs = Need.objects.all()

    assert all(need.answer for need in needs if need.status == Need.Status.DECLINED)
    assert needs.filter(value__isnull=True).count() == 11
    assert not needs.filter(value=0).exists()
