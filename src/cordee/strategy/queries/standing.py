"""Where the portfolio stands: what each objective receives, no initiative told apart."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np
from django.db.models import FloatField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from cordee.engine.alignment import NetSpend, net_spend
from cordee.platform.access import Reader
from cordee.platform.remembering import Memory, memory_of
from cordee.strategy.queries import reach
from cordee.strategy.queries.figures import Coverage, ObjectiveFigure
from cordee.strategy.queries.rows import UNDER_WAY, Basis, rates
from cordee.strategy.queries.threads import (
    Links,
    ObjectiveRow,
    money,
    objective_figures,
    objective_rows,
    thread,
)

CHUNK = 2_000
Keys = NDArray[np.int64]
"""Sources as one number: the id of an initiative, minus the id of an application."""


@dataclass(frozen=True, slots=True)
class Served:
    """The contributions, column by column: a tuple for each would take ten times the room."""

    source: "array[int]" = field(default_factory=lambda: array("q"))
    objective: "array[int]" = field(default_factory=lambda: array("q"))
    share: "array[float]" = field(default_factory=lambda: array("d"))


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of the objectives on one basis, and on what they rest."""

    basis: Basis
    on: date
    currency: str
    objectives: tuple[ObjectiveFigure, ...]
    """The leaves."""
    serving: Mapping[int, int]
    """Per objective of any level: how many initiatives serve it or a part of it."""
    total: Decimal
    coverage: Coverage
    only_initiatives: bool
    """Whether no application costs anything on the basis."""


def standing(reader: Reader, *, basis: Basis, on: date, memory: Memory | None = None) -> Standing:
    """What the picture of the basis says of the objectives; remembered until the next deed."""
    key = ("standing", reader.units, basis, on)
    kept = memory or memory_of(reader.organisation)
    return kept.recall(key, lambda: _read(reader, basis=basis, on=on))


def _read(reader: Reader, *, basis: Basis, on: date) -> Standing:
    keys, net = _net(reader, basis=basis, on=on)
    objectives = objective_rows(reader)
    links = _served(reader)
    found = thread(net, objectives=objectives, links=_links(links, keys, objectives))
    return Standing(
        basis=basis,
        on=on,
        currency=reader.organisation.currency,
        objectives=objective_figures(objectives, found=found),
        serving=_serving(links, parents={row[0]: row[3] for row in objectives}),
        total=money(found.alignment.total),
        coverage=Coverage(int(net.known.sum()), len(keys)),
        only_initiatives=bool((keys > 0).all()),
    )


def _served(reader: Reader) -> Served:
    found = Served()
    links = reach.contributions(reader).select_related(None).order_by()
    columns = ("initiative_id", "application_id", "objective_id", _float("share"))
    for initiative, application, objective, share in links.values_list(*columns).iterator(CHUNK):
        found.source.append(_key(initiative, application))
        found.objective.append(objective)
        found.share.append(share)
    return found


def _net(reader: Reader, *, basis: Basis, on: date) -> tuple[Keys, NetSpend]:
    """The sources that cost something on the basis, known or not, and what they cost."""
    worth = {currency: float(rate) for currency, rate in rates(reader, on=on).items()}
    lines = reach.spend_lines(reader).select_related(None).order_by()
    amount, spent = array("d"), array("q")
    for initiative, application, known, currency in (
        lines.filter(fiscal_year=basis.fiscal_year, stage=basis.stage)
        .values_list("initiative_id", "application_id", _float("amount"), "currency")
        .iterator(chunk_size=CHUNK)
    ):
        spent.append(_key(initiative, application))
        amount.append(np.nan if known is None else known * worth.get(currency, np.nan))
    spending = np.array(spent, dtype=np.int64)
    quiet = reach.initiatives(reader).filter(status__in=UNDER_WAY, spend__isnull=True)
    silent = np.fromiter(quiet.order_by().values_list("pk", flat=True), dtype=np.int64)
    keys: Keys = np.unique(np.concatenate([spending, silent]))
    net = net_spend(amount, source=np.searchsorted(keys, spending), sources=len(keys))
    return keys, replace(net, known=net.known & net.stated)


def _links(links: Served, keys: Keys, objectives: list[ObjectiveRow]) -> Links:
    place = {key: n for n, key in enumerate(keys.tolist())}
    column = {row[0]: n for n, row in enumerate(objectives)}
    return [
        (place[key], column[objective], share)
        for key, objective, share in zip(links.source, links.objective, links.share, strict=True)
        if key in place
    ]


def _serving(links: Served, *, parents: Mapping[int, int | None]) -> dict[int, int]:
    served: dict[int, set[int]] = defaultdict(set)
    for key, objective in zip(links.source, links.objective, strict=True):
        node: int | None = objective if key > 0 else None
        while node is not None:
            served[node].add(key)
            node = parents.get(node)
    return {objective: len(initiatives) for objective, initiatives in served.items()}


def _key(initiative: int | None, application: int | None) -> int:
    return initiative or -(application or 0)


def _float(field: str) -> Cast:
    return Cast(field, FloatField())
