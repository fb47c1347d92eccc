"""Addresses of the lists of the spine, of the grid and of the priorities."""

from django.urls import path

from cordee.strategy.views import dependencies, initiatives, rates, registers
from cordee.strategy.views.grid import contribution_grid_page
from cordee.strategy.views.priorities import priorities

urlpatterns = [
    path("visions/", registers.visions, name="visions"),
    path("visions/new/", registers.new_vision, name="new_vision"),
    path("visions/<int:pk>/", registers.vision, name="vision"),
    path("visions/<int:pk>/edit/", registers.edit_vision, name="edit_vision"),
    path("visions/<int:pk>/remove/", registers.remove_vision, name="remove_vision"),
    path("objectives/", registers.objectives, name="objectives"),
    path("objectives/new/", registers.new_objective, name="new_objective"),
    path("objectives/<int:pk>/", registers.objective, name="objective"),
    path("objectives/<int:pk>/edit/", registers.edit_objective, name="edit_objective"),
    path("objectives/<int:pk>/remove/", registers.remove_objective, name="remove_objective"),
    path("plans/", registers.plans, name="plans"),
    path("plans/new/", registers.new_plan, name="new_plan"),
    path("plans/<int:pk>/", registers.plan, name="plan"),
    path("plans/<int:pk>/edit/", registers.edit_plan, name="edit_plan"),
    path("plans/<int:pk>/remove/", registers.remove_plan, name="remove_plan"),
    path("spend/", registers.spend_lines, name="spend_lines"),
    path("spend/new/", registers.new_spend_line, name="new_spend_line"),
    path("spend/<int:pk>/", registers.spend_line, name="spend_line"),
    path("spend/<int:pk>/edit/", registers.edit_spend_line, name="edit_spend_line"),
    path("spend/<int:pk>/remove/", registers.remove_spend_line, name="remove_spend_line"),
    path("dependencies/", dependencies.dependencies, name="dependencies"),
    path("dependencies/new/", dependencies.new_dependency, name="new_dependency"),
    path("dependencies/<int:pk>/", dependencies.dependency, name="dependency"),
    path("dependencies/<int:pk>/edit/", dependencies.edit_dependency, name="edit_dependency"),
    path("dependencies/<int:pk>/remove/", dependencies.remove_dependency, name="remove_dependency"),
    path("exchange-rates/", rates.exchange_rates, name="exchange_rates"),
    path("exchange-rates/new/", rates.new_exchange_rate, name="new_exchange_rate"),
    path("exchange-rates/<int:pk>/", rates.exchange_rate, name="exchange_rate"),
    path("exchange-rates/<int:pk>/edit/", rates.edit_exchange_rate, name="edit_exchange_rate"),
    path(
        "exchange-rates/<int:pk>/remove/", rates.remove_exchange_rate, name="remove_exchange_rate"
    ),
    path("contributions/", registers.contributions, name="contributions"),
    path("contributions/grid/", contribution_grid_page, name="contribution_grid"),
    path("priorities/", priorities, name="priorities"),
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/new/", initiatives.new_initiative, name="new_initiative"),
    path("initiatives/<str:code>/", initiatives.initiative, name="initiative"),
    path("initiatives/<str:code>/edit/", initiatives.edit_initiative, name="edit_initiative"),
    path("initiatives/<str:code>/remove/", initiatives.remove_initiative, name="remove_initiative"),
    path("initiatives/<str:code>/state/", initiatives.move_initiative, name="move_initiative"),
]
