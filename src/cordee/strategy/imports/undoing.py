"""What an import changed, kept with it, so that it can be taken back while nobody touched it."""

import json
import zlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import ngettext

from cordee.landscape.models import Application
from cordee.people.models import Person, Unit
from cordee.platform.errors import Refused
from cordee.strategy.imports.snapshot import SHEET
from cordee.strategy.imports.writing import BATCH, Written
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine

Pictures = dict[str, dict[str, Any]]
NAMED = 3


def pictures(initiatives: Iterable[int]) -> Pictures:
    """Per initiative id: its sheet, spend lines and links as they stand, as JSON says them."""
    numbers = list(initiatives)
    found: Pictures = {}
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        rows = Initiative.objects.filter(pk__in=batch).values_list("pk", "code", *SHEET)
        for pk, code, *sheet in rows:
            told = dict(zip(SHEET, sheet, strict=True))
            found[str(pk)] = {
                "code": code,
                "sheet": told,
                "spend": [],
                "objectives": [],
                "applications": [],
            }
        for initiative, *line in _spend_of(batch):
            found[str(initiative)]["spend"].append(line)
        for initiative, *link in _links_of(batch):
            found[str(initiative)]["objectives"].append(link)
        for initiative, application in _applications_of(batch):
            found[str(initiative)]["applications"].append(application)
    told_as_json: Pictures = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return told_as_json


def packed(written: Written, *, before: Pictures, after: Pictures) -> bytes:
    """The import's memory, compressed."""
    told = {
        "units": written.units,
        "people": written.people,
        "objectives": written.objectives,
        "applications": written.applications,
        "created": written.created,
        "before": before,
        "after": after,
    }
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 6)


def take_back(changes: bytes) -> None:
    """Restore what was there before; refused when a row was changed since. In a transaction."""
    memory = json.loads(zlib.decompress(changes))
    _refuse_changed(memory["after"])
    created = set(memory["created"])
    for start in range(0, len(memory["created"]), BATCH):
        Initiative.objects.filter(pk__in=memory["created"][start : start + BATCH]).delete()
    for pk, picture in memory["before"].items():
        if int(pk) not in created:
            _restore(int(pk), picture)
    _remove_unused(memory)


def _spend_of(batch: list[int]) -> Iterable[tuple[Any, ...]]:
    return (
        SpendLine.objects.filter(initiative__in=batch)
        .order_by("pk")
        .values_list(
            "initiative_id",
            "pk",
            "fiscal_year",
            "stage",
            "nature",
            "purpose",
            "amount",
            "currency",
            "unknown_reason",
        )
    )


def _links_of(batch: list[int]) -> Iterable[tuple[Any, ...]]:
    rows = Contribution.objects.filter(initiative__in=batch).order_by("objective_id")
    return rows.values_list("initiative_id", "objective_id", "share")


def _applications_of(batch: list[int]) -> Iterable[tuple[Any, ...]]:
    links = Initiative.applications.through.objects.filter(initiative__in=batch)
    return links.order_by("application_id").values_list("initiative_id", "application_id")


def _refuse_changed(after: Pictures) -> None:
    now = pictures(int(pk) for pk in after)
    changed = [picture["code"] for pk, picture in after.items() if now.get(pk) != picture]
    if changed:
        raise Refused(
            ngettext(
                "%(count)d initiative was changed since this import (%(codes)s): "
                "undo that first, or correct it by hand. Nothing was changed.",
                "%(count)d initiatives were changed since this import (%(codes)s): "
                "undo that first, or correct them by hand. Nothing was changed.",
                len(changed),
            )
            % {"count": len(changed), "codes": ", ".join(changed[:NAMED])}
        )


def _restore(pk: int, picture: dict[str, Any]) -> None:
    initiative = Initiative.objects.get(pk=pk)
    Initiative.objects.filter(pk=pk).update(**picture["sheet"])
    initiative.applications.set(picture["applications"])
    SpendLine.objects.filter(initiative=initiative).delete()
    SpendLine.objects.bulk_create(
        SpendLine(
            pk=line,
            organisation_id=initiative.organisation_id,
            initiative=initiative,
            fiscal_year=year,
            stage=stage,
            nature=nature,
            purpose=purpose,
            amount=None if amount is None else Decimal(amount),
            currency=currency,
            unknown_reason=reason,
        )
        for line, year, stage, nature, purpose, amount, currency, reason in picture["spend"]
    )
    Contribution.objects.filter(initiative=initiative).delete()
    Contribution.objects.bulk_create(
        Contribution(
            organisation_id=initiative.organisation_id,
            initiative=initiative,
            objective_id=objective,
            share=Decimal(share),
        )
        for objective, share in picture["objectives"]
    )


def _remove_unused(memory: dict[str, Any]) -> None:
    """Names the import made go with it, unless something else took them up meanwhile."""
    Objective.objects.filter(
        pk__in=memory["objectives"], contributions=None, children=None, weight=None
    ).delete()
    Application.objects.filter(
        pk__in=memory["applications"], initiatives=None, spend=None, contributions=None
    ).delete()
    Person.objects.filter(
        pk__in=memory["people"],
        sponsored=None,
        led=None,
        objectives=None,
        applications=None,
        user=None,
    ).delete()
    Unit.objects.filter(
        pk__in=memory["units"], initiatives=None, people=None, applications=None, children=None
    ).delete()
