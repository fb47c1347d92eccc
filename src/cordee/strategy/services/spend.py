"""What changes contributions and spend lines."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.landscape.models import Application
from cordee.platform import journal
from cordee.platform.errors import Refused
from cordee.platform.models import ExchangeRate, User
from cordee.platform.storing import claim, removed, stored
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine

Shares = Mapping[Objective, Decimal]


def link_to_objectives(
    shares_by_source: Mapping[Initiative | Application, Shares],
    *,
    by: User,
    at: datetime,
    action: str = "strategy.link_to_objectives",
) -> None:
    """Replace the contributions of each source; a share of 0 removes the link."""
    for source, shares in shares_by_source.items():
        _refuse_bad_shares(source, shares)
    with transaction.atomic():
        for source, shares in shares_by_source.items():
            _replace(source, shares, by=by, at=at, action=action)


def save_contribution(contribution: Contribution, *, by: User, at: datetime) -> Contribution:
    """Say which share of one source serves one objective; the others stay as they are."""
    source = contribution.initiative or contribution.application
    assert source
    others = source.contributions.exclude(pk=contribution.pk).select_related("objective")
    shares = {other.objective: other.share for other in others}
    if contribution.objective in shares:
        raise Refused(
            _("“%(source)s” already serves “%(objective)s”: change that share.")
            % {"source": source.name, "objective": contribution.objective.name}
        )
    _refuse_bad_shares(source, shares | {contribution.objective: contribution.share})
    return stored(contribution, action="strategy.save_contribution", by=by, at=at)


def remove_contribution(contribution: Contribution, *, by: User, at: datetime) -> None:
    removed(contribution, action="strategy.remove_contribution", by=by, at=at)


def save_spend_line(line: SpendLine, *, by: User, at: datetime) -> SpendLine:
    """Create or change a spend line; an unknown amount may say why."""
    if line.amount is not None and line.unknown_reason:
        raise Refused(_("Write an amount, or why it is unknown, not both."))
    return stored(line, action="strategy.save_spend_line", by=by, at=at)


def remove_spend_line(line: SpendLine, *, by: User, at: datetime) -> None:
    removed(line, action="strategy.remove_spend_line", by=by, at=at)


def save_exchange_rate(rate: ExchangeRate, *, by: User, at: datetime) -> ExchangeRate:
    """Enter or correct what a foreign currency is worth from a day on."""
    if rate.currency == rate.organisation.currency:
        raise Refused(
            _("%(currency)s is the currency of your organisation: it needs no rate.")
            % {"currency": rate.currency}
        )
    same_day = ExchangeRate.objects.filter(
        organisation=rate.organisation, currency=rate.currency, day=rate.day
    )
    if same_day.exclude(pk=rate.pk).exists():
        raise Refused(
            _("A rate for %(currency)s is already entered on that day: correct that one.")
            % {"currency": rate.currency}
        )
    return stored(rate, action="strategy.save_exchange_rate", by=by, at=at)


def remove_exchange_rate(rate: ExchangeRate, *, by: User, at: datetime) -> None:
    removed(rate, action="strategy.remove_exchange_rate", by=by, at=at)


def _refuse_bad_shares(source: Initiative | Application, shares: Shares) -> None:
    if sum(shares.values(), Decimal(0)) > 1:
        raise Refused(
            _("The shares of “%(source)s” add up to more than 100%%.") % {"source": source.name}
        )
    inner = Objective.objects.filter(parent__in=[o.pk for o in shares]).select_related("parent")
    parent = next((child.parent for child in inner if child.parent), None)
    if parent:
        raise Refused(
            _("“%(objective)s” has parts: contribute to one of its parts.")
            % {"objective": parent.name}
        )


def _replace(
    source: Initiative | Application, shares: Shares, *, by: User, at: datetime, action: str
) -> None:
    kind = "initiative" if isinstance(source, Initiative) else "application"
    kept = source.contributions.select_related("objective")
    before = {c.objective.code: c.share for c in kept}
    after = {objective.code: share for objective, share in shares.items() if share > 0}
    if before == after:
        return
    claim(source)
    source.contributions.all().delete()
    Contribution.objects.bulk_create(
        Contribution(
            organisation=source.organisation, objective=objective, share=share, **{kind: source}
        )
        for objective, share in shares.items()
        if share > 0
    )
    detail = {"contributions": [before, after]}
    journal.record(action, source, by=by, at=at, detail=detail, revision=source.revision)
