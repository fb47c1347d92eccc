"""Organisations founded, units and persons kept up to date."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cordee.people.models import Membership, Person, Unit
from cordee.people.queries import with_descendants
from cordee.people.services.members import settings_held
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, User
from cordee.platform.storing import removed, stored


def found_organisation(
    name: str, *, by: User, at: datetime, currency: str = "EUR", language: str = "fr"
) -> Organisation:
    """Open a new organisation whose owner is `by`."""
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=name, slug=_free_slug(name), currency=currency, language=language
        )
        Membership.objects.create(user=by, organisation=organisation, role=Role.OWNER)
        journal.record("people.found_organisation", organisation, by=by, at=at)
    return organisation


def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    colour: str,
    by: User,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Organisation:
    """Give the organisation another name, another colour; its address stays."""
    wanted = {"name": name, "colour": colour}
    with transaction.atomic():
        before = settings_held(organisation, seen=seen, at=at)
        changes = {k: [before[k], wanted[k]] for k in wanted if before[k] != wanted[k]}
        if changes:
            Organisation.objects.filter(pk=organisation.pk).update(**wanted)
            journal.record("people.change_organisation", organisation, by=by, at=at, detail=changes)
    organisation.name, organisation.colour = name, colour
    return organisation


def save_unit(unit: Unit, *, by: User, at: datetime) -> Unit:
    """Create or change a unit; a unit is never placed under itself."""
    if unit.pk and unit.parent_id and unit.parent_id in _under(unit):
        raise Refused(_("A unit cannot be placed under itself or one of its own sub-units."))
    return stored(unit, action="people.save_unit", by=by, at=at)


def save_person(person: Person, *, by: User, at: datetime) -> Person:
    return stored(person, action="people.save_person", by=by, at=at)


def remove_unit(unit: Unit, *, by: User, at: datetime) -> None:
    """Remove a unit that nothing refers to."""
    used = unit.children.exists() or unit.people.exists()
    if used or unit.initiatives.exists() or unit.applications.exists():
        raise Refused(
            _("“%(unit)s” is still used by sub-units, people or initiatives: move them first.")
            % {"unit": unit.name}
        )
    removed(unit, action="people.remove_unit", by=by, at=at)


def remove_person(person: Person, *, by: User, at: datetime) -> None:
    """Remove a person whom nothing names."""
    named = person.sponsored.exists() or person.led.exists() or person.objectives.exists()
    if named or person.applications.exists():
        raise Refused(
            _("“%(person)s” is still named as sponsor or owner: name someone else first.")
            % {"person": person.name}
        )
    removed(person, action="people.remove_person", by=by, at=at)


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for n in range(len(taken) + 1)
        if (slug := f"{base}-{n + 1}" if n else base) not in taken
    )


def _under(unit: Unit) -> set[int]:
    tree = Unit.objects.filter(organisation=unit.organisation).values_list("pk", "parent_id")
    return with_descendants([unit.pk], tree=tree)
