import pytest
from django.urls import reverse

from cordee.landscape.models import Application
from cordee.platform.access import Role
from tests.factories import application, initiative, member, organisation, person, unit


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def test_the_list_shows_state_owner_and_initiatives(signed_in, valmorel):
    site = application(valmorel, "SITE", "Site marchand", owner=person(valmorel))
    initiative(valmorel, "I-01").applications.add(site)

    (line,) = signed_in.get(reverse("landscape:applications")).context["listing"].lines

    shown = {str(cell.label): cell.value for cell in line.cells}
    assert (line.name.value, shown["Owner"].name, shown["Initiatives"]) == (
        "Site marchand",
        "Claire Ansel",
        1,
    )


def test_an_application_is_created_then_changed(signed_in, valmorel):
    typed = {"name": "Caisse", "code": "CAI", "status": "live", "unit": "", "owner": ""}
    signed_in.post(reverse("landscape:new_application"), typed)
    created = Application.objects.get(organisation=valmorel)

    edit = reverse("landscape:edit_application", args=[created.pk])
    signed_in.post(edit, typed | {"name": "Caisse des magasins"})

    created.refresh_from_db()
    assert (created.name, created.code) == ("Caisse des magasins", "CAI")


def test_the_people_and_units_of_another_organisation_are_refused(signed_in, valmorel):
    rivaud = organisation("Rivaud", "rivaud")
    typed = {
        "name": "Caisse",
        "code": "CAI",
        "status": "live",
        "unit": unit(rivaud).pk,
        "owner": person(rivaud).pk,
    }

    response = signed_in.post(reverse("landscape:new_application"), typed)

    assert sorted(response.context["form"].errors) == ["owner", "unit"]
    assert not Application.objects.exists()


def test_in_a_perimeter_an_application_belongs_to_a_unit_of_it(client, valmorel):
    stores, office = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "SIE", "Siège")
    client.force_login(member(valmorel, Role.TEAM_LEAD, units=[stores]))
    typed = {"name": "Caisse", "code": "CAI", "status": "live", "owner": ""}

    elsewhere = client.post(reverse("landscape:new_application"), typed | {"unit": office.pk})
    nowhere = client.post(reverse("landscape:new_application"), typed | {"unit": ""})
    inside = client.post(reverse("landscape:new_application"), typed | {"unit": stores.pk})

    assert list(elsewhere.context["form"].errors) == ["unit"]
    assert list(nowhere.context["form"].errors) == ["unit"]
    assert inside.status_code == 302


def test_an_application_that_still_costs_is_not_removed(signed_in, valmorel):
    site = application(valmorel, "SITE", "Site marchand")
    initiative(valmorel, "I-01").applications.add(site)

    page = signed_in.post(reverse("landscape:remove_application", args=[site.pk]))

    assert "mark it retired instead" in page.content.decode()
    assert Application.objects.filter(pk=site.pk).exists()


def test_the_sheet_names_the_initiatives_that_change_it(signed_in, valmorel):
    site = application(valmorel, "SITE", "Site marchand")
    initiative(valmorel, "I-01", "Refonte du site").applications.add(site)

    page = signed_in.get(reverse("landscape:application", args=[site.pk])).content.decode()

    assert "Refonte du site" in page
    assert reverse("strategy:initiative", args=["I-01"]) in page


def test_a_reader_may_not_add_an_application(client, valmorel):
    client.force_login(member(valmorel, Role.READER))

    assert client.get(reverse("landscape:applications")).status_code == 200
    assert client.post(reverse("landscape:new_application"), {}).status_code == 403


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(40) as captured:
            signed_in.get(reverse("landscape:applications"))
        return len(captured)

    home, claire = unit(valmorel), person(valmorel)
    application(valmorel, "A", "Une", unit=home, owner=claire)
    one = cost()
    for n in range(5):
        application(valmorel, f"A{n}", f"Application {n}", unit=home, owner=claire)

    assert cost() == one
