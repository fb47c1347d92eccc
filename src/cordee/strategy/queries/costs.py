"""What each initiative costs on one basis, as columns of its row: for lists, sorts and counts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
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

from cordee.platform.access import Reader
from cordee.strategy.models import Contribution, Initiative, SpendLine
from cordee.strategy.queries.rows import UNDER_WAY, Basis, rates

UNKNOWN = Q(doubts__gt=0) | Q(silent=True)
"""Something is expected of it on the basis, and a part of it or all of it is unknown."""
COSTING = Q(doubts__isnull=False) | Q(silent=True)
"""Something is expected of it on the basis, known or not."""
FUNDED = Q(cost__gt=0)
ORPHAN = COSTING & Q(linked=False)
CANDIDATE = Q(status__in=(Initiative.Status.IDEA, Initiative.Status.CANDIDATE))
AMOUNT = DecimalField(max_digits=24, decimal_places=2)
ZERO = Value(Decimal(0), output_field=AMOUNT)


def costs(reader: Reader, *, basis: Basis, on: date) -> dict[str, Any]:
    """Annotations of an initiative, which say what the picture of the basis says.

    `cost`: what is known of its cost, credits deducted, never below zero; None when nothing is.
    `doubts`: its unknown lines; None without any line. `silent`: under way, never any line.
    `linked`: it serves an objective. `rank` is the place of its state in its life.
    """
    known = rates(reader, on=on)
    its_lines = SpendLine.objects.filter(
        initiative=OuterRef("pk"), fiscal_year=basis.fiscal_year, stage=basis.stage
    )
    total = its_lines.order_by().values("initiative")
    unknown = Q(amount__isnull=True) | ~Q(currency__in=list(known))
    ever = Exists(SpendLine.objects.filter(initiative=OuterRef("pk")))
    return {
        "cost": Subquery(
            total.annotate(net=_net(known), doubts=Count("pk", filter=unknown))
            .annotate(told=_told())
            .values("told"),
            output_field=AMOUNT,
        ),
        "doubts": Subquery(total.annotate(n=Count("pk", filter=unknown)).values("n")),
        "silent": ExpressionWrapper(
            Q(status__in=UNDER_WAY) & ~Q(ever), output_field=BooleanField()
        ),
        "linked": Exists(Contribution.objects.filter(initiative=OuterRef("pk"))),
        "rank": Case(*(When(status=s, then=Value(n)) for n, s in enumerate(Initiative.Status))),
    }


def _net(known: Mapping[str, Decimal]) -> Round:
    worth = Case(
        *(When(currency=c, then=F("amount") * Value(rate)) for c, rate in known.items()),
        output_field=AMOUNT,
    )
    return Round(Sum(worth), precision=2, output_field=AMOUNT)


def _told() -> Case:
    return Case(
        When(doubts=0, then=Greatest(F("net"), ZERO)),
        When(net__gt=0, then=F("net")),
        output_field=AMOUNT,
    )
