"""The recipes are followed with their own code: a block that no longer works fails here."""

import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django.urls import include, path, reverse

import cordee.urls
from cordee.people.models import Unit
from cordee.people.registers import PEOPLE
from cordee.platform.access import Role
from cordee.platform.registers import listing, register_addresses
from tests.factories import member, person, unit

RECIPES = Path(__file__).parents[1] / "docs" / "recipes"


def followed(recipe):
    """What the Python blocks of a recipe make, one after the other."""
    made = {}
    for block in re.findall(r"```python\n(.*?)```", (RECIPES / recipe).read_text(), re.DOTALL):
        exec(block, made)
    return made


@pytest.fixture
def house(settings):
    """The register of the recipe, at its addresses beside all the others."""
    made = followed("add-a-register.md")
    urls = ModuleType("recipe_urls")
    urls.handler403 = cordee.urls.handler403
    people = next(u for u in cordee.urls.urlpatterns if getattr(u, "namespace", "") == "people")
    urls.urlpatterns = [
        path("", include(([*people.url_patterns, *made["urlpatterns"]], "people"))),
        *cordee.urls.urlpatterns,
    ]
    settings.ROOT_URLCONF = urls
    return made["HOUSES"]


@pytest.fixture
def signed_in(client, cio, valmorel):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    trade = unit(valmorel, "COM", "Commerce")
    person(valmorel, "Claire Ansel", unit=trade)
    unit(valmorel, "DSI", "Informatique", kind="it")
    return client


def rows(client, **asked):
    found = client.get(reverse("people:houses"), asked).context["listing"]
    return [(line.name.value, line.cells[0].value) for line in found.lines]


def test_the_register_of_the_recipe_is_searched_filtered_sorted_and_counted(house, signed_in):
    shown = signed_in.get(reverse("people:houses")).context["listing"]

    assert rows(signed_in) == [("Commerce", 1), ("Informatique", 0)]
    assert rows(signed_in, sort="people") == [("Informatique", 0), ("Commerce", 1)]
    assert rows(signed_in, q="comm") == [("Commerce", 1)]
    assert rows(signed_in, kind="it") == [("Informatique", 0)]
    assert rows(signed_in, view="empty") == [("Informatique", 0)]
    assert [(tab.key, tab.count, tab.hot) for tab in shown.tabs] == [
        ("", 2, False),
        ("empty", 1, True),
    ]


def test_a_row_of_the_recipe_is_written_shown_changed_and_removed(house, signed_in):
    typed = {"name": "Logistique", "code": "LOG", "kind": "support", "parent": ""}

    created = signed_in.post(reverse("people:new_house"), typed)
    row = Unit.objects.get(code="LOG")
    sheet = signed_in.get(reverse("people:house", args=[row.pk]))
    edited = typed | {"name": "Entrepôts", "revision": row.revision}
    signed_in.post(reverse("people:edit_house", args=[row.pk]), edited)
    changed = Unit.objects.get(pk=row.pk).name
    signed_in.post(reverse("people:remove_house", args=[row.pk]))

    assert created.headers["Location"] == house.sheet_url(row)
    assert "Logistique" in sheet.content.decode()
    assert changed == "Entrepôts"
    assert not Unit.objects.filter(pk=row.pk).exists()


def test_the_rule_of_the_recipe_guards_its_pages(house, client, valmorel):
    client.force_login(member(valmorel, Role.READER))

    assert client.get(reverse("people:houses")).status_code == 200
    assert client.get(reverse("people:new_house")).status_code == 403


def test_the_field_of_the_recipe_is_a_column_that_sorts(valmorel, cio_reader):
    column = followed("add-a-field.md")["EMAIL"]
    register = replace(PEOPLE, columns=(*PEOPLE.columns, column))
    person(valmorel, "Claire Ansel", email="z@valmorel.example")
    person(valmorel, "Luc Morel", email="a@valmorel.example")

    found = listing(register, reader=cio_reader, asked={"sort": "email"})

    assert [line.cells[-1].value for line in found.lines] == [
        "a@valmorel.example",
        "z@valmorel.example",
    ]
    assert str(found.headings[-1].label) == "E-mail"


def test_every_recipe_names_files_that_exist():
    root = RECIPES.parents[1]
    places = (root, root / "src" / "cordee", root / "src" / "cordee" / "web" / "templates")
    named = re.compile(r"`((?:src|web|strategy|platform|tests|docs)/[\w./-]+)`")
    said = {
        (recipe.name, name)
        for recipe in RECIPES.glob("*.md")
        for name in named.findall(recipe.read_text())
    }

    gone = {told for told in said if not any((place / told[1]).exists() for place in places)}

    assert gone == set()


def test_the_addresses_of_the_recipe_are_those_of_every_register():
    made = followed("add-a-register.md")

    assert [a.name for a in made["urlpatterns"]] == [
        a.name for a in register_addresses(made["HOUSES"])
    ]
