"""Addresses of units, people and members."""

from django.urls import path

from cordee.people import views

app_name = "people"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/new/", views.new_unit, name="new_unit"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/edit/", views.edit_unit, name="edit_unit"),
    path("units/<int:pk>/remove/", views.remove_unit, name="remove_unit"),
    path("people/", views.people, name="people"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/edit/", views.edit_person, name="edit_person"),
    path("people/<int:pk>/remove/", views.remove_person, name="remove_person"),
    path("members/", views.members, name="members"),
    path("members/new/", views.new_member, name="new_member"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/edit/", views.edit_member, name="edit_member"),
    path("members/<int:pk>/remove/", views.remove_member, name="remove_member"),
]
