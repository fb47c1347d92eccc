"""Addresses of units, people, members, invitations and teams."""

from django.urls import path

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
from cordee.people.views import (
    archives,
    copying,
    erasure,
    invitations,
    joining,
    members,
    organisation,
    teams,
    webhooks,
)
from cordee.platform.registers import register_addresses

app_name = "people"
urlpatterns = [
    *register_addresses(UNITS),
    *register_addresses(PEOPLE),
    path("capacity/", teams.capacity, name="capacity"),
    *register_addresses(TEAMS, sheet=teams.team),
    *register_addresses(ALLOCATIONS),
    *register_addresses(ABSENCES),
    *register_addresses(RESERVES),
    *register_addresses(CALENDARS),
    *register_addresses(
        MEMBERS,
        list=members.members,
        new=invitations.new_member,
        edit=members.edit_member,
        remove=members.remove_member,
    ),
    path("organisations/settings/", organisation.settings_page, name="organisation"),
    path("organisations/copy/", copying.copy, name="copy"),
    path("organisations/erase/", erasure.erasure, name="erasure"),
    path("organisations/erase/take-back/", erasure.take_back, name="take_back_erasure"),
    path("organisations/archives/", archives.listed, name="archives"),
    path("organisations/archives/new/", archives.ask, name="ask_archive"),
    path("organisations/archives/<int:pk>/", archives.download, name="download_archive"),
    path("members/security/", members.security, name="security"),
    path("members/invitations/", invitations.invitations, name="invitations"),
    path(
        "members/invitations/<int:pk>/renew/",
        invitations.renew_invitation,
        name="renew_invitation",
    ),
    path(
        "members/invitations/<int:pk>/revoke/",
        invitations.revoke_invitation,
        name="revoke_invitation",
    ),
    path("members/webhooks/", webhooks.webhooks, name="webhooks"),
    path("members/webhooks/new/", webhooks.new_webhook, name="new_webhook"),
    path("members/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("members/webhooks/<int:pk>/edit/", webhooks.edit_webhook, name="edit_webhook"),
    path("members/webhooks/<int:pk>/remove/", webhooks.remove_webhook, name="remove_webhook"),
    path("members/webhooks/<int:pk>/secret/", webhooks.renew_secret, name="renew_secret"),
    path("members/webhooks/<int:pk>/test/", webhooks.send_test, name="send_test"),
    path("members/webhooks/<int:pk>/resume/", webhooks.resume_webhook, name="resume_webhook"),
    path("members/webhooks/deliveries/<int:pk>/again/", webhooks.send_again, name="send_again"),
    path("invitations/<str:secret>/", joining.join, name="join"),
]
