import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import conditional_escape

from cordee.platform import journal
from cordee.platform.access import Role
from cordee.strategy.models import Initiative, Objective, Plan, SpendLine, Vision
from tests.factories import (
    application,
    contribution,
    initiative,
    member,
    objective,
    organisation,
    person,
    spend,
    unit,
    vision,
)

LISTS = ["visions", "objectives", "plans", "contributions", "spend_lines"]


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def cells(line):
    return {str(cell.label): cell.value for cell in line.cells}


def test_objectives_are_a_tree_with_their_priority_and_what_they_receive(signed_in, valmorel):
    growth = objective(valmorel, "O1", "Croissance", weight=60)
    objective(valmorel, "O2", "Marge", weight=40)
    web = objective(valmorel, "O1.1", "Vente en ligne", weight=1, parent=growth)
    objective(valmorel, "O1.2", "Magasins", weight=1, parent=growth)
    app = initiative(valmorel)
    contribution(app, web)
    spend(app, 100)

    lines = signed_in.get(reverse("strategy:objectives")).context["listing"].lines

    told = [
        (
            line.name.value,
            len(line.indent),
            pytest.approx(cells(line)["Priority"]),
            cells(line)["Share of spend"],
            cells(line)["Initiatives"],
        )
        for line in lines
    ]
    assert told == [
        ("Croissance", 0, 0.6, 1.0, 1),
        ("Vente en ligne", 2, 0.3, 1.0, 1),
        ("Magasins", 2, 0.3, 0.0, 0),
        ("Marge", 0, 0.4, 0.0, 0),
    ]


def test_an_objective_is_written_with_a_french_weight(signed_in, valmorel):
    typed = {
        "name": "Croissance",
        "code": "O1",
        "theme": "growth",
        "weight": "12,5",
        "parent": "",
        "vision": "",
        "owner": "",
        "horizon": "",
    }

    signed_in.post(reverse("strategy:new_objective"), typed, headers={"Accept-Language": "fr"})

    assert Objective.objects.get(organisation=valmorel).weight == Decimal("12.50")


def test_what_was_typed_stays_when_it_is_refused(signed_in):
    typed = {"name": "Croissance", "code": "O1", "theme": "growth", "weight": "beaucoup"}

    response = signed_in.post(reverse("strategy:new_objective"), typed)

    assert list(response.context["form"].errors) == ["weight"]
    assert 'value="beaucoup"' in response.content.decode()
    assert 'value="Croissance"' in response.content.decode()
    assert not Objective.objects.exists()


def test_the_rows_of_another_organisation_are_refused_in_an_objective(signed_in):
    rivaud = organisation("Rivaud", "rivaud")
    typed = {
        "name": "Croissance",
        "code": "O1",
        "theme": "growth",
        "parent": objective(rivaud).pk,
        "vision": vision(rivaud).pk,
        "owner": person(rivaud).pk,
    }

    response = signed_in.post(reverse("strategy:new_objective"), typed)

    assert sorted(response.context["form"].errors) == ["owner", "parent", "vision"]


def test_an_objective_that_is_served_is_not_removed(signed_in, valmorel):
    growth = objective(valmorel)
    contribution(initiative(valmorel), growth)

    response = signed_in.post(reverse("strategy:remove_objective", args=[growth.pk]))

    assert "has parts or contributions: move them first." in response.content.decode()
    assert Objective.objects.filter(pk=growth.pk).exists()


def test_a_new_vision_takes_the_next_version(signed_in, valmorel):
    vision(valmorel, "Le magasin préféré")
    typed = {"statement": "Le magasin de tous", "horizon": "2030", "stated_on": "2026-11-23"}

    signed_in.post(reverse("strategy:new_vision"), typed)

    stated = Vision.objects.order_by("-version").first()
    assert (stated.version, stated.statement, stated.stated_on) == (
        2,
        "Le magasin de tous",
        date(2026, 11, 23),
    )


def test_a_vision_that_objectives_follow_is_not_removed(signed_in, valmorel):
    followed, alone = vision(valmorel), vision(valmorel, "Autre", version=2)
    objective(valmorel, vision=followed)

    kept = signed_in.post(reverse("strategy:remove_vision", args=[followed.pk]))
    signed_in.post(reverse("strategy:remove_vision", args=[alone.pk]))

    assert "Objectives still follow" in kept.content.decode()
    assert list(Vision.objects.all()) == [followed]


def test_a_plan_chooses_the_initiatives_of_its_unit(signed_in, valmorel):
    trade, app = unit(valmorel), initiative(valmorel)
    typed = {"unit": trade.pk, "fiscal_year": "2027", "intent": "Grandir", "initiatives": [app.pk]}

    signed_in.post(reverse("strategy:new_plan"), typed)

    plan = Plan.objects.get(organisation=valmorel)
    assert (plan.unit, plan.fiscal_year, list(plan.initiatives.all())) == (trade, 2027, [app])


def test_a_plan_refuses_a_second_one_and_the_initiatives_of_others(signed_in, valmorel):
    trade = unit(valmorel)
    Plan.objects.create(organisation=valmorel, unit=trade, fiscal_year=2027)
    theirs = initiative(organisation("Rivaud", "rivaud"))

    twin = signed_in.post(reverse("strategy:new_plan"), {"unit": trade.pk, "fiscal_year": "2027"})
    foreign = signed_in.post(
        reverse("strategy:new_plan"),
        {"unit": trade.pk, "fiscal_year": "2028", "initiatives": [theirs.pk]},
    )

    assert twin.context["form"].non_field_errors() == [
        "This unit already has a plan for that year: change that one."
    ]
    assert list(foreign.context["form"].errors) == ["initiatives"]


def test_a_plan_is_removed_and_its_initiatives_stay(signed_in, valmorel):
    plan = Plan.objects.create(organisation=valmorel, unit=unit(valmorel), fiscal_year=2027)
    plan.initiatives.add(initiative(valmorel))

    response = signed_in.post(reverse("strategy:remove_plan", args=[plan.pk]))

    assert response.headers["Location"] == reverse("strategy:plans")
    assert not Plan.objects.exists()
    assert [i.code for i in Initiative.objects.all()] == ["I-01"]


LINE = {
    "application": "",
    "fiscal_year": "2027",
    "stage": "planned",
    "nature": "capex",
    "purpose": "change",
    "amount": "12 000",
    "currency": "eur",
    "unknown_reason": "",
}


def test_an_amount_is_written_as_people_type_it(signed_in, valmorel):
    app = initiative(valmorel)

    signed_in.post(reverse("strategy:new_spend_line"), LINE | {"initiative": app.pk})

    line = SpendLine.objects.get(organisation=valmorel)
    assert (line.initiative, line.amount, line.currency, line.fiscal_year) == (
        app,
        Decimal(12000),
        "EUR",
        2027,
    )


def test_an_unknown_amount_says_why(signed_in, valmorel):
    app = initiative(valmorel)
    unknown = LINE | {"initiative": app.pk, "amount": ""}
    url = reverse("strategy:new_spend_line")

    silent = signed_in.post(url, unknown)
    signed_in.post(url, unknown | {"unknown_reason": "en cadrage"})

    assert silent.context["form"].errors == {"unknown_reason": ["Say why the amount is unknown."]}
    line = SpendLine.objects.get(organisation=valmorel)
    assert (line.amount, line.unknown_reason) == (None, "en cadrage")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"unknown_reason": "en cadrage"}, "unknown_reason"),
        ({"amount": "12 000 $"}, "amount"),
        ({"amount": "99999999999999999999"}, "amount"),
        ({"currency": "euro"}, "currency"),
        ({"initiative": ""}, "initiative"),
        ({"fiscal_year": "-1"}, "fiscal_year"),
    ],
)
def test_a_contradiction_in_an_amount_is_shown_on_its_field(signed_in, valmorel, change, field):
    app = initiative(valmorel)

    response = signed_in.post(
        reverse("strategy:new_spend_line"), LINE | {"initiative": app.pk} | change
    )

    assert list(response.context["form"].errors) == [field]
    assert not SpendLine.objects.exists()


def test_an_amount_refuses_the_initiative_of_another_organisation(signed_in):
    rivaud = organisation("Rivaud", "rivaud")
    typed = LINE | {"initiative": initiative(rivaud).pk, "application": application(rivaud).pk}

    response = signed_in.post(reverse("strategy:new_spend_line"), typed)

    assert {"initiative", "application"} <= set(response.context["form"].errors)
    assert not SpendLine.objects.exists()


def test_the_spend_is_totalled_by_currency_and_the_unknown_counted(signed_in, valmorel):
    app = initiative(valmorel)
    spend(app, 100, fiscal_year=2027)
    spend(app, "50.5", fiscal_year=2027)
    spend(app, 10, fiscal_year=2027, currency="USD")
    spend(app, None, fiscal_year=2027)
    spend(app, 999, fiscal_year=2026)

    listing = signed_in.get(reverse("strategy:spend_lines"), {"year": "2027"}).context["listing"]

    assert [(t.amount, t.currency, t.unknown) for t in listing.totals] == [
        (Decimal("150.50"), "EUR", 1),
        (Decimal(10), "USD", 0),
    ]


def test_the_list_of_contributions_leads_to_both_ends(signed_in, valmorel):
    growth, app = objective(valmorel), initiative(valmorel, "I-07", "Caisse")
    contribution(app, growth, "0.5")
    contribution(application(valmorel, "SITE", "Site"), growth)

    lines = signed_in.get(reverse("strategy:contributions")).context["listing"].lines

    assert [(line.name.value.text, cells(line)["Share that serves it"]) for line in lines] == [
        ("Site", Decimal(1)),
        ("Caisse", Decimal("0.5")),
    ]


def test_in_a_perimeter_only_its_own_rows_are_listed_and_totalled(client, valmorel):
    stores, office = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "SIE", "Siège")
    spend(initiative(valmorel, "I-01", "Caisse", unit=stores), 100)
    spend(initiative(valmorel, "I-02", "Intranet", unit=office), 900)
    client.force_login(member(valmorel, Role.FINANCE, units=[stores]))

    listing = client.get(reverse("strategy:spend_lines")).context["listing"]

    assert [line.name.value for line in listing.lines] == ["Caisse"]
    assert [t.amount for t in listing.totals] == [Decimal(100)]


@pytest.mark.parametrize("name", ["new_vision", "new_objective", "new_plan", "new_spend_line"])
def test_a_reader_writes_nothing(client, valmorel, name):
    client.force_login(member(valmorel, Role.READER))

    assert client.post(reverse(f"strategy:{name}"), {}).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_it_will_show(signed_in, name):
    response = signed_in.get(reverse(f"strategy:{name}"))

    assert response.context["listing"].is_bare
    assert str(response.context["listing"].register.empty.title) in response.content.decode()


@pytest.mark.parametrize("name", [*LISTS, "initiatives"])
def test_an_empty_list_says_it_once_as_its_heading_and_counts_no_zero(signed_in, name):
    response = signed_in.get(reverse(f"strategy:{name}"))

    page = response.content.decode()
    told = conditional_escape(response.context["listing"].register.empty.title)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL) == [told]
    assert page.count(told) == 1


@pytest.mark.parametrize("name", [*LISTS, "initiatives"])
def test_a_list_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, cio, now, name, django_assert_max_num_queries
):
    """At most fifteen, once what the whole portfolio says is remembered."""

    def cost():
        journal.record("people.found_organisation", valmorel, by=cio, at=now)
        signed_in.get(reverse(f"strategy:{name}"))
        with django_assert_max_num_queries(60) as captured:
            signed_in.get(reverse(f"strategy:{name}"))
        return len(captured)

    add_one_of_each(valmorel, 0)
    one = cost()
    for n in range(1, 6):
        add_one_of_each(valmorel, n)

    assert cost() == one <= 15


def add_one_of_each(valmorel, n):
    claire, home = person(valmorel, f"Personne {n}"), unit(valmorel, f"U{n}", f"Unité {n}")
    stated = vision(valmorel, f"Vision {n}", version=n + 1)
    aim = objective(valmorel, f"O{n}", f"Objectif {n}", weight=1, vision=stated, owner=claire)
    app = initiative(valmorel, f"I-{n}", unit=home, business_sponsor=claire, it_sponsor=claire)
    contribution(app, aim)
    spend(app, 10, fiscal_year=2027)
    Plan.objects.create(organisation=valmorel, unit=home, fiscal_year=2027).initiatives.add(app)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("strategy:spend_lines", "strategy:new_import"),
        ("people:units", "strategy:new_import"),
        ("strategy:exchange_rates", "strategy:bring_back_exchange_rates"),
        ("people:absences", "people:bring_back_absences"),
    ],
)
def test_a_spreadsheet_goes_to_the_page_that_fills_the_list(signed_in, name, page):
    content = signed_in.get(reverse(name)).content.decode()

    (link,) = re.findall(
        r'<a class="btn[^"]*" href="([^"]*)">(?:(?!</a>).)*Import a spreadsheet', content
    )
    assert link == reverse(page)
