"""Addresses of units, people, members and teams."""

from django.urls import path

from cordee.people import views
from cordee.people.registers import (
    ABSENCES,
    ALLOCATIONS,
    CALENDARS,
    MEMBERS,
    PEOPLE,
    RESERVES,
    TEAMS,
    UNITS,
)
from cordee.platform.registers import register_addresses

app_name = "people"
urlpatterns = [
    *register_addresses(UNITS),
    *register_addresses(PEOPLE),
    path("capacity/", views.capacity, name="capacity"),
    *register_addresses(TEAMS, sheet=views.team),
    *register_addresses(ALLOCATIONS),
    *register_addresses(ABSENCES),
    *register_addresses(RESERVES),
    *register_addresses(CALENDARS),
    *register_addresses(
        MEMBERS,
        list=views.members,
        new=views.new_member,
        edit=views.edit_member,
        remove=views.remove_member,
    ),
]
