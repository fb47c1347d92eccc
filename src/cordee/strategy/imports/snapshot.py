"""What the organisation already holds, by the keys a file uses."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from cordee.landscape.models import Application
from cordee.people.models import Person, Unit
from cordee.platform.importing.fields import plain
from cordee.platform.models import Organisation
from cordee.strategy.imports.wanted import SpendKey
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine

SHEET = (
    "name",
    "description",
    "kind",
    "status",
    "unit_id",
    "business_sponsor_id",
    "it_sponsor_id",
    "start",
    "end",
    "start_unknown",
    "end_unknown",
    "tags",
    "link",
)


@dataclass(frozen=True, slots=True)
class Known:
    """One initiative that is already there."""

    pk: int
    code: str
    sheet: dict[str, Any]
    spend: dict[SpendKey, tuple[int, Decimal | None, str, str]]
    """Per kind of amount: (line id, amount, currency, reason)."""
    objectives: dict[int, Decimal]
    applications: frozenset[int]


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by the plain form of a name or a code."""

    units: dict[str, int]
    people: dict[str, int]
    objectives: dict[str, int]
    applications: dict[str, int]
    leaves: frozenset[int]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything an import is compared with, read in a constant number of SQL queries."""

    by_code: dict[str, Known]
    code_by_name: dict[str, str]
    names: Names
    unit_names: dict[int, str]
    people_names: dict[int, str]
    objective_names: dict[int, str]


def snapshot(organisation: Organisation) -> Snapshot:
    """Read what is there."""
    spend, objectives = _spend(organisation), _objectives(organisation)
    applications = _applications(organisation)
    by_code = {}
    rows = Initiative.objects.filter(organisation=organisation).values_list("pk", "code", *SHEET)
    for pk, code, *sheet in rows.iterator(chunk_size=5000):
        by_code[code] = Known(
            pk,
            code,
            dict(zip(SHEET, sheet, strict=True)),
            spend.get(pk, {}),
            objectives.get(pk, {}),
            frozenset(applications.get(pk, ())),
        )
    return Snapshot(
        by_code,
        {plain(known.sheet["name"]): code for code, known in by_code.items()},
        _names(organisation),
        dict(Unit.objects.filter(organisation=organisation).values_list("pk", "name")),
        dict(Person.objects.filter(organisation=organisation).values_list("pk", "name")),
        dict(Objective.objects.filter(organisation=organisation).values_list("pk", "name")),
    )


def _names(organisation: Organisation) -> Names:
    objectives = Objective.objects.filter(organisation=organisation)
    parents = set(objectives.exclude(parent=None).values_list("parent_id", flat=True))
    people = Person.objects.filter(organisation=organisation).values_list("pk", "name")
    return Names(
        units=_by_name(Unit, organisation),
        people={plain(name): pk for pk, name in people},
        objectives=_aliases(objectives) | _by_name(Objective, organisation),
        applications=_by_name(Application, organisation),
        leaves=frozenset(set(objectives.values_list("pk", flat=True)) - parents),
    )


def _aliases(objectives: QuerySet[Objective]) -> dict[str, int]:
    rows = objectives.values_list("pk", "aliases")
    return {plain(str(alias)): pk for pk, aliases in rows for alias in aliases}


def _by_name(
    model: type[Unit] | type[Objective] | type[Application], organisation: Organisation
) -> dict[str, int]:
    rows = model._default_manager.filter(organisation=organisation).values_list(
        "pk", "code", "name"
    )
    found: dict[str, int] = {}
    for pk, code, name in rows:
        found.setdefault(plain(code), pk)
        found[plain(name)] = pk
    return found


def _spend(
    organisation: Organisation,
) -> dict[int, dict[SpendKey, tuple[int, Decimal | None, str, str]]]:
    rows = SpendLine.objects.filter(organisation=organisation, initiative__isnull=False)
    found: dict[int, dict[SpendKey, tuple[int, Decimal | None, str, str]]] = defaultdict(dict)
    for initiative, pk, year, stage, nature, purpose, amount, currency, reason in rows.values_list(
        "initiative_id",
        "pk",
        "fiscal_year",
        "stage",
        "nature",
        "purpose",
        "amount",
        "currency",
        "unknown_reason",
    ).iterator(chunk_size=5000):
        if initiative is not None:
            key = (year, stage, nature, purpose)
            found[initiative][key] = (pk, amount, currency, reason)
    return found


def _objectives(organisation: Organisation) -> dict[int, dict[int, Decimal]]:
    rows = Contribution.objects.filter(organisation=organisation, initiative__isnull=False)
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for initiative, objective, share in rows.values_list("initiative_id", "objective_id", "share"):
        if initiative is not None:
            found[initiative][objective] = share
    return found


def _applications(organisation: Organisation) -> dict[int, set[int]]:
    links = Initiative.applications.through.objects.filter(initiative__organisation=organisation)
    found: dict[int, set[int]] = defaultdict(set)
    for initiative, application in links.values_list("initiative_id", "application_id"):
        found[initiative].add(application)
    return found
