"""Furnishes Comptoirs Valmorel, the example company."""

from collections.abc import Mapping
from datetime import datetime

from cordee.cases.authored import company
from cordee.cases.founding import found_company
from cordee.platform.models import Organisation, User


def found_retailer(
    *, by: User, at: datetime, accounts: Mapping[str, User] | None = None
) -> Organisation:
    """Open the retailer, whose owner is `by`; `accounts` gives the users of some of its people."""
    return found_company(company("cordee.cases.retailer"), by=by, at=at, accounts=accounts)
