"""The dry run as a page shows it, kept beside the file until something changes."""

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import get_language

from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.importing.table import Table
from cordee.platform.models import ExchangeRate, ImportRun
from cordee.strategy.imports.comparing import CellChange, spend_label
from cordee.strategy.imports.drafts import read_mapping, stored_table
from cordee.strategy.imports.naming import FreshNames, fresh_names
from cordee.strategy.imports.portfolio import Adoption, adoption
from cordee.strategy.imports.rehearsal import Progress, Rehearsal, Remark, RowChange, rehearsal
from cordee.strategy.imports.wanted import SpendKey, spend_key

LISTED = 1_000
"""Rows whose cells are kept to be looked at: nobody reads more, and the counts are complete."""


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row to create or update, cell by cell."""

    row: int
    code: str
    name: str
    is_new: bool
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class SpendTotal:
    """What a column of amounts adds up to, in one currency."""

    column: str
    label: str
    currency: str
    amount: Decimal
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Check:
    """What an import would do, ready to be shown."""

    rows: int
    counts: dict[str, int]
    refused: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    differences: tuple[RowDifference, ...]
    differing: int
    names: FreshNames
    adoption: Adoption | None
    totals: tuple[SpendTotal, ...]
    without_rate: tuple[str, ...]
    """Currencies of the file that nothing converts into the organisation's."""

    @property
    def writes_nothing(self) -> bool:
        return self.differing == 0


def made_check(
    run: ImportRun,
    *,
    reader: Reader,
    on: date,
    table: Table | None = None,
    progress: Progress | None = None,
) -> Check:
    """Rehearse the draft, and keep what was found."""
    key = _key(run, reader=reader, on=on)
    table = table or stored_table(run)
    found = rehearsal(
        reader,
        table=table,
        mapping=read_mapping(run, table=table),
        on=on,
        creates_objectives=run.options["creates_objectives"],
        progress=progress,
    )
    check = _check(found, reader=reader, on=on)
    _keep(run, check, draft=_draft_key(run, reader=reader), key=key)
    return check


def kept_check(run: ImportRun, *, reader: Reader, on: date) -> tuple[Check | None, bool]:
    """The last check of the draft, if any, and whether it still holds."""
    try:
        content = json.loads(_path(run).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None, False
    is_of_the_draft = content["draft"] == _draft_key(run, reader=reader)
    holds = content["key"] == _key(run, reader=reader, on=on)
    return (_check_from(content["check"]) if is_of_the_draft else None), holds


def _check(found: Rehearsal, *, reader: Reader, on: date) -> Check:
    adopted = adoption(reader.organisation, mapping=found.mapping, on=on)
    totals = _totals(found)
    currency = adopted.currency if adopted else reader.organisation.currency
    return Check(
        rows=found.rows,
        counts=found.counts,
        refused=tuple(found.refused),
        remarks=tuple(found.remarks),
        differences=tuple(_difference(c, found=found) for c in _listed(found)),
        differing=len(found.created) + len(found.updated),
        names=fresh_names(found),
        adoption=adopted,
        totals=totals,
        without_rate=_without_rate(totals, reader=reader, currency=currency, on=on),
    )


def _listed(found: Rehearsal) -> list[RowChange]:
    """What changes comes before what is new: there the eye is needed."""
    return (found.updated + found.created)[:LISTED]


def _difference(change: RowChange, *, found: Rehearsal) -> RowDifference:
    wish = change.wanted
    cells = change.cells if change.known else tuple(found.cells_of(wish, None))
    return RowDifference(wish.row, wish.code, wish.name, change.known is None, cells)


def _totals(found: Rehearsal) -> tuple[SpendTotal, ...]:
    """Over the rows that are taken, unchanged ones included, so that a wrong unit is seen."""
    columns = {spend_key(spend): spend for spend in found.mapping.spend}
    amounts: dict[tuple[SpendKey, str], list[Decimal]] = defaultdict(list)
    unknown: dict[SpendKey, int] = defaultdict(int)
    for spend in (spend for wish in found.taken for spend in wish.spend):
        if spend.amount is None:
            unknown[spend.key] += 1
        else:
            amounts[spend.key, spend.currency].append(spend.amount)
    for key, column in columns.items():
        amounts.setdefault((key, column.currency), [])
    return tuple(
        SpendTotal(
            columns[key].column,
            spend_label(key),
            currency,
            sum(known, Decimal(0)),
            len(known),
            unknown[key] if currency == columns[key].currency else 0,
        )
        for (key, currency), known in sorted(amounts.items(), key=lambda item: str(item[0]))
    )


def _without_rate(
    totals: Sequence[SpendTotal], *, reader: Reader, currency: str, on: date
) -> tuple[str, ...]:
    used = {total.currency for total in totals if total.known} - {currency}
    rates = ExchangeRate.objects.filter(organisation=reader.organisation, day__lte=on)
    return tuple(sorted(used - set(rates.values_list("currency", flat=True))))


def _draft_key(run: ImportRun, *, reader: Reader) -> str:
    """The draft as this reader may see it: a check tells nothing of units out of reach."""
    units = None if reader.units is None else sorted(reader.units)
    reading = [run.options["sheet"], run.options["creates_objectives"]]
    told = [run.digest, run.mapping, *reading, units]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _key(run: ImportRun, *, reader: Reader, on: date) -> str:
    """What the check depends on: the draft, all that was written since, who reads, when."""
    head = journal.head(reader.organisation)
    told = [_draft_key(run, reader=reader), head, on.isoformat(), get_language()]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _keep(run: ImportRun, check: Check, *, draft: str, key: str) -> None:
    content = {"key": key, "draft": draft, "check": asdict(check)}
    path = _path(run)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_text(json.dumps(content, cls=DjangoJSONEncoder), encoding="utf-8")
    unfinished.replace(path)


def _check_from(told: dict[str, Any]) -> Check:
    return Check(
        rows=told["rows"],
        counts=told["counts"],
        refused=tuple(Remark(**remark) for remark in told["refused"]),
        remarks=tuple(Remark(**remark) for remark in told["remarks"]),
        differences=tuple(
            RowDifference(**row | {"cells": tuple(CellChange(**c) for c in row["cells"])})
            for row in told["differences"]
        ),
        differing=told["differing"],
        names=FreshNames(**{kind: tuple(names) for kind, names in told["names"].items()}),
        adoption=Adoption(**told["adoption"]) if told["adoption"] else None,
        totals=tuple(
            SpendTotal(**total | {"amount": Decimal(total["amount"])}) for total in told["totals"]
        ),
        without_rate=tuple(told["without_rate"]),
    )


def _path(run: ImportRun) -> Path:
    folder: Path = settings.IMPORT_DIR
    return folder / f"{run.stored_as}.check"
