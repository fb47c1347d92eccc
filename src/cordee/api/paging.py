"""Lists come page after page, whatever they hold."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from ninja.params import P, PathEx, QueryEx
from pydantic import BaseModel

MOST = 200
Row = TypeVar("Row")
Number = PathEx[int, P(ge=1, lt=2**63)]
Place = QueryEx[int, P(ge=1, le=1_000_000)]
Size = QueryEx[int, P(ge=1, le=MOST)]


class Page(BaseModel, Generic[Row]):
    """Rows in the order asked for: those of one page, and how many there are in all."""

    count: int
    page: int
    pages: int
    rows: list[Row]


def page_of(
    rows: QuerySet[Any] | Sequence[Any],
    told: Callable[[Any], Row],
    *,
    page: int,
    size: int,
    together: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> Page[Row]:
    """One page of rows, each as it is told; `together` reads what those of a page stand on."""
    found = Paginator(rows, size).get_page(page)
    return Page[Row](
        count=found.paginator.count,
        page=found.number,
        pages=found.paginator.num_pages,
        rows=[told(one) for one in together(found)],
    )
