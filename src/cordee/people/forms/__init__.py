"""What people write of units, members, those they invite, tokens and teams."""

from cordee.people.forms.organisation import (
    MemberForm,
    OrganisationSettingsForm,
    PersonForm,
    UnitForm,
)
from cordee.people.forms.teams import (
    AbsenceForm,
    AllocationForm,
    CalendarForm,
    ReserveForm,
    TeamForm,
)
from cordee.people.forms.ways_in import (
    InvitationForm,
    JoiningForm,
    TokenForm,
)

__all__ = [
    "AbsenceForm",
    "AllocationForm",
    "CalendarForm",
    "InvitationForm",
    "JoiningForm",
    "MemberForm",
    "OrganisationSettingsForm",
    "PersonForm",
    "ReserveForm",
    "TeamForm",
    "TokenForm",
    "UnitForm",
]
