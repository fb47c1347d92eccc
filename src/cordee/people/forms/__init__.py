"""What people write of units, of one another, of members and of teams."""

from cordee.people.forms.organisation import AdmissionForm, MemberForm, PersonForm, UnitForm
from cordee.people.forms.teams import (
    AbsenceForm,
    AllocationForm,
    CalendarForm,
    ReserveForm,
    TeamForm,
)

__all__ = [
    "AbsenceForm",
    "AdmissionForm",
    "AllocationForm",
    "CalendarForm",
    "MemberForm",
    "PersonForm",
    "ReserveForm",
    "TeamForm",
    "UnitForm",
]
