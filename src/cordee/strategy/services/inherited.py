"""Takes in initiatives that were already under way before anybody here approved them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.platform import journal
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.models import Organisation, User
from cordee.platform.storing import move_on
from cordee.strategy.models import Initiative, Waiver

WAIVER_DAYS = 90
"""How long an inherited initiative may run before a body has to decide."""
NEEDS_WAIVER = frozenset(
    {Initiative.Status.APPROVED, Initiative.Status.RUNNING, Initiative.Status.PAUSED}
)
"""States that need a waiver; the others are only remembered."""

Statuses = Mapping[Initiative, Initiative.Status]


def inherit_initiative(
    initiative: Initiative, *, status: Initiative.Status, reason: str, by: User, at: datetime
) -> Initiative:
    """Set the state an initiative already has; one under way gets, once, a waiver that expires."""
    with transaction.atomic():
        detail = _inherited({initiative: status}, reason=reason, at=at)
        journal.record(
            "strategy.inherit_initiative", initiative, by=by, at=at, reason=reason, detail=detail
        )
    return initiative


def inherit_initiatives(
    initiatives_with_status: Statuses,
    *,
    organisation: Organisation,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """The same for many initiatives of one organisation, in one line of the journal."""
    if any(i.organisation_id != organisation.pk for i in initiatives_with_status):
        raise Refused(_("These initiatives belong to another organisation."))
    with transaction.atomic():
        detail = _inherited(initiatives_with_status, reason=reason, at=at)
        journal.record(
            "strategy.inherit_initiatives",
            organisation,
            by=by,
            at=at,
            reason=reason,
            detail=detail,
        )


def _inherited(
    initiatives_with_status: Statuses, *, reason: str, at: datetime
) -> dict[str, list[str]]:
    detail = {i.code: [str(i.status), str(s)] for i, s in initiatives_with_status.items()}
    for initiative, status in initiatives_with_status.items():
        initiative.status = status
    Initiative.objects.bulk_update(initiatives_with_status, ["status"], batch_size=500)
    move_on(initiatives_with_status)
    granted = set(
        Waiver.objects.filter(
            initiative__in=initiatives_with_status, kind=Waiver.Kind.INHERITED
        ).values_list("initiative_id", flat=True)
    )
    Waiver.objects.bulk_create(
        Waiver(
            organisation=initiative.organisation,
            initiative=initiative,
            kind=Waiver.Kind.INHERITED,
            granted_at=at,
            expires_on=day_of(at) + timedelta(days=WAIVER_DAYS),
            reason=reason,
        )
        for initiative, status in initiatives_with_status.items()
        if status in NEEDS_WAIVER and initiative.pk not in granted
    )
    return detail
