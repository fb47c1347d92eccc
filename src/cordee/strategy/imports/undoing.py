"""What an import changed, kept with it, so that it can be taken back while nobody touched it."""

import json
import zlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import ngettext

from cordee.landscape.models import Application
from cordee.people.models import Membership, Person, Unit
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation
from cordee.strategy.imports.batches import batches, overwrite
from cordee.strategy.imports.pictures import (
    LINK,
    SPEND,
    Fingerprints,
    Pictures,
    codes,
    fingerprints,
    row_fingerprints,
)
from cordee.strategy.imports.snapshot import SHEET
from cordee.strategy.imports.writing import Written
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine

NAMED = 3
FIGURES = ("currency", "fiscal_year")
MODELS: dict[str, type[Model]] = {
    "objectives": Objective,
    "applications": Application,
    "people": Person,
    "units": Unit,
}
"""What an import may create beside initiatives, in the order in which it can be removed."""
UNUSED = {
    "objectives": Q(contributions=None, children=None, indicators=None, needs=None),
    "applications": Q(initiatives=None, spend=None, contributions=None)
    & Q(technology_uses=None, supplies=None, flows_in=None, flows_out=None),
    "people": Q(sponsored=None, led=None, objectives=None, applications=None, user=None)
    & Q(suppliers=None, interfaces=None, indicators=None, needs_asked=None, needs_owned=None)
    & Q(referrals=None),
    "units": Q(initiatives=None, people=None, applications=None, children=None, plans=None)
    & Q(needs=None),
}


def memory_of(
    written: Written, *, before: Pictures, figures: Sequence[Any], organisation: Organisation
) -> bytes:
    """All it takes to undo, compressed; `figures` are those the organisation had before."""
    made: dict[str, Fingerprints] = {
        kind: row_fingerprints(model, getattr(written.names, kind))
        for kind, model in MODELS.items()
    }
    told = {
        "figures": [list(figures), [getattr(organisation, name) for name in FIGURES]],
        "made": made,
        "before": before,
        "created": fingerprints(written.created, ties=True),
        "updated": fingerprints(written.updated, ties=False),
    }
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 6)


def take_back(memory: bytes, *, organisation: Organisation) -> None:
    """Restore what was there before; refused when a row was changed since. In a transaction."""
    told = json.loads(zlib.decompress(memory))
    _refuse_changed(told)
    for batch in batches([int(pk) for pk in told["created"]]):
        Initiative.objects.filter(pk__in=batch).delete()
    for numbers in batches(list(told["before"])):
        _restore({pk: told["before"][pk] for pk in numbers}, organisation=organisation)
    for kind, prints in told["made"].items():
        _remove_unused(kind, prints)
    _restore_figures(organisation, *told["figures"])


def figures_of(organisation: Organisation) -> list[Any]:
    return [getattr(organisation, name) for name in FIGURES]


def _refuse_changed(told: dict[str, Any]) -> None:
    changed: list[int] = []
    for kind, ties in (("created", True), ("updated", False)):
        now = fingerprints([int(pk) for pk in told[kind]], ties=ties)
        changed += [int(pk) for pk, digest in told[kind].items() if now.get(pk) != digest]
    if changed:
        raise Refused(
            ngettext(
                "%(count)d initiative was changed since this import (%(codes)s): "
                "undo that first, or correct it by hand. Nothing was changed.",
                "%(count)d initiatives were changed since this import (%(codes)s): "
                "undo that first, or correct them by hand. Nothing was changed.",
                len(changed),
            )
            % {"count": len(changed), "codes": _some(changed)}
        )


def _some(changed: list[int]) -> str:
    found = codes(changed[: NAMED + 1])
    missing = ["—"] * (min(len(changed), NAMED) - len(found))
    return ", ".join([*found[:NAMED], *missing]) + (", …" if len(changed) > NAMED else "")


def _restore(before: Pictures, *, organisation: Organisation) -> None:
    numbers = [int(pk) for pk in before]
    held = Initiative.objects.filter(pk__in=numbers).in_bulk()
    rows = []
    for pk, picture in before.items():
        initiative = held[int(pk)]
        for name, value in picture["sheet"].items():
            setattr(initiative, name, value)
        rows.append(initiative)
    overwrite(Initiative, rows, fields=SHEET)
    _restore_lines(SpendLine, before, "spend", SPEND, organisation=organisation)
    _restore_lines(Contribution, before, "objectives", LINK, organisation=organisation)
    kept = [link for picture in before.values() for link, _application in picture["applications"]]
    through = Initiative.applications.through.objects.filter(initiative__in=numbers)
    through.exclude(pk__in=kept).delete()


def _restore_lines(
    model: type[Model],
    before: Pictures,
    kind: str,
    fields: Sequence[str],
    *,
    organisation: Organisation,
) -> None:
    rows = model._default_manager
    rows.filter(initiative__in=[int(pk) for pk in before]).delete()
    rows.bulk_create(
        model(
            organisation=organisation,
            initiative_id=int(pk),
            **{name: _decimal(name, value) for name, value in zip(fields, line, strict=True)},
        )
        for pk, picture in before.items()
        for line in picture[kind]
    )


def _decimal(name: str, value: Any) -> Any:
    return Decimal(value) if name in ("amount", "share") and value is not None else value


def _remove_unused(kind: str, prints: dict[str, str]) -> None:
    """Names the import made go with it, unless something else took them up meanwhile."""
    model = MODELS[kind]
    now = row_fingerprints(model, [int(pk) for pk in prints])
    same = [int(pk) for pk, digest in prints.items() if now.get(pk) == digest]
    if kind == "units":
        perimeters = Membership.units.through.objects.filter(unit__in=same)
        same = sorted(set(same) - set(perimeters.values_list("unit_id", flat=True)))
    for batch in batches(same):
        model._default_manager.filter(UNUSED[kind], pk__in=batch).delete()


def _restore_figures(organisation: Organisation, before: list[Any], after: list[Any]) -> None:
    """Currency and year go back to what they were, unless somebody chose others since."""
    held = Organisation.objects.get(pk=organisation.pk)
    in_use = SpendLine.objects.filter(organisation=organisation).exists()
    if figures_of(held) == after != before and not in_use:
        for name, value in zip(FIGURES, before, strict=True):
            setattr(held, name, value)
        held.save(update_fields=FIGURES)
