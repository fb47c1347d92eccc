"""Addresses: English words of the glossary, the same in every language."""

from django.urls import include, path

handler403 = "cordee.web.views.refused"
urlpatterns = [
    path("", include("cordee.api.urls")),  # first: a program waits for no page's address
    path("", include("cordee.web.urls")),
    path("", include("cordee.web.urls.accounts")),
    path("", include("cordee.people.urls")),
    path("", include("cordee.landscape.urls")),
    path("", include("cordee.strategy.urls")),
    path("", include("cordee.reports.urls")),
]
