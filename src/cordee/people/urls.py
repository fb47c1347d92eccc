"""Addresses of units, people and members."""

from cordee.people import views
from cordee.people.registers import MEMBERS, PEOPLE, UNITS
from cordee.platform.registers import register_addresses

app_name = "people"
urlpatterns = [
    *register_addresses(UNITS),
    *register_addresses(PEOPLE),
    *register_addresses(
        MEMBERS,
        list=views.members,
        new=views.new_member,
        edit=views.edit_member,
        remove=views.remove_member,
    ),
]
