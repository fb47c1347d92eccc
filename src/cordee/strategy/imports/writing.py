"""Writes what a rehearsal found, in bulk: names first, then initiatives with all their lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cordee.platform.days import day_of
from cordee.platform.importing.fields import plain
from cordee.platform.models import Organisation
from cordee.strategy.imports.batches import batches, collector_paused, insert, overwrite
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
            numbers = _create(batch, names=found.snapshot.names, organisation=organisation)
            _write_lines(batch, numbers, found=found, organisation=organisation)
            _inherit(batch, numbers, organisation=organisation, at=at)
            written.created += numbers
            step(len(batch))
        for batch in batches(found.updated):
            numbers = _update(batch, names=found.snapshot.names, organisation=organisation)
            _write_lines(batch, numbers, found=found, organisation=organisation)
            written.updated += numbers
            step(len(batch))
    return written


def _create(changes: Sequence[RowChange], *, names: Names, organisation: Organisation) -> list[int]:
    rows = [
        {"organisation_id": organisation.pk, "code": change.wanted.code}
        | _columns(change.wanted.sheet, names=names)
        for change in changes
    ]
    insert(Initiative, rows)
    codes = [change.wanted.code for change in changes]
    made = Initiative.objects.filter(organisation=organisation, code__in=codes)
    numbers = dict(made.values_list("code", "pk"))
    return [numbers[code] for code in codes]


def _update(changes: Sequence[RowChange], *, names: Names, organisation: Organisation) -> list[int]:
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
    return [initiative.pk for initiative in made]


def _columns(sheet: dict[str, Any], *, names: Names) -> dict[str, Any]:
    columns = {}
    for name, value in sheet.items():
        ids = names.units if name == "unit" else names.people
        columns[_ID_OF.get(name, name)] = ids[plain(value)] if name in _ID_OF else value
    return columns


def _write_lines(
    changes: Sequence[RowChange],
    numbers: Sequence[int],
    *,
    found: Rehearsal,
    organisation: Organisation,
) -> None:
    _write_spend(changes, numbers, organisation=organisation)
    _write_contributions(changes, numbers, found=found, organisation=organisation)
    _write_applications(changes, numbers, names=found.snapshot.names)


def _write_spend(
    changes: Sequence[RowChange], numbers: Sequence[int], *, organisation: Organisation
) -> None:
    fresh: list[dict[str, Any]] = []
    kept: list[SpendLine] = []
    for change, number in zip(changes, numbers, strict=True):
        for spend in change.wanted.spend:
            held = change.known.spend.get(spend.key, []) if change.known else []
            line = _line(spend, number, organisation=organisation)
            if not held:
                fresh.append(line)
            elif len(held) == 1:  # several lines that add up to the amount stay as they are
                kept.append(SpendLine(pk=held[0].pk, **line))
    insert(SpendLine, fresh)
    overwrite(SpendLine, kept, fields=("amount", "currency", "unknown_reason"))


def _line(spend: WantedSpend, number: int, *, organisation: Organisation) -> dict[str, Any]:
    year, stage, nature, purpose = spend.key
    return {
        "organisation_id": organisation.pk,
        "initiative_id": number,
        "fiscal_year": year,
        "stage": stage,
        "nature": nature,
        "purpose": purpose,
        "amount": spend.amount,
        "currency": spend.currency,
        "unknown_reason": spend.reason,
    }


def _write_contributions(
    changes: Sequence[RowChange],
    numbers: Sequence[int],
    *,
    found: Rehearsal,
    organisation: Organisation,
) -> None:
    made, replaced = [], []
    for change, number in zip(changes, numbers, strict=True):
        if change.known and not any(cell.field == "objective" for cell in change.cells):
            continue
        matched = _objectives(change.wanted, found=found)
        replaced += [number] if change.known else []
        made += [
            {
                "organisation_id": organisation.pk,
                "initiative_id": number,
                "objective_id": objective,
                "share": share,
            }
            for objective, share in zip(matched, even_shares(len(matched)), strict=True)
        ]
    if replaced:
        Contribution.objects.filter(initiative__in=replaced).delete()
    insert(Contribution, made)


def _objectives(wish: Wanted, *, found: Rehearsal) -> list[int]:
    """Ids of the leaves the row names, each once: two names may be one objective."""
    names = found.snapshot.names
    numbers = (names.objectives.get(plain(text), 0) for text in wish.objectives)
    return list(dict.fromkeys(number for number in numbers if number in names.leaves))


def _write_applications(
    changes: Sequence[RowChange], numbers: Sequence[int], *, names: Names
) -> None:
    links = []
    for change, number in zip(changes, numbers, strict=True):
        wanted = {names.applications[plain(text)] for text in change.wanted.applications}
        held = change.known.applications if change.known else frozenset[int]()
        links += [
            {"initiative_id": number, "application_id": application}
            for application in sorted(wanted - held)
        ]
    insert(Initiative.applications.through, links)


def _inherit(
    changes: Sequence[RowChange],
    numbers: Sequence[int],
    *,
    organisation: Organisation,
    at: datetime,
) -> None:
    """What was already under way goes on, under a waiver that expires."""
    waiver = {
        "organisation_id": organisation.pk,
        "kind": Waiver.Kind.INHERITED.value,
        "granted_at": at,
        "expires_on": day_of(at) + timedelta(days=WAIVER_DAYS),
    }
    waivers = [
        waiver | {"initiative_id": number}
        for change, number in zip(changes, numbers, strict=True)
        if change.wanted.sheet.get("status") in NEEDS_WAIVER
    ]
    insert(Waiver, waivers)
