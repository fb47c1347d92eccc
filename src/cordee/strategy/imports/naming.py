"""The names a file brings that nobody has yet: units, people, objectives, applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.text import slugify

from cordee.landscape.models import Application
from cordee.people.models import Person, Unit
from cordee.platform.importing.fields import plain
from cordee.platform.models import Organisation
from cordee.strategy.imports.batches import batches
from cordee.strategy.imports.rehearsal import Rehearsal
from cordee.strategy.models import Objective

Coded = TypeVar("Coded", Unit, Objective, Application)
Named = TypeVar("Named", Unit, Person, Objective, Application)


@dataclass(frozen=True, slots=True)
class FreshNames:
    """What would be created beside the initiatives, as first written."""

    units: tuple[str, ...]
    business_people: tuple[str, ...]
    it_people: tuple[str, ...]
    objectives: tuple[str, ...]
    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeNames:
    """Ids of what was created beside the initiatives."""

    units: list[int]
    people: list[int]
    objectives: list[int]
    applications: list[int]


def fresh_names(found: Rehearsal) -> FreshNames:
    """The names of the rows to write that the organisation does not have."""
    names, rows = found.snapshot.names, [change.wanted for change in found.changes]
    business = _fresh((w.sheet.get("business_sponsor") for w in rows), known=names.people)
    already = names.people | {plain(name): 0 for name in business}
    objectives = (text for w in rows for text in w.objectives) if found.creates_objectives else ()
    return FreshNames(
        _fresh((w.sheet.get("unit") for w in rows), known=names.units),
        business,
        _fresh((w.sheet.get("it_sponsor") for w in rows), known=already),
        _fresh(objectives, known=names.objectives),
        _fresh((text for w in rows for text in w.applications), known=names.applications),
    )


def create_names(found: Rehearsal, *, organisation: Organisation) -> MadeNames:
    """Create them; the names of the rehearsal's snapshot know their ids from then on."""
    fresh, names = fresh_names(found), found.snapshot.names
    people = [
        Person(organisation=organisation, name=name, college=college)
        for college, group in (
            (Person.College.BUSINESS, fresh.business_people),
            (Person.College.IT, fresh.it_people),
        )
        for name in group
    ]
    units = _coded(Unit, fresh.units, organisation=organisation, length=40)
    objectives = _coded(Objective, fresh.objectives, organisation=organisation, length=60)
    applications = _coded(Application, fresh.applications, organisation=organisation, length=60)
    made = MadeNames(
        _made(Unit, units, known=names.units),
        _made(Person, people, known=names.people),
        _made(Objective, objectives, known=names.objectives),
        _made(Application, applications, known=names.applications),
    )
    names.leaves.update(made.objectives)
    return made


def _fresh(texts: Iterable[str | None], *, known: dict[str, int]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        if text and plain(text) not in known:
            found.setdefault(plain(text), text)
    return tuple(found.values())


def _coded(
    model: type[Coded], names: Iterable[str], *, organisation: Organisation, length: int
) -> list[Coded]:
    """Rows with a name and a free code made from it."""
    rows = model._default_manager.filter(organisation=organisation)
    taken = set(rows.values_list("code", flat=True))
    return [
        model(organisation=organisation, name=name, code=_code(name, taken=taken, length=length))
        for name in names
    ]


def _code(name: str, *, taken: set[str], length: int) -> str:
    base = slugify(name).upper()[: length - 6] or "X"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    taken.add(code)
    return code


def _made(model: type[Named], rows: list[Named], *, known: dict[str, int]) -> list[int]:
    for batch in batches(rows):
        model._default_manager.bulk_create(batch)
    known |= {plain(row.name): row.pk for row in rows}
    return [row.pk for row in rows]
