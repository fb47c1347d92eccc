"""Editions and scenarios: frozen, compared, adopted; the pages that show them."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy import queries, services
from cordee.strategy.models import Edition, Objective, Scenario, SpendLine
from cordee.strategy.queries.editions import compared, editions, since_last_edition
from cordee.strategy.queries.scenarios import picture_under
from tests.factories import contribution, initiative, member, objective, spend, unit

BASIS = queries.Basis(2027)


@pytest.fixture
def portfolio(valmorel):
    valmorel.fiscal_year = 2027
    valmorel.save()
    growth = objective(valmorel, "O1", "Croissance", weight=75)
    margin = objective(valmorel, "O2", "Marge", weight=25)
    app = initiative(valmorel, "I-01", "Application", status="running", end=date(2027, 6, 30))
    depot = initiative(valmorel, "I-02", "Entrepôt", status="running")
    contribution(app, growth)
    contribution(depot, margin)
    spend(app, 300, fiscal_year=2027)
    spend(depot, 100, fiscal_year=2027)
    return valmorel


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def freeze(reader, now, name="Comité de mars"):
    return services.freeze_edition(reader, name=name, note="", at=now)


def points(**given):
    found = {o.code: o for o in Objective.objects.all()}
    return {found[code]: Decimal(value) for code, value in given.items()}


def test_what_is_frozen_does_not_move_with_the_portfolio(portfolio, cio_reader, now):
    edition = freeze(cio_reader, now)
    SpendLine.objects.filter(initiative__code="I-01").update(amount=500)
    initiative(portfolio, "I-03", "Nouvelle")

    moved = compared(cio_reader, before=edition, after=None, basis=BASIS, on=now.date())

    assert (moved.bridge.before, moved.bridge.after) == (Decimal(400), Decimal(600))
    assert [(d.code, d.before, d.after) for d in moved.spend] == [("I-01", 300, 500)]
    assert [i.code for i in moved.added] == ["I-03"]
    assert (moved.before.score, moved.after.score) == (1.0, pytest.approx(1 - (5 / 6 - 0.75)))


def test_freezing_writes_the_digest_in_the_journal(portfolio, cio_reader, now):
    edition = freeze(cio_reader, now)

    entry = Entry.objects.get(action="strategy.freeze_edition")
    assert entry.detail["digest"] == [None, edition.digest]
    assert services.digest_of(Edition.objects.get().content) == edition.digest


def test_a_name_is_taken_once(portfolio, cio_reader, now):
    freeze(cio_reader, now)

    with pytest.raises(Refused, match="already the name of an edition"):
        freeze(cio_reader, now)

    assert Edition.objects.count() == 1


def test_whoever_sees_a_part_of_the_portfolio_opens_no_edition(portfolio, cio_reader, now):
    freeze(cio_reader, now)
    part = member(portfolio, Role.SPONSOR, units=[unit(portfolio)])

    reader = reader_of(part, organisation_id=portfolio.pk)
    assert not editions(reader).exists()
    with pytest.raises(Refused, match="sees all of it"):
        freeze(reader, now, "Comité d’avril")


def test_the_cockpit_says_what_changed_since_the_last_edition(
    portfolio, cio_reader, signed_in, now
):
    freeze(cio_reader, now - timedelta(days=30), "Comité de février")
    freeze(cio_reader, now)
    SpendLine.objects.filter(initiative__code="I-02").update(amount=150)

    page = signed_in.get("/")

    assert page.context["since"]["finding"] == "Known spend rises by €50 since “Comité de mars”"
    assert page.context["since"]["summary"] == "1 cost moved, alignment goes from 100 to 92."


def test_since_the_last_edition_costs_the_same_queries_for_any_portfolio(
    portfolio, cio_reader, now
):
    freeze(cio_reader, now)
    drawn = queries.picture(cio_reader, basis=BASIS, on=now.date())
    with CaptureQueriesContext(connection) as few:
        since_last_edition(cio_reader, drawn=drawn)
    for n in range(6):
        initiative(portfolio, f"N-{n}", f"Autre {n}")

    with CaptureQueriesContext(connection) as many:
        since_last_edition(cio_reader, drawn=drawn)

    assert len(many) == len(few) == 2


def test_the_page_of_changes_shows_every_list(portfolio, cio_reader, signed_in, now):
    edition = freeze(cio_reader, now)
    SpendLine.objects.filter(initiative__code="I-01").update(amount=None, unknown_reason="à venir")
    portfolio_initiative = queries.initiatives(cio_reader).get(code="I-01")
    portfolio_initiative.end = date(2027, 12, 31)
    portfolio_initiative.save()

    page = signed_in.get(reverse("strategy:edition_changes"), {"before": edition.pk})

    text = page.content.decode()
    assert page.context["finding"] == "Known spend falls by €300 since “Comité de mars”"
    assert [text.count(said) for said in ("Costs that moved", "Dates that moved", "184")] == [
        2,
        1,
        1,
    ]


def test_two_editions_are_compared_in_the_order_of_time(portfolio, cio_reader, signed_in, now):
    first = freeze(cio_reader, now - timedelta(days=30), "Février")
    second = freeze(cio_reader, now, "Mars")

    page = signed_in.get(
        reverse("strategy:edition_changes"), {"before": second.pk, "after": first.pk}
    )

    assert (page.context["before"], page.context["after"]) == (first, second)
    assert page.context["finding"] == "Nothing moved since “Février”"


@pytest.mark.parametrize("asked", ["0", "abc", "9" * 30])
def test_an_edition_that_is_not_there_is_not_found(portfolio, cio_reader, signed_in, now, asked):
    freeze(cio_reader, now)

    page = signed_in.get(reverse("strategy:edition_changes"), {"before": asked})

    assert page.status_code == 404


def test_a_rewritten_edition_says_so(portfolio, cio_reader, signed_in, now):
    edition = freeze(cio_reader, now)
    address = reverse("strategy:edition", args=[edition.pk])
    assert b"was rewritten" not in signed_in.get(address).content
    edition.content["figures"][0]["total"] = "1.00"
    edition.save()

    assert b"was rewritten" in signed_in.get(address).content


def test_a_scenario_moves_no_priority_until_it_is_adopted(portfolio, cio, cio_reader, now):
    scenario = Scenario(organisation=portfolio, name="Marge d’abord", reason="L’inflation dure")
    services.save_scenario(scenario, points=points(O1="50", O2="50"), by=cio, at=now)

    under = picture_under(cio_reader, scenario=scenario, basis=BASIS, on=now.date())

    assert under.score == pytest.approx(0.75)
    assert queries.picture(cio_reader, basis=BASIS, on=now.date()).score == 1.0

    services.adopt_scenario(scenario, by=cio, at=now)

    assert queries.picture(cio_reader, basis=BASIS, on=now.date()).score == pytest.approx(0.75)
    entry = Entry.objects.get(action="strategy.adopt_scenario")
    assert (entry.reason, entry.detail["O1"]) == ("L’inflation dure", ["75.00", "50.00"])


def test_a_scenario_changed_meanwhile_is_not_written_over(portfolio, cio, signed_in, now):
    scenario = Scenario(organisation=portfolio, name="Marge d’abord", reason="L’inflation dure")
    services.save_scenario(scenario, points=points(O1="50", O2="50"), by=cio, at=now)
    boxes = {f"points-{o.pk}": "50" for o in Objective.objects.all()}
    told = {"name": "Marge d’abord", "reason": "Autre raison", "revision": "1"} | boxes
    address = reverse("strategy:edit_scenario", args=[scenario.pk])
    services.save_scenario(scenario, points=points(O1="60", O2="40"), by=cio, at=now)

    page = signed_in.post(address, told)

    assert "while you were writing" in page.content.decode()
    assert Scenario.objects.get().reason == "L’inflation dure"


def test_points_that_are_not_a_hundred_are_refused(portfolio, cio, now):
    scenario = Scenario(organisation=portfolio, name="Bancal", reason="Essai")

    with pytest.raises(Refused, match="add up to 90"):
        services.save_scenario(scenario, points=points(O1="50", O2="40"), by=cio, at=now)

    assert not Scenario.objects.exists()


def test_a_scenario_older_than_the_objectives_is_not_adopted(portfolio, cio, now):
    scenario = Scenario(organisation=portfolio, name="Marge d’abord", reason="L’inflation dure")
    services.save_scenario(scenario, points=points(O1="50", O2="50"), by=cio, at=now)
    objective(portfolio, "O3", "Sobriété")

    with pytest.raises(Refused, match="changed since this scenario was written"):
        services.adopt_scenario(scenario, by=cio, at=now)

    assert Objective.objects.get(code="O1").weight == 75


def test_a_scenario_is_written_read_and_adopted_in_the_pages(portfolio, signed_in):
    boxes = {f"points-{o.pk}": "50" for o in Objective.objects.all()}
    told = {"name": "Marge d’abord", "reason": "L’inflation dure"}

    written = signed_in.post(reverse("strategy:new_scenario"), told | boxes)
    scenario = Scenario.objects.get()
    shown = signed_in.get(written.url)
    listed = signed_in.get(reverse("strategy:scenarios"))
    adopted = signed_in.post(reverse("strategy:adopt_scenario", args=[scenario.pk]))

    assert (shown.context["now"], shown.context["then"]) == ("100", "75")
    assert listed.context["scenarios"] == [(scenario, "75")]
    assert adopted.url == reverse("strategy:priorities")
    assert set(Objective.objects.values_list("weight", flat=True)) == {Decimal(50)}


def test_what_was_typed_stays_when_points_do_not_add_up(portfolio, signed_in):
    boxes = {f"points-{o.pk}": "40" for o in Objective.objects.all()}

    page = signed_in.post(
        reverse("strategy:new_scenario"), {"name": "Bancal", "reason": "Essai"} | boxes
    )

    assert "add up to 80" in page.content.decode()
    assert page.content.decode().count('value="40"') == 2


def test_the_priorities_as_they_are_leave_no_cell_blank_beside_the_scenarios(
    portfolio, cio, signed_in, now
):
    scenario = Scenario(organisation=portfolio, name="Halves", reason="")
    services.save_scenario(scenario, points=points(O1="50", O2="50"), by=cio, at=now)

    page = signed_in.get(reverse("strategy:scenarios")).content.decode()

    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert len(cells) == 6
    assert "" not in cells


def test_the_list_of_scenarios_costs_the_same_queries_for_one_and_six(
    portfolio, cio, signed_in, now
):
    def count():
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(reverse("strategy:scenarios"))
        return len(asked)

    def write(name):
        scenario = Scenario(organisation=portfolio, name=name, reason="Essai")
        services.save_scenario(scenario, points=points(O1="50", O2="50"), by=cio, at=now)

    write("0")
    count()
    one = count()
    for n in range(1, 6):
        write(str(n))
    count()

    assert count() == one
