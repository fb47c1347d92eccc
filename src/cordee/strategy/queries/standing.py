"""Where the portfolio stands: what each objective receives, no initiative told apart."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    Columns,
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
    served = _served(reader)
    found = thread(net, objectives=objectives, links=_links(served, keys, objectives))
    return Standing(
        basis=basis,
        on=on,
        currency=reader.organisation.currency,
        objectives=objective_figures(objectives, found=found),
        serving=_serving(served, parents={row[0]: row[3] for row in objectives}),
        total=money(found.alignment.total),
        coverage=Coverage(int(net.known.sum()), len(keys)),
        only_initiatives=bool((keys > 0).all()),
    )


def _served(reader: Reader) -> Columns:
    source, objective, share = array("q"), array("q"), array("d")
    links = reach.contributions(reader).select_related(None).order_by()
    columns = ("initiative_id", "application_id", "objective_id", _float("share"))
    for initiative, application, served, part in links.values_list(*columns).iterator(CHUNK):
        source.append(_key(initiative, application))
        objective.append(served)
        share.append(part)
    return Columns(
        np.array(source, dtype=np.int64), np.array(objective, dtype=np.int64), np.array(share)
    )


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


def _links(served: Columns, keys: Keys, objectives: list[ObjectiveRow]) -> Columns:
    """The contributions of the sources that cost something, by the places of both ends."""
    costs = np.isin(served.source, keys)
    column = {row[0]: n for n, row in enumerate(objectives)}
    ends = np.fromiter((column[pk] for pk in served.objective[costs].tolist()), dtype=np.int64)
    return Columns(np.searchsorted(keys, served.source[costs]), ends, served.share[costs])


def _serving(served: Columns, *, parents: Mapping[int, int | None]) -> dict[int, int]:
    found: dict[int, list[Keys]] = defaultdict(list)
    for leaf in np.unique(served.objective[served.source > 0]).tolist():
        of_leaf = served.source[(served.objective == leaf) & (served.source > 0)]
        node: int | None = leaf
        while node is not None:
            found[node].append(of_leaf)
            node = parents.get(node)
    return {pk: int(np.unique(np.concatenate(sources)).size) for pk, sources in found.items()}


def _key(initiative: int | None, application: int | None) -> int:
    return initiative or -(application or 0)


def _float(field: str) -> Cast:
    return Cast(field, FloatField())
