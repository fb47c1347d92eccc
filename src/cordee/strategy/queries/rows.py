"""Reads the spine's tables once, as plain tuples, for the arithmetic of the golden thread."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from cordee.landscape.models import Application
from cordee.landscape.queries import applications
from cordee.platform.access import Reader
from cordee.platform.models import ExchangeRate
from cordee.strategy.models import DuplicateVerdict, Initiative, SpendLine
from cordee.strategy.queries import reach

UNDER_WAY = (
    Initiative.Status.APPROVED,
    Initiative.Status.RUNNING,
    Initiative.Status.PAUSED,
    Initiative.Status.DELIVERED,
    Initiative.Status.BENEFITS_REVIEW,
)
"""States in which an initiative costs something: without any line, its cost is unknown."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Which spend is looked at: one fiscal year (None: whole-life cost), at one stage."""

    fiscal_year: int | None = None
    stage: str = SpendLine.Stage.PLANNED.value

    @property
    def key(self) -> str:
        """How an address names this basis: `2027-planned`, `whole-life-planned`."""
        return f"{self.fiscal_year or 'whole-life'}-{self.stage}"


@dataclass(frozen=True, slots=True)
class Line:
    """One spend line in the organisation's currency; `amount` None when unknown."""

    source: tuple[str, int]
    amount: Decimal | None
    nature: str
    purpose: str
    unknown_reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """An initiative or an application as the arithmetic needs it."""

    key: tuple[str, int]
    code: str
    name: str
    description: str
    status: str
    unit_id: int | None
    unit: str
    business_sponsor: str
    it_sponsor: str


def rates(reader: Reader, *, on: date) -> dict[str, Decimal]:
    """What one unit of each currency is worth that day; a currency without rate is absent."""
    known = ExchangeRate.objects.filter(organisation=reader.organisation, day__lte=on)
    dated = known.order_by("day").values_list("currency", "rate")
    return dict(dated) | {reader.organisation.currency: Decimal(1)}


def lines(
    reader: Reader,
    *,
    basis: Basis,
    on: date,
    only: Collection[int] | None = None,
    known: Mapping[str, Decimal] | None = None,
) -> list[Line]:
    """Every line of the basis in reach, converted at the latest rate known on that day.

    `only` keeps those of some initiatives; `known` are the rates of that day, when at hand.
    """
    worth = known or rates(reader, on=on)
    found = reach.spend_lines(reader).filter(fiscal_year=basis.fiscal_year, stage=basis.stage)
    if only is not None:
        found = found.filter(initiative__in=only)
    values = found.select_related(None).values_list(
        "initiative_id",
        "application_id",
        "amount",
        "currency",
        "nature",
        "purpose",
        "unknown_reason",
    )
    return [_line(row, rates=worth) for row in values.order_by("pk").iterator(chunk_size=5000)]


def sources(reader: Reader, *, spent: set[tuple[str, int]]) -> list[Source]:
    """Sources of the picture: those with a line in the basis, and those under way without any."""
    initiatives = reach.initiatives(reader).filter(
        Q(pk__in=SpendLine.objects.filter(organisation=reader.organisation).values("initiative"))
        | Q(status__in=UNDER_WAY)
    )
    silent = set(
        reach.initiatives(reader)
        .filter(status__in=UNDER_WAY, spend__isnull=True)
        .values_list("pk", flat=True)
    )
    rows = initiatives.values_list(
        "pk",
        "code",
        "name",
        "description",
        "status",
        "unit_id",
        "unit__name",
        "business_sponsor__name",
        "it_sponsor__name",
    )
    kept = [
        _source("initiative", r) for r in rows if ("initiative", r[0]) in spent or r[0] in silent
    ]
    return kept + _applications(reader, spent=spent)


def dependencies(reader: Reader) -> list[tuple[int, int, str]]:
    """(source, target, kind) of the dependencies whose two sides are in reach."""
    rows = reach.dependencies(reader).select_related(None)
    return list(rows.values_list("source_id", "target_id", "kind"))


def verdicts(reader: Reader) -> dict[tuple[int, int], str]:
    rows = DuplicateVerdict.objects.filter(organisation=reader.organisation)
    return {(a, b): verdict for a, b, verdict in rows.values_list("first", "second", "verdict")}


def applications_of_initiatives(reader: Reader) -> dict[int, list[tuple[int, str, str]]]:
    """Per initiative id: (id, code, name) of the applications in reach that it changes."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    links = Initiative.applications.through.objects.filter(
        initiative__organisation=reader.organisation,
        application__in=applications(reader).order_by().values("pk"),
    ).order_by("application__sort_name")
    for initiative, pk, code, name in links.values_list(
        "initiative_id", "application_id", "application__code", "application__name"
    ):
        found.setdefault(initiative, []).append((pk, code, name))
    return found


def _applications(reader: Reader, *, spent: set[tuple[str, int]]) -> list[Source]:
    if not any(kind == "application" for kind, _pk in spent):
        return []
    found = Application.objects.filter(organisation=reader.organisation).order_by("sort_code", "pk")
    rows = found.values_list("pk", "code", "name", "description", "status", "unit_id", "unit__name")
    return [
        _source("application", (*row, "", "")) for row in rows if ("application", row[0]) in spent
    ]


def _source(kind: str, row: tuple) -> Source:  # type: ignore[type-arg]
    pk, code, name, description, status, unit_id, unit, business, it = row
    return Source(
        (kind, pk), code, name, description, status, unit_id, unit or "", business or "", it or ""
    )


def unknown_part(
    amount: Decimal | None, currency: str, reason: str, rates: Mapping[str, Decimal]
) -> str | None:
    """Why a line is unknown: what was written of it, or its amount without rate; None if known."""
    if amount is None:
        return reason
    return None if currency in rates else f"{amount} {currency}"


def _line(row: tuple, *, rates: Mapping[str, Decimal]) -> Line:  # type: ignore[type-arg]
    initiative, application, amount, currency, nature, purpose, reason = row
    key = ("initiative", initiative) if initiative else ("application", application)
    why = unknown_part(amount, currency, reason, rates)
    worth = None if why is not None else amount * rates[currency]
    return Line(key, worth, nature, purpose, why or "")
