"""Which columns are the spend? One whole-life figure, or several of one kind by year or nature."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from cordee.platform.importing.columns import Profile, content_evidence, fits
from cordee.platform.importing.fields import Field, plain
from cordee.platform.importing.headers import header_match
from cordee.platform.importing.mapping import (
    WHOLE_LIFE,
    Nature,
    Period,
    Purpose,
    SpendColumn,
    Stage,
)
from cordee.platform.importing.quoting import quoted
from cordee.platform.importing.scales import Scale, Stated, scale_of
from cordee.platform.importing.table import Table

Thing = TypeVar("Thing")

_LEAST_MATCH = 0.4
_YEAR = re.compile(r"\b(?:fy|ex|exercice)? ?(20\d\d)\b")
_SHORT_YEAR = re.compile(r"\b(?:fy|ex) ?(\d\d)(?: (\d\d))?\b")
_YEARS_BEHIND, _YEARS_AHEAD = 15, 20
_NATURES: dict[Nature, str] = {
    "capex": r"\b(capex|investissements?|invest|investment|capital)\b",
    "opex": r"\b(opex|fonctionnement|exploitation|operating)\b",
}
_PURPOSES: dict[Purpose, str] = {
    "run": r"\b(run|recurrents?|maintenance|mco)\b",
    "change": r"\b(change|build|transformation|evolution)\b",
}
_STAGES: dict[Stage, str] = {
    "actual": r"\b(actuals?|realises?|reel|reels|spent|depenses?|consommes?|factures?|to date)\b",
    "committed": r"\b(committed|engages?|commandes?)\b",
}
_STAGE_RANKS: tuple[Stage, ...] = ("planned", "committed", "actual")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column of amounts and the kind of spend its header says it is."""

    score: float
    profile: Profile
    period: Period
    nature: Nature
    purpose: Purpose
    stage: Stage

    @property
    def slot(self) -> tuple[Period, Nature, Purpose]:
        return self.period, self.nature, self.purpose


def suggested_spend(
    table: Table,
    profiles: list[Profile],
    *,
    field: Field | None,
    today: date,
    currency: str,
    stated: Stated | None = None,
) -> tuple[SpendColumn, ...]:
    """The columns of one kind of figure, each with its unit; none when no header says spend.

    `stated` is what a column of currencies says, `currency` the organisation's.
    """
    if field is None:
        return ()
    figures = _figures(profiles, field, today)
    chosen = _one_kind(figures)
    left_out = [each for each in figures if each not in chosen]
    scales = [
        scale_of(table, column=each.profile.column, currency=currency, stated=stated)
        for each in chosen
    ]
    return tuple(
        _spend_column(each, scale, field, left_out)
        for each, scale in zip(chosen, scales, strict=True)
    )


def _figures(profiles: list[Profile], field: Field, today: date) -> list[_Figure]:
    found = []
    for profile in profiles:
        header = plain(profile.column.original)
        year = _year_in(header, today)
        named = _without_years(profile.column.original) if year else profile.column.original
        score = header_match(named, field=field) * fits(field, profile)
        if score >= _LEAST_MATCH:
            found.append(
                _Figure(
                    score,
                    profile,
                    year or WHOLE_LIFE,
                    _first_named(header, _NATURES.items(), ""),
                    _first_named(header, _PURPOSES.items(), ""),
                    _first_named(header, _STAGES.items(), "planned"),
                )
            )
    return sorted(found, key=lambda each: (-each.score, each.profile.column.index))


def _first_named(header: str, patterns: Iterable[tuple[Thing, str]], default: Thing) -> Thing:
    return next((value for value, pattern in patterns if re.search(pattern, header)), default)


def _year_in(header: str, today: date) -> int | None:
    if found := _YEAR.search(header):
        year = int(found[1])
    elif found := _SHORT_YEAR.search(header):
        year = 2000 + int(found[2] or found[1])
    else:
        return None
    return year if today.year - _YEARS_BEHIND <= year <= today.year + _YEARS_AHEAD else None


def _without_years(header: str) -> str:
    return re.sub(
        r"(?i)\b(?:fy|ex)?[ _-]?(?:20)?\d\d(?:[/_-]\d\d)?\b", " ", header.replace("_", " ")
    )


def _one_kind(figures: list[_Figure]) -> list[_Figure]:
    """Figures that add up: no whole-life one with a yearly one, no total with its parts."""
    if not figures:
        return []
    yearly = [each for each in figures if each.period != WHOLE_LIFE]
    same_span = yearly or [each for each in figures if each.period == WHOLE_LIFE]
    stage = min((each.stage for each in same_span), key=_STAGE_RANKS.index)
    same_stage = [each for each in same_span if each.stage == stage]
    if not yearly and not same_stage[0].nature and not same_stage[0].purpose:
        return same_stage[:1]
    parts = _parts_or_totals(same_stage)
    first_of_slot = {each.slot: each for each in reversed(parts)}
    return sorted(first_of_slot.values(), key=lambda each: each.profile.column.index)


def _parts_or_totals(figures: list[_Figure]) -> list[_Figure]:
    """The parts (capex and opex, run and change) where both are there, else the totals."""
    natures = {each.nature for each in figures}
    if {"capex", "opex"} <= natures:
        return [each for each in figures if each.nature]
    if {"run", "change"} <= {each.purpose for each in figures}:
        return [each for each in figures if each.purpose and not each.nature]
    totals = [each for each in figures if not each.nature and not each.purpose]
    return totals or figures


def _spend_column(
    figure: _Figure, scale: Scale, field: Field, left_out: list[_Figure]
) -> SpendColumn:
    column = figure.profile.column
    evidence = [
        _("its header “%(header)s” names a spend") % {"header": column.original},
        content_evidence(field, figure.profile),
        *scale.evidence,
    ]
    if left_out:
        names = quoted(each.profile.column.name for each in left_out)
        evidence.append(
            _("left out, so that nothing is counted twice: %(columns)s") % {"columns": names}
        )
    return SpendColumn(
        column=column.name,
        multiplier=scale.multiplier,
        currency=scale.currency,
        period=figure.period,
        nature=figure.nature,
        purpose=figure.purpose,
        stage=figure.stage,
        evidence=tuple(evidence),
    )
