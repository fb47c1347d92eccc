"""Addresses of the shell: the cockpit, and what changes who is looking."""

from django.urls import path

from cordee.web import views
from cordee.web.account import pages
from cordee.web.clients import clients
from cordee.web.cockpit import cockpit
from cordee.web.saved_views import remove_view, save_view
from cordee.web.search import search

app_name = "web"
urlpatterns = [
    path("", cockpit, name="cockpit"),
    path("clients/", clients, name="clients"),
    path("menu.svg", views.menu_icons, name="menu_icons"),
    path("search/", search, name="search"),
    path("account/", pages.overview, name="account"),
    path("account/sessions/", pages.sessions, name="account_sessions"),
    path("account/sessions/end/", pages.end_other_sessions, name="account_end_other_sessions"),
    path("account/sessions/<int:pk>/end/", pages.end_session, name="account_end_session"),
    path("account/tokens/", pages.tokens, name="account_tokens"),
    path("account/tokens/new/", pages.new_token, name="account_new_token"),
    path("account/tokens/<int:pk>/revoke/", pages.revoke_token, name="account_revoke_token"),
    path("account/close/", pages.close, name="account_close"),
    path("organisations/new/", views.new_organisation, name="new_organisation"),
    path("organisations/switch/", views.switch_organisation, name="switch_organisation"),
    path("saved-views/", save_view, name="save_view"),
    path("saved-views/<int:pk>/remove/", remove_view, name="remove_view"),
    path("personas/become/", views.become_persona, name="become_persona"),
]
