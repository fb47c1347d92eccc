from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cordee.platform.access import Role
from cordee.strategy.models import Indicator, Measure
from tests.factories import indicator, initiative, measure, member, objective, unit
from tests.pages import HTMX, IN_ENGLISH, drawn, words

WAY = {"baseline": 20, "target": 60, "unit_of_measure": "%"}
TODAY = timezone.localdate()


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def address(row):
    return reverse("strategy:indicator", args=[row.pk])


def measuring(row):
    return reverse("strategy:measure_indicator", args=[row.pk])


def test_the_page_states_the_way_done_for_the_target(signed_in, valmorel):
    usage = indicator(valmorel, "K1", "Taux d’usage", **WAY)
    measure(usage, TODAY - timedelta(days=120), "25")
    measure(usage, TODAY - timedelta(days=30), "30", source="Enquête")

    page = signed_in.get(address(usage))

    assert page.context["finding"] == "“Taux d’usage” has gone 25% of the way to 60%"
    figure = page.context["figure"]
    assert [row[1:] for row in figure.rows] == [("30%", "25%", "Enquête"), ("25%", "13%", "")]
    assert figure.title.endswith(": it improves")
    assert "<svg" in page.content.decode()


def test_before_the_first_measure_the_page_says_so_and_draws_nothing(signed_in, valmorel):
    page = signed_in.get(address(indicator(valmorel, name="Taux d’usage", **WAY)))

    assert page.context["figure"] is None
    assert "Nobody has measured it yet" in words(page)
    assert page.context["warning"] == ""


def test_a_measure_that_did_not_come_is_said_at_the_top(signed_in, valmorel):
    usage = indicator(valmorel, rhythm="monthly", **WAY)
    measure(usage, TODAY - timedelta(days=47), "30")

    page = signed_in.get(address(usage))

    assert "measured “every month”: one is missing." in page.context["warning"]
    assert page.context["warning"] in words(page)


def test_a_measure_is_written_on_the_page_without_a_script(signed_in, valmorel):
    usage = indicator(valmorel, **WAY)
    typed = {"day": TODAY.isoformat(), "value": "41.5", "source": "Enquête"}

    answer = signed_in.post(measuring(usage), typed)

    assert (answer.status_code, answer.url) == (302, address(usage))
    taken = Measure.objects.get()
    assert (taken.indicator, taken.day, taken.value, taken.source) == (
        usage,
        TODAY,
        41.5,
        "Enquête",
    )


def test_the_fragment_swapped_in_is_what_a_reload_shows(signed_in, valmorel):
    usage = indicator(valmorel, **WAY)
    typed = {"day": TODAY.isoformat(), "value": "41.5"}

    fragment = signed_in.post(measuring(usage), typed, headers=HTMX)
    whole = signed_in.get(address(usage), headers=IN_ENGLISH)

    assert b"<html" not in fragment.content
    fragment.content = b'<div id="indicator">' + fragment.content + b"</div>"
    assert drawn(fragment, "indicator") == drawn(whole, "indicator")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-09-30", "value": "6"}, "already has a measure"),
        ({"day": "2999-01-01", "value": "6"}, "a day that has come"),
        ({"day": "2026-10-31", "value": "beaucoup"}, "Write a number"),
    ],
)
def test_a_measure_that_is_refused_stays_on_the_page_with_why(signed_in, valmorel, typed, said):
    usage = indicator(valmorel, **WAY)
    measure(usage, date(2026, 9, 30), "5")

    page = signed_in.post(measuring(usage), typed)

    assert page.status_code == 200
    assert said in words(page)
    assert page.context["form"]["value"].value() == typed["value"]
    assert Measure.objects.count() == 1


def test_who_only_reads_sees_the_way_and_no_form(client, valmorel):
    usage = indicator(valmorel, **WAY)
    client.force_login(member(valmorel, Role.READER))

    page = client.get(address(usage), headers=IN_ENGLISH)

    assert (page.status_code, page.context["form"]) == (200, None)
    assert client.post(measuring(usage), {}).status_code == 403


def test_finance_measures_what_it_may_not_define(client, valmorel):
    usage = indicator(valmorel, **WAY)
    client.force_login(member(valmorel, Role.FINANCE))

    assert client.post(measuring(usage), {"day": TODAY.isoformat(), "value": "30"}).status_code == (
        302
    )
    assert client.get(reverse("strategy:edit_indicator", args=[usage.pk])).status_code == 403


def test_the_list_says_how_far_each_is(signed_in, valmorel):
    usage = indicator(valmorel, "K1", "Taux d’usage", objective=objective(valmorel), **WAY)
    measure(usage, TODAY, "30")
    indicator(valmorel, "K2", "Délai", direction="down", baseline=8, target=2)

    page = signed_in.get(reverse("strategy:indicators"), {"sort": "name"})

    told = {
        line.name.value: {str(cell.label): cell.value for cell in line.cells}
        for line in page.context["listing"].lines
    }
    assert told["Taux d’usage"]["Way done"] == 0.25
    assert (told["Taux d’usage"]["Last measure"], told["Taux d’usage"]["Target"]) == ("30%", "60%")
    assert told["Délai"]["Way done"] is None
    assert told["Délai"]["Standing"].label == "unknown"
    assert told["Délai"]["Measured on"].label == "never measured"


def typed_indicator(**fields):
    return {
        "name": "Taux d’usage",
        "code": "K1",
        "kind": "business",
        "direction": "up",
        "rhythm": "quarterly",
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"baseline": "60", "target": "20"}, "target"),
        ({"baseline": "20", "target": "60", "direction": "down"}, "target"),
        ({"baseline_on": "2027-01-01", "target_on": "2026-01-01"}, "target_on"),
    ],
)
def test_a_way_in_the_wrong_direction_is_refused_beside_its_field(
    signed_in, valmorel, fields, wrong
):
    page = signed_in.post(reverse("strategy:new_indicator"), typed_indicator(**fields))

    assert list(page.context["form"].errors) == [wrong]
    assert not Indicator.objects.exists()


def test_a_form_in_a_perimeter_keeps_the_initiatives_it_cannot_show(client, valmorel):
    stores = unit(valmorel, "MAG", "Magasins")
    inside, outside = (
        initiative(valmorel, "I-01", "Dedans", unit=stores),
        initiative(valmorel, "I-02", "Dehors"),
    )
    usage = indicator(valmorel, **WAY)
    usage.initiatives.set([outside])
    client.force_login(member(valmorel, Role.TEAM_LEAD, units=[stores]))

    client.post(
        reverse("strategy:edit_indicator", args=[usage.pk]),
        typed_indicator(initiatives=[inside.pk]),
    )

    assert set(usage.initiatives.all()) == {inside, outside}


def test_the_sheets_of_an_objective_and_of_an_initiative_tell_their_indicators(signed_in, valmorel):
    growth, app = objective(valmorel), initiative(valmorel)
    usage = indicator(valmorel, "K1", "Taux d’usage", objective=growth, **WAY)
    usage.initiatives.add(app)
    measure(usage, TODAY, "60")

    of_objective = signed_in.get(reverse("strategy:objective", args=[growth.pk]))
    of_initiative = signed_in.get(reverse("strategy:initiative", args=[app.code]))

    assert "Taux d’usage 60% for 60%, reached" in words(of_objective)
    assert "Taux d’usage 60% for 60%, reached" in words(of_initiative)


def test_the_page_and_the_list_cost_the_same_number_of_queries_whatever_they_show(
    signed_in, valmorel, django_assert_max_num_queries
):
    def cost(url):
        with django_assert_max_num_queries(30) as captured:
            signed_in.get(url)
        return len(captured)

    usage = indicator(valmorel, "K0", objective=objective(valmorel), **WAY)
    usage.initiatives.add(initiative(valmorel))
    measure(usage, date(2026, 1, 1))
    urls = (
        address(usage),
        reverse("strategy:indicators"),
        reverse("strategy:measures"),
        reverse("strategy:objective", args=[usage.objective_id]),
    )
    one = [cost(url) for url in urls]
    for n in range(1, 6):
        other = indicator(valmorel, f"K{n}", objective=usage.objective, **WAY)
        other.initiatives.add(initiative(valmorel, f"I-1{n}"))
        measure(other, date(2026, 1, 1))
        measure(usage, date(2026, 1, 1 + n))

    assert [cost(url) for url in urls] == one
