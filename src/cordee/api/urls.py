"""Address of the API."""

from django.urls import path

from cordee.api.service import api

urlpatterns = [path("api/v1/", api.urls)]
