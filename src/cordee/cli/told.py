"""How the outcome of `cordee align` is told: an object for scripts, sentences for people."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cordee.cli.alignment import Outcome, Portfolio
from cordee.cli.remarked import (
    no_amounts_line,
    not_taken_lines,
    other_currencies,
    reading_lines,
)
from cordee.platform.typography import money_text, percent_text
from cordee.strategy.charts.findings import (
    alignment_finding,
    basis_label,
    conflict_finding,
    coverage_sentence,
    duplicates_finding,
    orphans_finding,
    spend_finding,
    unserved_finding,
)
from cordee.strategy.queries import ObjectiveFigure, Picture
from cordee.strategy.queries.comparison import Comparison, DateDrift, SpendDrift

DECIMALS = 6


def as_object(found: Outcome) -> dict[str, Any]:
    """The contract of `--json` (docs/command-line.md)."""
    portfolio = found.portfolio
    table, drawn = portfolio.table, portfolio.picture
    return {
        "source": {
            "file": table.origin.file,
            "sheet": table.origin.sheet or None,
            "encoding": table.origin.encoding or None,
            "delimiter": table.origin.delimiter or None,
            "decimal": table.decimal,
            "rows": len(table.rows),
        },
        "rows": portfolio.rehearsal.counts,
        "refused": [
            {"row": r.row, "column": r.column, "reason": r.reason}
            for r in portfolio.rehearsal.refused
        ],
        "remarks": [
            {"row": r.row, "column": r.column, "reason": r.reason}
            for r in portfolio.rehearsal.remarks
        ],
        "initiatives": _initiatives(portfolio),
        "spend": _spend(portfolio),
        "alignment": _alignment(drawn),
        "duplicates": _duplicates(drawn),
        "changes": _changes(found.changes),
        "outputs": [str(path) for path in found.outputs],
    }


def as_text(found: Outcome, *, language: str) -> str:
    """The findings, one a line, then the spend by objective."""
    portfolio = found.portfolio
    drawn, counts = portfolio.picture, portfolio.rehearsal.counts
    lines: list[str | None] = []
    lines += _findings(drawn) if portfolio.mapping.spend else [no_amounts_line()]
    lines += reading_lines(portfolio, language=language)
    lines.append(_("Rows: %(created)d created, %(updated)d updated, %(refused)d refused.") % counts)
    lines += not_taken_lines(portfolio)
    if found.changes:
        lines.append(_changes_line(found.changes, since=found.since))
    lines += ["", *(_objective_line(o, drawn, language=language) for o in drawn.objectives)]
    lines += [_("Written: %(path)s") % {"path": path} for path in found.outputs]
    return "\n".join(line for line in lines if line is not None)


def _findings(drawn: Picture) -> list[str | None]:
    basis = {"basis": basis_label(drawn.basis), "coverage": coverage_sentence(drawn)}
    return [
        alignment_finding(drawn),
        spend_finding(drawn),
        orphans_finding(drawn),
        unserved_finding(drawn),
        conflict_finding(drawn),
        duplicates_finding(drawn),
        _("%(basis)s: %(coverage)s") % basis,
    ]


def plain_decimal(amount: Decimal) -> str:
    """Units, no exponent, no useless zero: `2826280000`."""
    return f"{amount.normalize():f}" if amount else "0"


def _initiatives(portfolio: Portfolio) -> int:
    """Those of the picture; every row taken where no amount draws one."""
    drawn = portfolio.picture.initiatives
    return len(drawn if portfolio.mapping.spend else portfolio.rehearsal.taken)


def _spend(portfolio: Portfolio) -> dict[str, Any]:
    drawn, columns = portfolio.picture, portfolio.mapping.spend
    return {
        "total": plain_decimal(drawn.total),
        "currency": drawn.currency,
        "known": drawn.coverage.known,
        "unknown": drawn.coverage.unknown,
        "column": " + ".join(each.column for each in columns) or None,
        "multiplier": columns[0].multiplier if columns else None,
        "period": drawn.basis.fiscal_year or "whole-life",
        "other_currencies": [
            {"currency": currency, "amounts": count, "total": plain_decimal(total)}
            for currency, count, total in other_currencies(portfolio)
        ],
        "evidence": [text for each in columns for text in each.evidence],
    }


def _alignment(drawn: Picture) -> dict[str, Any]:
    return {
        "score": _rounded(drawn.score),
        "orphan_spend": plain_decimal(drawn.orphan_spend),
        "orphan_initiatives": [s.code for s in drawn.orphan_initiatives],
        "unserved_objectives": [o.name for o in drawn.unserved],
        "unknown_objectives": [o.name for o in drawn.unknown_objectives],
        "concentration": _rounded(drawn.concentration),
        "joint_sponsorship": _rounded(drawn.joint_sponsorship),
        "run_share": _rounded(drawn.run_share),
        "conflict_spend": plain_decimal(drawn.conflict_spend),
        "by_objective": [_objective(o) for o in drawn.objectives],
    }


def _objective(objective: ObjectiveFigure) -> dict[str, Any]:
    is_unknown = objective.state == "unknown"
    return {
        "objective": objective.name,
        "priority": _rounded(objective.priority),
        "spend": None if is_unknown else plain_decimal(objective.spend),
        "share": None if is_unknown else _rounded(objective.share),
        "initiatives": objective.initiatives,
    }


def _duplicates(drawn: Picture) -> list[dict[str, Any]]:
    codes = {s.pk: s.code for s in drawn.initiatives}
    return [
        {
            "a": codes[pair.first],
            "b": codes[pair.second],
            "score": pair.score,
            "why": _("shared words: %(words)s") % {"words": ", ".join(pair.shared)},
        }
        for pair in drawn.duplicates
    ]


def _changes(moved: Comparison | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    return {
        "added": [i.code for i in moved.added],
        "removed": [i.code for i in moved.removed],
        "spend": [_drift(drift) for drift in moved.spend],
        "dates": [{"field": drift.field, **_drift(drift)} for drift in moved.dates],
    }


def _drift(drift: SpendDrift | DateDrift) -> dict[str, Any]:
    return {"code": drift.code, "from": _value(drift.before), "to": _value(drift.after)}


def _value(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return None if value is None else str(value)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _changes_line(moved: Comparison, *, since: str) -> str:
    return _(
        "Since %(file)s: initiatives added %(added)d, removed %(removed)d; "
        "costs moved %(costs)d, dates moved %(dates)d."
    ) % {
        "file": since,
        "added": len(moved.added),
        "removed": len(moved.removed),
        "costs": len(moved.spend),
        "dates": len(moved.dates),
    }


def _objective_line(objective: ObjectiveFigure, drawn: Picture, *, language: str) -> str:
    is_unknown = objective.state == "unknown"
    known_share = None if is_unknown else objective.share
    spend = money_text(objective.spend, drawn.currency, language=language)
    spend = _("unknown") if is_unknown else spend
    share = percent_text(known_share, language=language, decimals=1)
    priority = percent_text(objective.priority, language=language)
    return f"{spend:>14}  {share:>6} / {priority:<6}  {objective.name}"
