from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from django.db.models import Q

from cordee.people.models import Person, Unit
from cordee.people.registers import UNITS, PeopleColumns
from cordee.platform.registers import (
    Column,
    Columns,
    Edit,
    Face,
    Link,
    choice_filter,
    declared_registers,
    narrowed,
    row_filter,
)
from tests.factories import need, objective, unit


@dataclass(frozen=True)
class Told:
    """What a list makes of a stored row."""

    person: Person


def told(column):
    """A column without its reading, to compare two of them."""
    return replace(column, value=str)


def test_a_column_reads_the_field_of_its_key_where_the_row_stands():
    row = Told(Person(name="Claire Ansel", college="business", unit=Unit(pk=4, name="Commerce")))
    made = PeopleColumns(of="person")

    shown = [
        column.value(row)
        for column in (
            made.name("Name"),
            made.choice("college", "College"),
            made.unit(),
            made.link("calendar", "Calendar", lambda calendar: Link(calendar.name)),
            PeopleColumns().person("person", "Person"),
        )
    ]

    assert shown == [
        "Claire Ansel",
        "Business",
        Link("Commerce", "/units/4/"),
        Link(""),
        Face("Claire Ansel", "biz"),
    ]


def test_a_column_sorts_by_its_field_then_by_what_puts_equal_rows_in_order():
    made = PeopleColumns(by=("code",))

    columns = [
        made.name("N"),
        made.code(),
        made.day("end", "E", narrow=False),
        made.owner(),
        made.number("people", "P", figure="members"),
    ]

    assert [told(column) for column in columns] == [
        Column(key="name", label="N", value=str, sort=("name",)),
        Column(key="code", label=columns[1].label, value=str, sort=("code",), narrow=False),
        Column(key="end", label="E", value=str, kind="day", sort=("end", "code"), narrow=False),
        Column(
            key="owner",
            label=columns[3].label,
            value=str,
            kind="person",
            sort=("owner__name", "code"),
            edit=Edit(fields=("owner",)),
        ),
        Column(key="people", label="P", value=str, kind="number", sort=("members",)),
    ]
    assert columns[4].value(SimpleNamespace(members=3)) == 3


def test_a_sheet_shows_the_columns_that_its_facts_name_and_those_of_its_own():
    code, kind, parent = (c for c in UNITS.columns if c.key in ("code", "kind", "parent"))
    own = Columns().text("note", "Note")

    register = replace(UNITS, facts=("parent", own, "code", "kind"))

    assert register.told == (parent, own, code, kind)
    assert UNITS.told == UNITS.columns


def test_every_sheet_names_columns_that_its_list_has():
    told_by = {register.label: register.told for register in declared_registers()}

    assert all(len({c.key for c in columns}) == len(columns) for columns in told_by.values())
    with pytest.raises(KeyError):
        _ = replace(UNITS, facts=("wheels",)).told


def test_filters_keep_the_rows_that_name_a_choice_another_row_or_nothing(cio_reader, valmorel):
    growth, trade = objective(valmorel), unit(valmorel)
    need(valmorel, "N1", "N1", objective=growth, unit=trade, status="planned")
    need(valmorel, "N2", "N2", unit=trade)
    register = next(r for r in declared_registers() if r.label == "strategy:needs")

    found = [
        [row.code for row in narrowed(register, reader=cio_reader, asked=asked)]
        for asked in ({"status": "planned"}, {"objective": str(growth.pk)}, {"objective": "none"})
    ]
    wanted = choice_filter("status", "State", "All", [("planned", "Planned")])
    units = row_filter("unit", "Unit", "All", lambda _reader: Unit.objects.all(), path="need__unit")

    assert found == [["N1"], ["N1"], ["N2"]]
    assert list(wanted.options(cio_reader)) == [("planned", "Planned")]
    assert list(units.options(cio_reader)) == [(str(trade.pk), "Commerce")]
    assert units.condition("none") == Q(need__unit=None)
