"""Rows as they stand, for an import to remember: whole before, by fingerprint after."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q

from cordee.strategy.imports.batches import batches
from cordee.strategy.imports.snapshot import KEY, SHEET
from cordee.strategy.models import (
    Comment,
    Contribution,
    Dependency,
    DuplicateVerdict,
    Indicator,
    Initiative,
    Need,
    Plan,
    Referral,
    SpendLine,
    Waiver,
)

SPEND = ("pk", *KEY, "amount", "currency", "unknown_reason")
LINK = ("pk", "objective_id", "share")
Picture = dict[str, Any]
Pictures = dict[str, Picture]
Fingerprints = dict[str, str]


def pictures(initiatives: Sequence[int]) -> Pictures:
    """Per initiative id: its sheet, spend lines and links, as JSON says them."""
    found: Pictures = {}
    for batch in batches(initiatives):
        found |= dict(_pictures(batch))
    told: Pictures = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return told


def fingerprints(initiatives: Sequence[int], *, ties: bool) -> Fingerprints:
    """Per initiative id, a digest of the same, and of what hangs on it (`ties`): short to keep."""
    found: Fingerprints = {}
    for batch in batches(initiatives):
        hanging = _ties(batch) if ties else {}
        for pk, picture in _pictures(batch):
            found[pk] = _digest((picture, hanging.get(pk, [])))
    return found


def row_fingerprints(model: type[Model], numbers: Sequence[int]) -> Fingerprints:
    """The same for rows of any model: units, people, objectives, applications."""
    columns = model._meta.concrete_fields
    told = [column for column in columns if column.name != "revision" and not column.generated]
    names = [column.attname for column in told]
    found: Fingerprints = {}
    for batch in batches(numbers):
        rows = model._default_manager.filter(pk__in=batch).values_list("pk", *names)
        found |= {str(row[0]): _digest(row) for row in rows}
    return found


def codes(initiatives: Sequence[int]) -> list[str]:
    rows = Initiative.objects.filter(pk__in=initiatives).order_by("code")
    return list(rows.values_list("code", flat=True))


def _digest(told: object) -> str:
    return hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()


def _pictures(batch: Sequence[int]) -> Iterator[tuple[str, Picture]]:
    spend = _grouped(SpendLine, batch, SPEND)
    links = _grouped(Contribution, batch, LINK)
    applications = _grouped(Initiative.applications.through, batch, ("pk", "application_id"))
    rows = Initiative.objects.filter(pk__in=batch).order_by("pk").values_list("pk", *SHEET)
    for pk, *sheet in rows:
        yield (
            str(pk),
            {
                "sheet": dict(zip(SHEET, sheet, strict=True)),
                "spend": spend[pk],
                "objectives": links[pk],
                "applications": applications[pk],
            },
        )


def _grouped(
    model: type[Model], batch: Sequence[int], fields: Sequence[str]
) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = model._default_manager.filter(initiative__in=batch).order_by("pk")
    for initiative, *row in rows.values_list("initiative_id", *fields):
        found[initiative].append(tuple(row))
    return found


def _ties(batch: Sequence[int]) -> dict[str, list[tuple[str, int]]]:
    """What was tied to initiatives and would go with them: by initiative id, kind and row id."""
    either = Q(source__in=batch) | Q(target__in=batch)
    pairs = Q(first__in=batch) | Q(second__in=batch)
    plans = Plan.initiatives.through.objects.filter(initiative__in=batch)
    measured = Indicator.initiatives.through.objects.filter(initiative__in=batch)
    waivers = Waiver.objects.filter(initiative__in=batch)
    needs = Need.objects.filter(initiative__in=batch)
    said = Comment.objects.filter(initiative__in=batch)
    asked = Referral.objects.filter(initiative__in=batch)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for kind, rows in (
        ("waiver", waivers.values_list("pk", "initiative_id", "initiative_id")),
        ("plan", plans.values_list("pk", "initiative_id", "initiative_id")),
        ("indicator", measured.values_list("pk", "initiative_id", "initiative_id")),
        ("need", needs.values_list("pk", "initiative_id", "initiative_id")),
        ("comment", said.values_list("pk", "initiative_id", "initiative_id")),
        ("referral", asked.values_list("pk", "initiative_id", "initiative_id")),
        (
            "dependency",
            Dependency.objects.filter(either).values_list("pk", "source_id", "target_id"),
        ),
        (
            "verdict",
            DuplicateVerdict.objects.filter(pairs).values_list("pk", "first_id", "second_id"),
        ),
    ):
        for pk, *initiatives in rows.order_by("pk"):
            for initiative in set(initiatives):
                found[str(initiative)].append((kind, pk))
    return found
