"""Addresses of the editions and of the scenarios of priorities."""

from django.urls import path

from cordee.strategy.views import editions, scenarios

urlpatterns = [
    path("editions/", editions.editions, name="editions"),
    path("editions/new/", editions.new_edition, name="new_edition"),
    path("editions/changes/", editions.edition_changes, name="edition_changes"),
    path("editions/<int:pk>/", editions.edition, name="edition"),
    path("scenarios/", scenarios.scenario_list, name="scenarios"),
    path("scenarios/new/", scenarios.new_scenario, name="new_scenario"),
    path("scenarios/<int:pk>/", scenarios.scenario, name="scenario"),
    path("scenarios/<int:pk>/edit/", scenarios.edit_scenario, name="edit_scenario"),
    path("scenarios/<int:pk>/adopt/", scenarios.adopt_scenario, name="adopt_scenario"),
    path("scenarios/<int:pk>/remove/", scenarios.remove_scenario, name="remove_scenario"),
]
