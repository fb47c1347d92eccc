"""A portfolio at one moment, as an edition keeps it: plain values, and their JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cordee.platform.access import Reader
from cordee.strategy.models import SpendLine
from cordee.strategy.queries import reach
from cordee.strategy.queries.bases import bases
from cordee.strategy.queries.figures import Coverage, ObjectiveFigure, Picture
from cordee.strategy.queries.picture import picture
from cordee.strategy.queries.rows import Basis

VERSION = 1
"""Of the content of an edition: a later reading knows what it holds."""


@dataclass(frozen=True, slots=True)
class FrozenInitiative:
    """What an edition keeps of an initiative, its spend apart."""

    code: str
    name: str
    status: str
    unit: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class FrozenObjective:
    """A leaf objective on one basis: its priority and what it receives."""

    code: str
    name: str
    priority: float | None
    share: float | None
    spend: Decimal
    state: str


@dataclass(frozen=True, slots=True)
class FrozenSource:
    """An initiative or an application that costs something on one basis; None when unknown."""

    kind: str
    code: str
    name: str
    spend: Decimal | None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.code


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """The figures of one basis."""

    basis: Basis
    total: Decimal
    coverage: Coverage
    score: float | None
    orphan_spend: Decimal
    orphan_share: float | None
    conflict_spend: Decimal
    objectives: tuple[FrozenObjective, ...]
    sources: tuple[FrozenSource, ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A portfolio at one moment: its initiatives, and its figures on each basis."""

    on: date
    currency: str
    initiatives: tuple[FrozenInitiative, ...]
    figures: tuple[FrozenFigures, ...]

    def on_basis(self, basis: Basis) -> FrozenFigures | None:
        return next((figures for figures in self.figures if figures.basis == basis), None)


def frozen(reader: Reader, *, on: date) -> Frozen:
    """Everything in reach, on every basis that something is written on."""
    drawn = [picture(reader, basis=basis, on=on) for basis in bases(reader)]
    return frozen_of(reader, pictures=drawn, on=on)


def frozen_of(reader: Reader, *, pictures: Iterable[Picture], on: date) -> Frozen:
    """The portfolio with pictures that are drawn already."""
    rows = reach.initiatives(reader).values_list(
        "code", "name", "status", "unit__name", "start", "end"
    )
    return Frozen(
        on=on,
        currency=reader.organisation.currency,
        initiatives=tuple(
            FrozenInitiative(code, name, status, unit or "", start, end)
            for code, name, status, unit, start, end in rows
        ),
        figures=tuple(_figures(drawn) for drawn in pictures),
    )


def content_of(kept: Frozen) -> dict[str, Any]:
    """The JSON of a portfolio: amounts as text, days in ISO, None for an unknown."""
    return {
        "version": VERSION,
        "on": kept.on.isoformat(),
        "currency": kept.currency,
        "initiatives": [
            [i.code, i.name, i.status, i.unit, _day_text(i.start), _day_text(i.end)]
            for i in kept.initiatives
        ],
        "figures": [_figures_content(figures) for figures in kept.figures],
    }


def portfolio_of(content: dict[str, Any]) -> Frozen:
    """The portfolio that `content_of` wrote."""
    return Frozen(
        on=date.fromisoformat(content["on"]),
        currency=content["currency"],
        initiatives=tuple(
            FrozenInitiative(code, name, status, unit, _day(start), _day(end))
            for code, name, status, unit, start, end in content["initiatives"]
        ),
        figures=tuple(_figures_of(figures) for figures in content["figures"]),
    )


def _figures(drawn: Picture) -> FrozenFigures:
    return FrozenFigures(
        basis=drawn.basis,
        total=drawn.total,
        coverage=drawn.coverage,
        score=drawn.score,
        orphan_spend=drawn.orphan_spend,
        orphan_share=drawn.orphan_share,
        conflict_spend=drawn.conflict_spend,
        objectives=tuple(map(_objective, drawn.objectives)),
        sources=tuple(
            FrozenSource(s.kind, s.code, s.name, s.spend if s.known else None)
            for s in drawn.sources
        ),
    )


def _objective(figure: ObjectiveFigure) -> FrozenObjective:
    return FrozenObjective(
        figure.code, figure.name, figure.priority, figure.share, figure.spend, figure.state
    )


def _figures_content(figures: FrozenFigures) -> dict[str, Any]:
    return {
        "fiscal_year": figures.basis.fiscal_year,
        "stage": figures.basis.stage,
        "total": str(figures.total),
        "known": figures.coverage.known,
        "of": figures.coverage.of,
        "score": figures.score,
        "orphan_spend": str(figures.orphan_spend),
        "orphan_share": figures.orphan_share,
        "conflict_spend": str(figures.conflict_spend),
        "objectives": [
            [o.code, o.name, o.priority, o.share, str(o.spend), o.state] for o in figures.objectives
        ],
        "sources": [
            [s.kind, s.code, s.name, None if s.spend is None else str(s.spend)]
            for s in figures.sources
        ],
    }


def _figures_of(content: dict[str, Any]) -> FrozenFigures:
    return FrozenFigures(
        basis=Basis(content["fiscal_year"], SpendLine.Stage(content["stage"]).value),
        total=Decimal(content["total"]),
        coverage=Coverage(content["known"], content["of"]),
        score=content["score"],
        orphan_spend=Decimal(content["orphan_spend"]),
        orphan_share=content["orphan_share"],
        conflict_spend=Decimal(content["conflict_spend"]),
        objectives=tuple(
            FrozenObjective(code, name, priority, share, Decimal(spend), state)
            for code, name, priority, share, spend, state in content["objectives"]
        ),
        sources=tuple(
            FrozenSource(kind, code, name, None if spend is None else Decimal(spend))
            for kind, code, name, spend in content["sources"]
        ),
    )


def _day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
