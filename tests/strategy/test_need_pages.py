from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cordee.platform.access import Role
from cordee.strategy.models import Need
from tests.factories import initiative, member, need, objective, person, unit
from tests.pages import IN_ENGLISH, words


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def shown(page):
    return {
        line.name.value: {str(cell.label): cell.value for cell in line.cells}
        for line in page.context["listing"].lines
    }


def typed(**fields):
    return {"name": "Retrait en deux heures", "code": "N-01", "status": "captured", **fields}


def test_the_list_says_who_asks_what_it_is_worth_and_that_unknown_is_not_zero(signed_in, valmorel):
    need(valmorel, "N1", "Retrait", unit=unit(valmorel), value=Decimal(120_000), days=45)
    need(valmorel, "N2", "Retours")

    told = shown(signed_in.get(reverse("strategy:needs")))

    assert (told["Retrait"]["Unit that asks"].text, told["Retrait"]["Value a year"].amount) == (
        "Commerce",
        120_000,
    )
    assert told["Retours"]["Value a year"].amount is None
    assert told["Retours"]["Person-days"] is None


def test_needs_are_filtered_by_state_unit_and_objective(signed_in, valmorel):
    stores, growth = unit(valmorel, "MAG", "Magasins"), objective(valmorel)
    need(valmorel, "N1", "Retrait", unit=stores, objective=growth, status="qualified")
    need(valmorel, "N2", "Retours")
    url = reverse("strategy:needs")

    asked = [{"status": "qualified"}, {"unit": stores.pk}, {"objective": growth.pk}]

    assert [list(shown(signed_in.get(url, one))) for one in asked] == [["Retrait"]] * 3
    assert list(shown(signed_in.get(url, {"objective": "none"}))) == ["Retours"]


def test_a_need_is_written_with_a_figure_as_people_type_it(signed_in, valmorel):
    signed_in.post(
        reverse("strategy:new_need"), typed(value="1.2 M", days="45", wanted_by="2027-06-30")
    )

    asked = Need.objects.get()
    assert (asked.value, asked.days, asked.wanted_by) == (1_200_000, 45, date(2027, 6, 30))


def test_a_need_declined_without_an_answer_is_refused_beside_the_field(signed_in, valmorel):
    page = signed_in.post(reverse("strategy:new_need"), typed(status="declined"))

    assert list(page.context["form"].errors) == ["answer"]
    assert not Need.objects.exists()


def test_a_need_starts_with_what_the_page_one_comes_from_named(signed_in, valmorel):
    app, growth = initiative(valmorel), objective(valmorel)
    url = reverse("strategy:new_need")

    of_app = signed_in.get(url, {"initiative": app.pk}).context["form"].initial
    of_growth = signed_in.get(url, {"objective": growth.pk}).context["form"].initial

    assert (of_app, of_growth) == ({"initiative": str(app.pk)}, {"objective": str(growth.pk)})


def test_a_member_asks_for_the_units_of_their_perimeter_only(client, valmorel):
    stores, office = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "SIE", "Siège")
    client.force_login(member(valmorel, Role.MEMBER, units=[stores]))
    url = reverse("strategy:new_need")

    elsewhere = client.post(url, typed(unit=office.pk))
    nowhere = client.post(url, typed())
    inside = client.post(url, typed(unit=stores.pk))

    assert [list(page.context["form"].errors) for page in (elsewhere, nowhere)] == [["unit"]] * 2
    assert inside.status_code == 302


def test_whoever_only_reads_may_not_ask(client, valmorel):
    client.force_login(member(valmorel, Role.READER))

    assert client.get(reverse("strategy:needs")).status_code == 200
    assert client.get(reverse("strategy:new_need")).status_code == 403


def test_the_initiative_that_answers_is_named_but_opens_within_reach_only(client, valmorel):
    stores = unit(valmorel, "MAG", "Magasins")
    elsewhere = initiative(valmorel, "I-02", "Plateforme d’échanges")
    asked = need(valmorel, unit=stores, initiative=elsewhere)
    client.force_login(member(valmorel, Role.TEAM_LEAD, units=[stores]))

    told = shown(client.get(reverse("strategy:needs"), headers=IN_ENGLISH))
    link = told[asked.name]["Initiative"]

    assert (link.text, link.url) == ("Plateforme d’échanges", "")


def test_a_change_in_a_perimeter_keeps_the_initiative_that_answers(client, valmorel):
    stores = unit(valmorel, "MAG", "Magasins")
    elsewhere = initiative(valmorel, "I-02", "Plateforme d’échanges")
    asked = need(valmorel, unit=stores, initiative=elsewhere)
    client.force_login(member(valmorel, Role.TEAM_LEAD, units=[stores]))
    edit = reverse("strategy:edit_need", args=[asked.pk])
    kept = {"unit": stores.pk, "initiative": elsewhere.pk}

    client.post(edit, typed(name="Retrait en une heure", **kept))

    asked.refresh_from_db()
    assert (asked.name, asked.initiative) == ("Retrait en une heure", elsewhere)


def test_the_sheets_of_what_it_serves_tell_it(signed_in, valmorel):
    app, growth = initiative(valmorel), objective(valmorel)
    need(valmorel, "N1", "Retrait", objective=growth, initiative=app, status="planned")

    of_objective = words(signed_in.get(reverse("strategy:objective", args=[growth.pk])))
    of_initiative = words(signed_in.get(reverse("strategy:initiative", args=[app.code])))

    assert "Needs that ask for it Write a need Retrait Planned" in of_objective
    assert "Needs it answers Write a need Retrait Planned" in of_initiative


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(30) as captured:
            signed_in.get(reverse("strategy:needs"))
        return len(captured)

    fields = {
        "unit": unit(valmorel),
        "owner": person(valmorel),
        "objective": objective(valmorel),
        "initiative": initiative(valmorel),
    }
    need(valmorel, "N0", **fields)
    one = cost()
    for n in range(1, 6):
        need(valmorel, f"N{n}", **fields)

    assert cost() == one
