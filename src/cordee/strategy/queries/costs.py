"""What each initiative costs on one basis, as columns of its row: for lists, sorts and counts."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Greatest, Round

from cordee.strategy.models import Contribution, Initiative, SpendLine
from cordee.strategy.queries.rows import UNDER_WAY, Basis

UNKNOWN = Q(doubts__gt=0) | Q(silent=True)
"""Something is expected of it on the basis, and a part of it or all of it is unknown."""
COSTING = Q(doubts__isnull=False) | Q(silent=True)
"""Something is expected of it on the basis, known or not."""
FUNDED = Q(net__gt=0)
ORPHAN = COSTING & Q(linked=False)
CANDIDATE = Q(status__in=(Initiative.Status.IDEA, Initiative.Status.CANDIDATE))
AMOUNT = DecimalField(max_digits=24, decimal_places=2)
ZERO = Value(Decimal(0), output_field=AMOUNT)


def costs(*, basis: Basis, rates: Mapping[str, Decimal]) -> dict[str, Any]:
    """Annotations of an initiative, which say what the picture of the basis says.

    `net`: its known lines added up, credits deducted; None when no line is known.
    `doubts`: its unknown lines; None without any line. `silent`: under way, never any line.
    `linked`: it serves an objective. `rank` is the place of its state in its life.
    """
    return dict(_costs(basis, tuple(rates.items())))


@lru_cache(maxsize=64)
def _costs(basis: Basis, rates: tuple[tuple[str, Decimal], ...]) -> dict[str, Any]:
    """Put together once for each basis: a page asks for them several times."""
    its_lines = SpendLine.objects.filter(
        initiative=OuterRef("pk"), fiscal_year=basis.fiscal_year, stage=basis.stage
    )
    total = its_lines.order_by().values("initiative")
    unknown = Q(amount__isnull=True) | ~Q(currency__in=[currency for currency, _rate in rates])
    ever = Exists(SpendLine.objects.filter(initiative=OuterRef("pk")))
    return {
        "net": Subquery(total.annotate(net=_net(rates)).values("net"), output_field=AMOUNT),
        "doubts": Subquery(total.annotate(n=Count("pk", filter=unknown)).values("n")),
        "silent": ExpressionWrapper(
            Q(status__in=UNDER_WAY) & ~Q(ever), output_field=BooleanField()
        ),
        "linked": Exists(Contribution.objects.filter(initiative=OuterRef("pk"))),
        "rank": Case(*(When(status=s, then=Value(n)) for n, s in enumerate(Initiative.Status))),
    }


def cost(net: Decimal | None, *, doubts: int | None) -> Decimal | None:
    """What is known of a cost, never below zero; None when nothing is."""
    if net is None or (doubts and net <= 0):
        return None
    return max(net, Decimal(0))


def known_spend() -> Sum:
    """The known costs of many rows, added up."""
    return Sum(Greatest(F("net"), ZERO))


def _net(rates: tuple[tuple[str, Decimal], ...]) -> Round:
    """Each currency at its rate; the organisation's own is worth one."""
    worth = Case(
        *(
            When(currency=c, then=F("amount") if rate == 1 else F("amount") * Value(rate))
            for c, rate in rates
        ),
        output_field=AMOUNT,
    )
    return Round(Sum(worth), precision=2, output_field=AMOUNT)
