from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy import services
from cordee.strategy.models import Indicator, Measure
from cordee.strategy.queries.measured import (
    MeasureFigure,
    indicator_figures,
    indicator_sheet,
    measured_indicators,
)
from tests.factories import indicator, initiative, measure

ON = date(2026, 11, 23)
WAY = {
    "baseline": 8,
    "baseline_on": date(2026, 1, 1),
    "target": 2,
    "target_on": date(2027, 12, 31),
    "direction": "down",
}


def figure(reader, **fields):
    (found,) = indicator_figures(measured_indicators(reader).filter(**fields), on=ON)
    return found


def test_the_last_measure_says_how_far_it_is(valmorel, cio_reader):
    picking = indicator(valmorel, "K1", "Préparation d’une commande", **WAY)
    measure(picking, date(2026, 3, 31), "7")
    measure(picking, date(2026, 9, 30), "5")

    found = figure(cio_reader)

    assert (found.value, found.measured_on, found.way_done) == (5, date(2026, 9, 30), 0.5)
    assert found.time_gone == pytest.approx(326 / 729)
    assert (found.standing, found.is_reached, found.is_stale) == ("on_way", False, False)


@pytest.mark.parametrize(
    ("value", "standing"), [("2", "reached"), ("1", "reached"), ("9.5", "behind"), ("5", "on_way")]
)
def test_its_standing_takes_the_direction_into_account(valmorel, cio_reader, value, standing):
    measure(indicator(valmorel, **WAY), date(2026, 10, 31), value)

    assert figure(cio_reader).standing == standing


@pytest.mark.parametrize("absent", ["baseline", "target", "baseline_on", "target_on"])
def test_without_baseline_or_target_it_is_unknown_and_never_zero(valmorel, cio_reader, absent):
    measure(indicator(valmorel, **{**WAY, absent: None}), date(2026, 10, 31), "5")

    found = figure(cio_reader)

    assert found.standing == "unknown"
    assert (found.way_done is None) == (absent in ("baseline", "target"))


def test_nobody_measured_it_is_not_a_zero(valmorel, cio_reader):
    indicator(valmorel, **WAY)

    found = figure(cio_reader)

    assert (found.value, found.way_done, found.standing, found.is_stale) == (
        None,
        None,
        "unknown",
        False,
    )


def test_a_measure_that_did_not_come_is_flagged(valmorel, cio_reader):
    late = indicator(valmorel, "K1", rhythm="monthly", **WAY)
    measure(late, date(2026, 10, 7), "5")
    fresh = indicator(valmorel, "K2", rhythm="monthly", **WAY)
    measure(fresh, date(2026, 10, 8), "5")

    assert (figure(cio_reader, code="K1").is_stale, figure(cio_reader, code="K2").is_stale) == (
        True,
        False,
    )


def test_figures_cost_one_query_whatever_their_number(
    valmorel, cio_reader, django_assert_num_queries
):
    for n in range(6):
        measure(indicator(valmorel, f"K{n}", **WAY), value="5")

    with django_assert_num_queries(1):
        assert len(indicator_figures(measured_indicators(cio_reader), on=ON)) == 6


def test_the_sheet_tells_the_measures_from_the_first_to_the_last(valmorel, cio_reader):
    picking = indicator(valmorel, **WAY)
    second = measure(picking, date(2026, 9, 30), "5")
    first = measure(picking, date(2026, 6, 30), "6")
    row = measured_indicators(cio_reader).get()

    sheet = indicator_sheet(cio_reader, row, on=ON)

    assert sheet.indicator == picking
    assert sheet.measures == (
        MeasureFigure(first, pytest.approx(1 / 3)),
        MeasureFigure(second, 0.5),
    )


@pytest.mark.parametrize(
    ("direction", "target", "sentence"),
    [("up", 1, "cannot be below"), ("down", 9, "cannot be above")],
)
def test_a_target_on_the_wrong_side_is_refused(valmorel, cio, now, direction, target, sentence):
    wrong = Indicator(
        organisation=valmorel, code="K", name="K", direction=direction, baseline=5, target=target
    )

    with pytest.raises(Refused, match=sentence):
        services.save_indicator(wrong, by=cio, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_a_target_before_its_baseline_is_refused(valmorel, cio, now):
    wrong = Indicator(
        organisation=valmorel,
        code="K",
        name="K",
        baseline_on=date(2027, 1, 1),
        target_on=date(2026, 1, 1),
    )

    with pytest.raises(Refused, match="comes after"):
        services.save_indicator(wrong, by=cio, at=now)


def test_an_indicator_keeps_its_initiatives_and_the_journal_says_which(valmorel, cio, now):
    app = initiative(valmorel)
    one = Indicator(organisation=valmorel, code="K", name="Adoption")

    services.save_indicator(one, initiatives=[app], by=cio, at=now)

    assert list(one.initiatives.all()) == [app]
    assert Entry.objects.get().detail["initiatives"] == [None, [app.pk]]


def test_a_day_has_one_measure_and_it_has_come(valmorel, cio, now):
    adoption = indicator(valmorel)
    measure(adoption, date(2026, 9, 30), "5")
    again = Measure(organisation=valmorel, indicator=adoption, day=date(2026, 9, 30), value=6)
    tomorrow = Measure(organisation=valmorel, indicator=adoption, day=date(2026, 11, 24), value=6)

    with pytest.raises(Refused, match="already has a measure"):
        services.save_measure(again, by=cio, at=now)
    with pytest.raises(Refused, match="a day that has come"):
        services.save_measure(tomorrow, by=cio, at=now)
    assert Measure.objects.count() == 1


def test_what_was_measured_is_kept(valmorel, cio, now):
    adoption = indicator(valmorel)
    taken = measure(adoption)

    with pytest.raises(Refused, match="has measures"):
        services.remove_indicator(adoption, by=cio, at=now)
    services.remove_measure(taken, by=cio, at=now)
    services.remove_indicator(adoption, by=cio, at=now)

    assert not Indicator.objects.exists()
    assert list(Entry.objects.order_by("number").values_list("action", flat=True)) == [
        "strategy.remove_measure",
        "strategy.remove_indicator",
    ]


def test_a_correction_keeps_what_the_measure_said_before(valmorel, cio, now):
    taken = measure(indicator(valmorel), value="5")
    taken.value = Decimal("6")

    services.save_measure(taken, by=cio, at=now)

    assert Entry.objects.get().detail == {"value": ["5.0000", "6"]}
