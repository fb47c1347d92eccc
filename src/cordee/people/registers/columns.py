"""The columns of any list that name people and units."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cordee.people.models import Person, Unit
from cordee.platform.registers import Column, Columns, Face, Link, Words

STRANDS = {"business": "biz", "it": "it"}
"""A college that is one of the two strands has its colour."""


def face(person: Person | None) -> Face | None:
    """How a person is shown in a list."""
    return Face(person.name, STRANDS.get(person.college, "")) if person else None


def unit_link(unit: Unit) -> Link:
    return Link(unit.name, reverse("people:unit", args=[unit.pk]))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleColumns(Columns):
    """Makes the columns of a list whose rows name people and units."""

    def person(self, key: str, label: Words, **more: Any) -> Column:
        named = self.read(key)
        return self.shown(
            key, label, lambda row: face(named(row)), kind="person", sort=f"{key}__name", **more
        )

    def owner(self, **more: Any) -> Column:
        return self.person("owner", gettext_lazy("Owner"), is_edited=True, **more)

    def unit(self, **more: Any) -> Column:
        return self.link("unit", gettext_lazy("Unit"), unit_link, **more)
