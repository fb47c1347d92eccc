"""The editions a reader may see, and what they are compared with."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cordee.platform.access import Reader
from cordee.platform.models import User
from cordee.strategy.models import Edition
from cordee.strategy.queries.comparison import Comparison, comparison
from cordee.strategy.queries.figures import Picture
from cordee.strategy.queries.freezing import Frozen, frozen, frozen_of, portfolio_of
from cordee.strategy.queries.rows import Basis


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition in the list, with the name of who froze it when it is still known."""

    edition: Edition
    by: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the last edition."""

    edition: Edition
    moved: Comparison


def editions(reader: Reader) -> QuerySet[Edition]:
    """Those of the organisation, latest first; an edition holds the whole portfolio."""
    if reader.units is not None:
        return Edition.objects.none()
    found = Edition.objects.filter(organisation=reader.organisation).defer("pictures")
    return found.order_by("-at", "-pk")


def packable_editions(reader: Reader) -> QuerySet[Edition]:
    """Those whose board pack can be made again, latest first, without what they hold."""
    return editions(reader).exclude(pictures=b"").defer("content", "pictures")


def listed_editions(reader: Reader) -> tuple[ListedEdition, ...]:
    found = list(editions(reader).defer("content", "pictures"))
    names = {
        user.pseudonym: str(user)
        for user in User.objects.filter(pseudonym__in={edition.by for edition in found})
    }
    return tuple(ListedEdition(edition, names.get(edition.by, "")) for edition in found)


def compared(
    reader: Reader, *, before: Edition, after: Edition | None, basis: Basis, on: date
) -> Comparison:
    """An edition against a later one, or against what the portfolio is now."""
    later = frozen(reader, on=on) if after is None else portfolio_of(after.content)
    return comparison(portfolio_of(before.content), later, basis=basis)


def since_last_edition(reader: Reader, *, drawn: Picture) -> Since | None:
    """What moved since the last edition, on the basis of a picture that is drawn already."""
    last = editions(reader).first()
    if last is None:
        return None
    now: Frozen = frozen_of(reader, pictures=[drawn], on=drawn.on)
    return Since(last, comparison(portfolio_of(last.content), now, basis=drawn.basis))
