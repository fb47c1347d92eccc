"""Addresses of the shell: the cockpit, and what changes who is looking."""

from django.urls import path

from cordee.web import views
from cordee.web.cockpit import cockpit
from cordee.web.search import search

app_name = "web"
urlpatterns = [
    path("", cockpit, name="cockpit"),
    path("search/", search, name="search"),
    path("organisations/new/", views.new_organisation, name="new_organisation"),
    path("organisations/switch/", views.switch_organisation, name="switch_organisation"),
    path("personas/become/", views.become_persona, name="become_persona"),
]
