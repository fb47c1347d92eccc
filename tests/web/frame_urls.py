"""The addresses that the frame of a page calls, and no others."""

from django.http import HttpResponse
from django.urls import include, path


def blank(request):
    return HttpResponse()


shell = (
    [
        path("organisations/switch/", blank, name="switch_organisation"),
        path("personas/become/", blank, name="become_persona"),
        path("clients/", blank, name="clients"),
        path("search/", blank, name="search"),
        path("account/", blank, name="account"),
    ],
    "web",
)
urlpatterns = [
    path("", include(shell)),
    path("language/", blank, name="set_language"),
    path("account/notifications/", blank, name="mail_choices"),
    path("accounts/logout/", blank, name="account_logout"),
]
