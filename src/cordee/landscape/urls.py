"""Addresses of the applications."""

from django.urls import path

from cordee.landscape import views

app_name = "landscape"
urlpatterns = [
    path("applications/", views.applications, name="applications"),
    path("applications/new/", views.new_application, name="new_application"),
    path("applications/<int:pk>/", views.application, name="application"),
    path("applications/<int:pk>/edit/", views.edit_application, name="edit_application"),
    path("applications/<int:pk>/remove/", views.remove_application, name="remove_application"),
]
