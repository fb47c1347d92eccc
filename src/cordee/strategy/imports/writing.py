"""Writes what a rehearsal found, in bulk: names first, then initiatives, then their lines."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.text import slugify

from cordee.landscape.models import Application
from cordee.people.models import Person, Unit
from cordee.platform.importing.fields import plain
from cordee.platform.models import Organisation
from cordee.strategy.imports.rehearsal import Rehearsal, RowChange, even_shares
from cordee.strategy.imports.snapshot import Known, Names
from cordee.strategy.imports.wanted import WantedSpend
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine, Waiver
from cordee.strategy.services.inherited import NEEDS_WAIVER, WAIVER_DAYS

BATCH = 2_000
Named = TypeVar("Named", Unit, Person, Objective, Application)
Row = TypeVar("Row", bound=Model)
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """Ids of the rows an import made or touched."""

    units: list[int]
    people: list[int]
    objectives: list[int]
    applications: list[int]
    created: list[int]
    updated: list[int]


def write(found: Rehearsal, *, organisation: Organisation, at: datetime, step: Step) -> Written:
    """Write every change of the rehearsal. Called inside one transaction."""
    names = found.snapshot.names
    units = _new_units(found, organisation=organisation)
    people = _new_people(found, organisation=organisation)
    objectives = _new_objectives(found, organisation=organisation)
    applications = _new_applications(found, organisation=organisation)
    created = _create(found.created, names=names, organisation=organisation, step=step)
    updated = _update(found.updated, names=names, organisation=organisation, step=step)
    initiatives = created + updated
    _write_spend(found.changes, initiatives, step=step)
    _write_contributions(found, initiatives)
    _write_applications(found.changes, initiatives, names=names)
    _inherit(created, found=found, at=at)
    return Written(
        units, people, objectives, applications, [i.pk for i in created], [i.pk for i in updated]
    )


def _new_units(found: Rehearsal, *, organisation: Organisation) -> list[int]:
    known = found.snapshot.names.units
    fresh = _fresh((c.wanted.sheet.get("unit") for c in found.changes), known=known)
    taken = set(Unit.objects.filter(organisation=organisation).values_list("code", flat=True))
    made = [
        Unit(organisation=organisation, name=name[:160], code=_code(name, taken=taken, length=40))
        for name in fresh
    ]
    return _made(Unit, made, known=known)


def _new_people(found: Rehearsal, *, organisation: Organisation) -> list[int]:
    known = found.snapshot.names.people
    made: list[Person] = []
    for field, college in (
        ("business_sponsor", Person.College.BUSINESS),
        ("it_sponsor", Person.College.IT),
    ):
        already = known | {plain(person.name): 0 for person in made}
        fresh = _fresh((c.wanted.sheet.get(field) for c in found.changes), known=already)
        made += [Person(organisation=organisation, name=n[:120], college=college) for n in fresh]
    return _made(Person, made, known=known)


def _new_objectives(found: Rehearsal, *, organisation: Organisation) -> list[int]:
    if not found.creates_objectives:
        return []
    known = found.snapshot.names.objectives
    fresh = _fresh((text for c in found.changes for text in c.wanted.objectives), known=known)
    taken = set(Objective.objects.filter(organisation=organisation).values_list("code", flat=True))
    made = [
        Objective(
            organisation=organisation, name=name[:200], code=_code(name, taken=taken, length=60)
        )
        for name in fresh
    ]
    return _made(Objective, made, known=known)


def _new_applications(found: Rehearsal, *, organisation: Organisation) -> list[int]:
    known = found.snapshot.names.applications
    fresh = _fresh((text for c in found.changes for text in c.wanted.applications), known=known)
    taken = set(
        Application.objects.filter(organisation=organisation).values_list("code", flat=True)
    )
    made = [
        Application(
            organisation=organisation, name=name[:200], code=_code(name, taken=taken, length=60)
        )
        for name in fresh
    ]
    return _made(Application, made, known=known)


def _create(
    changes: Sequence[RowChange], *, names: Names, organisation: Organisation, step: Step
) -> list[Initiative]:
    made = [
        Initiative(
            organisation=organisation,
            code=change.wanted.code,
            **_columns(change.wanted.sheet, names=names),
        )
        for change in changes
    ]
    for batch in _batches(made):
        Initiative.objects.bulk_create(batch)
        step(len(batch))
    return made


def _update(
    changes: Sequence[RowChange], *, names: Names, organisation: Organisation, step: Step
) -> list[Initiative]:
    made, touched = [], set[str]()
    for change in changes:
        known = change.known
        if known is not None:
            columns = _columns(change.wanted.sheet, names=names)
            touched |= columns.keys()
            made.append(
                Initiative(
                    pk=known.pk,
                    organisation=organisation,
                    code=known.code,
                    **(known.sheet | columns),
                )
            )
    for batch in _batches(made):
        Initiative.objects.bulk_update(batch, sorted(touched))
        step(len(batch))
    return made


def _columns(sheet: dict[str, Any], *, names: Names) -> dict[str, Any]:
    columns = dict(sheet)
    if "unit" in columns:
        columns["unit_id"] = names.units[plain(columns.pop("unit"))]
    for field in ("business_sponsor", "it_sponsor"):
        if field in columns:
            columns[f"{field}_id"] = names.people[plain(columns.pop(field))]
    return columns


def _write_spend(
    changes: Sequence[RowChange], initiatives: Sequence[Initiative], *, step: Step
) -> None:
    fresh: list[SpendLine] = []
    kept: list[SpendLine] = []
    for change, initiative in zip(changes, initiatives, strict=True):
        for spend in change.wanted.spend:
            line = _line(spend, initiative, known=change.known)
            (kept if line.pk else fresh).append(line)
    for batch in _batches(fresh):
        SpendLine.objects.bulk_create(batch)
        step(len(batch))
    for batch in _batches(kept):
        SpendLine.objects.bulk_update(batch, ["amount", "currency", "unknown_reason"])
        step(len(batch))


def _line(spend: WantedSpend, initiative: Initiative, *, known: Known | None) -> SpendLine:
    year, stage, nature, purpose = spend.key
    held = known.spend.get(spend.key) if known else None
    return SpendLine(
        pk=held[0] if held else None,
        organisation=initiative.organisation,
        initiative=initiative,
        fiscal_year=year,
        stage=stage,
        nature=nature,
        purpose=purpose,
        amount=spend.amount,
        currency=spend.currency,
        unknown_reason=spend.reason,
    )


def _write_contributions(found: Rehearsal, initiatives: Sequence[Initiative]) -> None:
    names, leaves = found.snapshot.names.objectives, found.snapshot.names.leaves
    made, replaced = [], []
    for change, initiative in zip(found.changes, initiatives, strict=True):
        if not any(cell.field == "objective" for cell in change.cells):
            continue
        matched = [names[plain(t)] for t in change.wanted.objectives if plain(t) in names]
        if not found.creates_objectives:
            matched = [pk for pk in matched if pk in leaves]
        replaced.append(initiative.pk)
        made += [
            Contribution(
                organisation=initiative.organisation,
                initiative=initiative,
                objective_id=objective,
                share=share,
            )
            for objective, share in zip(matched, even_shares(len(matched)), strict=True)
        ]
    for numbers in _batches(replaced):
        Contribution.objects.filter(initiative__in=numbers).delete()
    for batch in _batches(made):
        Contribution.objects.bulk_create(batch)


def _write_applications(
    changes: Sequence[RowChange], initiatives: Sequence[Initiative], *, names: Names
) -> None:
    through = Initiative.applications.through
    links = [
        through(initiative_id=initiative.pk, application_id=names.applications[plain(text)])
        for change, initiative in zip(changes, initiatives, strict=True)
        for text in change.wanted.applications
    ]
    for batch in _batches(links):
        through.objects.bulk_create(batch, ignore_conflicts=True)


def _inherit(created: Sequence[Initiative], *, found: Rehearsal, at: datetime) -> None:
    """What was already under way goes on, under a waiver that expires."""
    waivers = [
        Waiver(
            organisation=initiative.organisation,
            initiative=initiative,
            kind=Waiver.Kind.INHERITED,
            granted_at=at,
            expires_on=at.date() + timedelta(days=WAIVER_DAYS),
        )
        for initiative in created
        if initiative.status in NEEDS_WAIVER
    ]
    for batch in _batches(waivers):
        Waiver.objects.bulk_create(batch)


def _fresh(texts: Iterable[str | None], *, known: dict[str, int]) -> list[str]:
    """The names nobody has yet, once each, as first written."""
    found: dict[str, str] = {}
    for text in texts:
        if text and plain(text) not in known:
            found.setdefault(plain(text), text)
    return list(found.values())


def _made(model: type[Named], rows: list[Named], *, known: dict[str, int]) -> list[int]:
    for batch in _batches(rows):
        model._default_manager.bulk_create(batch)
    known |= {plain(row.name): row.pk for row in rows}
    return [row.pk for row in rows]


def _code(name: str, *, taken: set[str], length: int) -> str:
    base = slugify(name).upper()[: length - 4] or "X"
    code, n = base, 2
    while code in taken:
        code, n = f"{base}-{n}", n + 1
    taken.add(code)
    return code


def _batches(rows: Sequence[Row] | Sequence[int]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
