"""What the text of `cordee align` tells of the file: how amounts were read, what was not taken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.cli.alignment import Portfolio
from cordee.platform.importing.mapping import WHOLE_LIFE, SpendColumn
from cordee.platform.importing.quoting import quoted
from cordee.platform.importing.scales import unit_name
from cordee.platform.typography import NARROW, money_full_text
from cordee.strategy.imports import Remark
from cordee.strategy.portfolio_fields import PORTFOLIO_FIELDS

SPEND = next(field for field in PORTFOLIO_FIELDS if field.kind == "money")
TOLD = 10
"""Rows told one by one; `--json` has them all."""


def reading_lines(portfolio: Portfolio, *, language: str) -> Iterator[str]:
    """In which columns the amounts were read, in what unit, and what has another currency."""
    for spend in portfolio.mapping.spend:
        yield _amounts_line(spend, language=language)
    for currency, count, total in other_currencies(portfolio):
        yield (
            ngettext(
                "%(count)d amount in %(currency)s (%(total)s) has no exchange rate here: "
                "it counts as unknown.",
                "%(count)d amounts in %(currency)s (%(total)s) have no exchange rate here: "
                "they count as unknown.",
                count,
            )
            % {
                "count": count,
                "currency": currency,
                "total": money_full_text(total, currency, language=language),
            }
        )


def other_currencies(portfolio: Portfolio) -> list[tuple[str, int, Decimal]]:
    """Currency, how many amounts and their total, for each one that no rate turns into ours."""
    amounts = [
        (spend.currency, spend.amount)
        for wish in portfolio.rehearsal.taken
        for spend in wish.spend
        if spend.amount is not None and spend.currency != portfolio.picture.currency
    ]
    counts = Counter(currency for currency, _amount in amounts)
    return [
        (currency, count, sum((a for c, a in amounts if c == currency), Decimal(0)))
        for currency, count in sorted(counts.items())
    ]


def no_amounts_line() -> str:
    """Without amounts there is no picture to tell."""
    return _(
        "No column of amounts was recognised: nothing can be said of the spend. Looked for: "
        "%(headers)s… Say which one it is in the file given to --mapping, under [[spend]]."
    ) % {"headers": quoted((*SPEND.synonyms[:4], *SPEND.weak_synonyms[:2]))}


def not_taken_lines(portfolio: Portfolio) -> Iterator[str]:
    """The first rows refused, then the first cells left aside of rows that were taken."""
    found = portfolio.rehearsal
    yield from _first(found.refused)
    if found.remarks:
        count = len(found.remarks)
        told = ngettext(
            "%(count)d cell is not taken as written:",
            "%(count)d cells are not taken as written:",
            count,
        )
        yield told % {"count": count}
        yield from _first(found.remarks)


def _first(remarks: Sequence[Remark]) -> Iterator[str]:
    for remark in remarks[:TOLD]:
        yield f"  {remark.reason}"
    if more := len(remarks[TOLD:]):
        told = ngettext(
            "… and %(count)d more: --json lists them all.",
            "… and %(count)d more: --json lists them all.",
            more,
        )
        yield f"  {told % {'count': more}}"


def _amounts_line(spend: SpendColumn, *, language: str) -> str:
    period = _("whole life") if spend.period == WHOLE_LIFE else str(spend.period)
    told = {
        "column": spend.column,
        "period": period,
        "unit": unit_name(spend.multiplier),
        "currency": spend.currency,
    }
    line = _("Amounts read in “%(column)s” (%(period)s): %(unit)s, %(currency)s") % told
    between = f"{NARROW}; " if language == "fr" else "; "
    return f"{line} — {between.join(spend.evidence)}" if spend.evidence else line
