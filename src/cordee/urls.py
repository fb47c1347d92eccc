"""Addresses: English words of the glossary, the same in every language."""

from django.urls import include, path

urlpatterns = [
    path("", include("cordee.web.urls.accounts")),
]
