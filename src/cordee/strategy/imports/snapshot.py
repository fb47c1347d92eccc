"""What the organisation already holds, by the keys a file uses."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

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
KEY = ("fiscal_year", "stage", "nature", "purpose")


class HeldSpend(NamedTuple):
    """A spend line that is already there. A tuple: there may be a million of them."""

    pk: int
    amount: Decimal | None
    currency: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """One initiative that is already there."""

    pk: int
    code: str
    sheet: dict[str, Any]
    spend: dict[SpendKey, list[HeldSpend]]
    """Per kind of amount, its lines: more than one where somebody detailed it by hand."""
    objectives: dict[int, Decimal]
    applications: frozenset[int]


@dataclass(frozen=True, slots=True)
class Names:
    """Ids by the plain form of a name or a code."""

    units: dict[str, int]
    people: dict[str, int]
    objectives: dict[str, int]
    applications: dict[str, int]
    leaves: set[int]
    """Objectives without parts: the only ones that take a link."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything an import is compared with, read in a constant number of SQL queries."""

    by_code: dict[str, Known]
    code_by_name: dict[str, str]
    shared_names: frozenset[str]
    """Names that several initiatives have: they tell nothing apart."""
    names: Names
    unit_names: dict[int, str]
    people_names: dict[int, str]
    objective_names: dict[int, str]
    application_names: dict[int, str]


def snapshot(organisation: Organisation) -> Snapshot:
    """Read what is there."""
    by_code = _by_code(organisation)
    names = [(plain(known.sheet["name"]), code) for code, known in by_code.items()]
    times = Counter(name for name, _code in names)
    return Snapshot(
        by_code,
        dict(names),
        frozenset(name for name, count in times.items() if count > 1),
        _names(organisation),
        dict(Unit.objects.filter(organisation=organisation).values_list("pk", "name")),
        dict(Person.objects.filter(organisation=organisation).values_list("pk", "name")),
        dict(Objective.objects.filter(organisation=organisation).values_list("pk", "name")),
        dict(Application.objects.filter(organisation=organisation).values_list("pk", "name")),
    )


def _by_code(organisation: Organisation) -> dict[str, Known]:
    spend, objectives = _spend(organisation), _objectives(organisation)
    applications = _applications(organisation)
    rows = Initiative.objects.filter(organisation=organisation).values_list("pk", "code", *SHEET)
    return {
        code: Known(
            pk,
            code,
            dict(zip(SHEET, sheet, strict=True)),
            spend.get(pk, {}),
            objectives.get(pk, {}),
            frozenset(applications.get(pk, ())),
        )
        for pk, code, *sheet in rows.iterator(chunk_size=5000)
    }


def _names(organisation: Organisation) -> Names:
    objectives = Objective.objects.filter(organisation=organisation)
    parents = set(objectives.exclude(parent=None).values_list("parent_id", flat=True))
    people = Person.objects.filter(organisation=organisation).values_list("pk", "name")
    return Names(
        units=_by_name(Unit, organisation),
        people={plain(name): pk for pk, name in people},
        objectives=_aliases(objectives) | _by_name(Objective, organisation),
        applications=_by_name(Application, organisation),
        leaves=set(objectives.values_list("pk", flat=True)) - parents,
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


def _spend(organisation: Organisation) -> dict[int, dict[SpendKey, list[HeldSpend]]]:
    rows = SpendLine.objects.filter(organisation=organisation, initiative__isnull=False)
    found: dict[int, dict[SpendKey, list[HeldSpend]]] = defaultdict(lambda: defaultdict(list))
    for initiative, *key, pk, amount, currency, reason in (
        rows.order_by("pk")
        .values_list("initiative_id", *KEY, "pk", "amount", "currency", "unknown_reason")
        .iterator(chunk_size=5000)
    ):
        year, stage, nature, purpose = key
        found[initiative][year, stage, nature, purpose].append(
            HeldSpend(pk, amount, currency, reason)
        )
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
