"""Furnishes Ateliers Rivaud, so that there is another organisation to switch to."""

from datetime import datetime

from cordee.cases.authored import company
from cordee.cases.founding import found_company
from cordee.platform.models import Organisation, User


def found_workshop(*, by: User, at: datetime) -> Organisation:
    """Open the workshop, whose owner is `by`."""
    return found_company(company("cordee.cases.workshop"), by=by, at=at)
