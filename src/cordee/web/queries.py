"""What the shell answers: who can open a door that stayed closed."""

from cordee.people.models import Membership
from cordee.platform.access import Reader, Role


def grantors(reader: Reader | None) -> tuple[str, ...]:
    """The owners of the reader's organisation, who give roles."""
    if reader is None:
        return ()
    owners = Membership.objects.filter(organisation=reader.organisation, role=Role.OWNER)
    return tuple(str(m.user) for m in owners.select_related("user").order_by("user__last_name"))
