import pytest
from django.urls import reverse

from cordee.people.models import Person, Unit
from cordee.platform.access import Role
from cordee.platform.models import Entry
from tests.factories import member, organisation, person, unit
from tests.pages import in_place


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def names(response):
    return [line.name.value for line in response.context["listing"].lines]


def test_the_list_of_units_is_a_tree(signed_in, valmorel):
    trade = unit(valmorel, "COM", "Commerce")
    unit(valmorel, "DSI", "Direction informatique")
    unit(valmorel, "MAG", "Magasins", parent=trade)

    lines = signed_in.get(reverse("people:units")).context["listing"].lines

    assert [(line.name.value, len(line.indent)) for line in lines] == [
        ("Commerce", 0),
        ("Magasins", 2),
        ("Direction informatique", 0),
    ]


def test_a_search_and_a_filter_narrow_the_list(signed_in, valmorel):
    unit(valmorel, "COM", "Commerce")
    unit(valmorel, "DSI", "Direction informatique", kind="it")
    unit(valmorel, "DAF", "Direction financière", kind="support")

    searched = signed_in.get(reverse("people:units"), {"q": "direction", "kind": "it"})

    assert names(searched) == ["Direction informatique"]


def test_a_filter_that_is_not_offered_chooses_nothing(signed_in, valmorel):
    unit(valmorel)

    response = signed_in.get(reverse("people:units"), {"kind": "'; --", "sort": "password"})

    assert names(response) == ["Commerce"]


def test_a_list_without_rows_says_how_to_begin(signed_in):
    page = signed_in.get(reverse("people:units")).content.decode()

    assert "The organisation has no unit yet" in page
    assert reverse("people:new_unit") in page
    assert reverse("strategy:new_import") in page


def test_a_search_without_result_says_so_and_leads_back(signed_in, valmorel):
    unit(valmorel)

    page = signed_in.get(reverse("people:units"), {"q": "introuvable"}).content.decode()

    assert "Nothing matches" in page
    assert "Show everything" in page


def test_the_swapped_list_is_the_list_a_reload_shows(signed_in, valmorel):
    unit(valmorel)
    url = reverse("people:units")

    swapped = signed_in.get(url, {"q": "com"}, headers={"HX-Request": "true"}).content.decode()
    reloaded = signed_in.get(url, {"q": "com"}).content.decode()

    assert "<html" not in swapped
    assert in_place(swapped) in reloaded


def test_creating_a_unit_saves_it_and_writes_the_journal(signed_in, valmorel, cio):
    typed = {"name": "Magasins", "code": "MAG", "kind": "business", "parent": ""}

    response = signed_in.post(reverse("people:new_unit"), typed)

    created = Unit.objects.get(organisation=valmorel)
    assert response.headers["Location"] == reverse("people:unit", args=[created.pk])
    assert (created.name, created.code, created.kind) == ("Magasins", "MAG", "business")
    assert [(e.action, e.actor) for e in Entry.objects.all()] == [
        ("people.save_unit", cio.pseudonym)
    ]


def test_the_unit_of_another_organisation_is_refused_as_a_parent(signed_in, valmorel):
    theirs = unit(organisation("Rivaud", "rivaud"), "R", "Chez Rivaud")
    typed = {"name": "Magasins", "code": "MAG", "kind": "business", "parent": theirs.pk}

    response = signed_in.post(reverse("people:new_unit"), typed)

    assert list(response.context["form"].errors) == ["parent"]
    assert b"Magasins" in response.content
    assert Unit.objects.filter(organisation=valmorel).count() == 0


def test_a_code_already_taken_is_said_with_its_owner(signed_in, valmorel):
    unit(valmorel, "COM", "Commerce")
    typed = {"name": "Communication", "code": "COM", "kind": "support", "parent": ""}

    response = signed_in.post(reverse("people:new_unit"), typed)

    assert response.context["form"].errors == {
        "code": ["“COM” is already taken by “Commerce”: choose another one."]
    }


def test_a_refusal_of_the_service_is_shown_on_the_form(signed_in, valmorel):
    trade = unit(valmorel, "COM", "Commerce")
    stores = unit(valmorel, "MAG", "Magasins", parent=trade)
    typed = {"name": "Commerce", "code": "COM", "kind": "business", "parent": stores.pk}

    response = signed_in.post(reverse("people:edit_unit", args=[trade.pk]), typed)

    assert response.context["form"].non_field_errors() == [
        "A unit cannot be placed under itself or one of its own sub-units."
    ]
    trade.refresh_from_db()
    assert trade.parent is None


def test_a_unit_still_used_is_not_removed_and_the_page_says_why(signed_in, valmorel):
    trade = unit(valmorel)
    person(valmorel, unit=trade)

    response = signed_in.post(reverse("people:remove_unit", args=[trade.pk]))

    assert "is still used by sub-units, people or initiatives" in response.content.decode()
    assert Unit.objects.filter(pk=trade.pk).exists()


def test_removing_a_person_leads_back_to_the_list(signed_in, valmorel):
    claire = person(valmorel)

    response = signed_in.post(reverse("people:remove_person", args=[claire.pk]))

    assert response.headers["Location"] == reverse("people:people")
    assert not Person.objects.filter(pk=claire.pk).exists()


def test_the_sheet_of_a_unit_names_its_people(signed_in, valmorel):
    trade = unit(valmorel)
    person(valmorel, "Claire Ansel", unit=trade)

    page = signed_in.get(reverse("people:unit", args=[trade.pk])).content.decode()

    assert "Claire Ansel" in page


@pytest.mark.parametrize("name", ["new_unit", "new_person"])
def test_a_reader_looks_but_writes_nothing(client, valmorel, name):
    client.force_login(member(valmorel, Role.READER))

    assert client.get(reverse("people:units")).status_code == 200
    assert client.post(reverse(f"people:{name}"), {"name": "X"}).status_code == 403


@pytest.mark.parametrize("name", ["units", "people"])
def test_a_list_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, name, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(40) as captured:
            signed_in.get(reverse(f"people:{name}"))
        return len(captured)

    home = unit(valmorel)
    person(valmorel, unit=home)
    one = cost()
    for n in range(5):
        other = unit(valmorel, f"U{n}", f"Unité {n}", parent=home)
        person(valmorel, f"Personne {n}", unit=other)

    assert cost() == one
