"""Figures that a row of a list carries beside its own columns."""

from typing import Any

from django.db.models import Count, Model, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def number_of(rows: type[Model], *, by: str) -> Coalesce:
    """How many rows of another table name this one, in their column `by`."""
    named: Any = rows._default_manager.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(Subquery(named.annotate(number=Count("pk")).values("number")), Value(0))
