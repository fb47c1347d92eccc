"""Writes what a rehearsal found, in bulk: names first, then initiatives with all their lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cordee.platform.importing.fields import plain
from cordee.platform.models import Organisation
from cordee.strategy.imports.batches import batches, collector_paused, overwrite
from cordee.strategy.imports.comparing import even_shares
from cordee.strategy.imports.naming import MadeNames, create_names
from cordee.strategy.imports.rehearsal import Rehearsal, RowChange
from cordee.strategy.imports.snapshot import Names
from cordee.strategy.imports.wanted import Wanted, WantedSpend
from cordee.strategy.models import Contribution, Initiative, SpendLine, Waiver
from cordee.strategy.services.inherited import NEEDS_WAIVER, WAIVER_DAYS

Step = Callable[[int], None]
_ID_OF = {
    "unit": "unit_id",
    "business_sponsor": "business_sponsor_id",
    "it_sponsor": "it_sponsor_id",
}


@dataclass(slots=True)
class Written:
    """Ids of the rows an import made or touched."""

    names: MadeNames
    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)


def write(found: Rehearsal, *, organisation: Organisation, at: datetime, step: Step) -> Written:
    """Write every change of the rehearsal. Called inside one transaction."""
    with collector_paused():
        written = Written(create_names(found, organisation=organisation))
        for batch in batches(found.created):
            initiatives = _create(batch, names=found.snapshot.names, organisation=organisation)
            _write_lines(batch, initiatives, found=found)
            _inherit(initiatives, at=at)
            written.created += [initiative.pk for initiative in initiatives]
            step(len(batch))
        for batch in batches(found.updated):
            initiatives = _update(batch, names=found.snapshot.names, organisation=organisation)
            _write_lines(batch, initiatives, found=found)
            written.updated += [initiative.pk for initiative in initiatives]
            step(len(batch))
    return written


def _create(
    changes: Sequence[RowChange], *, names: Names, organisation: Organisation
) -> list[Initiative]:
    made = [
        Initiative(
            organisation=organisation,
            code=change.wanted.code,
            **_columns(change.wanted.sheet, names=names),
        )
        for change in changes
    ]
    return Initiative.objects.bulk_create(made)


def _update(
    changes: Sequence[RowChange], *, names: Names, organisation: Organisation
) -> list[Initiative]:
    made, touched = [], set[str]()
    for change in changes:
        known = change.known
        if known is not None:
            columns = _columns(change.wanted.sheet, names=names)
            touched |= columns.keys()
            sheet = known.sheet | columns
            made.append(
                Initiative(pk=known.pk, organisation=organisation, code=known.code, **sheet)
            )
    overwrite(Initiative, made, fields=sorted(touched))
    return made


def _columns(sheet: dict[str, Any], *, names: Names) -> dict[str, Any]:
    columns = {}
    for name, value in sheet.items():
        ids = names.units if name == "unit" else names.people
        columns[_ID_OF.get(name, name)] = ids[plain(value)] if name in _ID_OF else value
    return columns


def _write_lines(
    changes: Sequence[RowChange], initiatives: Sequence[Initiative], *, found: Rehearsal
) -> None:
    _write_spend(changes, initiatives)
    _write_contributions(changes, initiatives, found=found)
    _write_applications(changes, initiatives, names=found.snapshot.names)


def _write_spend(changes: Sequence[RowChange], initiatives: Sequence[Initiative]) -> None:
    fresh: list[SpendLine] = []
    kept: list[SpendLine] = []
    for change, initiative in zip(changes, initiatives, strict=True):
        for spend in change.wanted.spend:
            held = change.known.spend.get(spend.key, []) if change.known else []
            if len(held) <= 1:  # several lines that add up to the amount stay as they are
                line = _line(spend, initiative, pk=held[0].pk if held else None)
                (kept if held else fresh).append(line)
    SpendLine.objects.bulk_create(fresh)
    overwrite(SpendLine, kept, fields=("amount", "currency", "unknown_reason"))


def _line(spend: WantedSpend, initiative: Initiative, *, pk: int | None) -> SpendLine:
    year, stage, nature, purpose = spend.key
    return SpendLine(
        pk=pk,
        organisation_id=initiative.organisation_id,
        initiative_id=initiative.pk,
        fiscal_year=year,
        stage=stage,
        nature=nature,
        purpose=purpose,
        amount=spend.amount,
        currency=spend.currency,
        unknown_reason=spend.reason,
    )


def _write_contributions(
    changes: Sequence[RowChange], initiatives: Sequence[Initiative], *, found: Rehearsal
) -> None:
    made, replaced = [], []
    for change, initiative in zip(changes, initiatives, strict=True):
        if change.known and not any(cell.field == "objective" for cell in change.cells):
            continue
        matched = _objectives(change.wanted, found=found)
        replaced += [initiative.pk] if change.known else []
        made += [
            Contribution(
                organisation_id=initiative.organisation_id,
                initiative_id=initiative.pk,
                objective_id=objective,
                share=share,
            )
            for objective, share in zip(matched, even_shares(len(matched)), strict=True)
        ]
    if replaced:
        Contribution.objects.filter(initiative__in=replaced).delete()
    Contribution.objects.bulk_create(made)


def _objectives(wish: Wanted, *, found: Rehearsal) -> list[int]:
    """Ids of the leaves the row names, each once: two names may be one objective."""
    names = found.snapshot.names
    numbers = (names.objectives.get(plain(text), 0) for text in wish.objectives)
    return list(dict.fromkeys(number for number in numbers if number in names.leaves))


def _write_applications(
    changes: Sequence[RowChange], initiatives: Sequence[Initiative], *, names: Names
) -> None:
    through = Initiative.applications.through
    links = []
    for change, initiative in zip(changes, initiatives, strict=True):
        numbers = {names.applications[plain(text)] for text in change.wanted.applications}
        held = change.known.applications if change.known else frozenset[int]()
        links += [
            through(initiative_id=initiative.pk, application_id=number)
            for number in sorted(numbers - held)
        ]
    through.objects.bulk_create(links)


def _inherit(created: Sequence[Initiative], *, at: datetime) -> None:
    """What was already under way goes on, under a waiver that expires."""
    Waiver.objects.bulk_create(
        Waiver(
            organisation_id=initiative.organisation_id,
            initiative_id=initiative.pk,
            kind=Waiver.Kind.INHERITED,
            granted_at=at,
            expires_on=at.date() + timedelta(days=WAIVER_DAYS),
        )
        for initiative in created
        if initiative.status in NEEDS_WAIVER
    )
