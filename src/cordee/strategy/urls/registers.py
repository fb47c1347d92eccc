"""Addresses of the lists of the spine, of the grid and of the priorities."""

from django.urls import path

from cordee.platform.registers import register_addresses
from cordee.strategy.registers import (
    CONTRIBUTIONS,
    DEPENDENCIES,
    EXCHANGE_RATES,
    INDICATORS,
    INITIATIVES,
    MEASURES,
    NEEDS,
    OBJECTIVES,
    PLANS,
    SPEND_LINES,
    VISIONS,
)
from cordee.strategy.urls.discussion import urlpatterns as discussion
from cordee.strategy.views import indicators, initiatives, needs
from cordee.strategy.views.contributions import contributions
from cordee.strategy.views.grid import contribution_grid_page
from cordee.strategy.views.priorities import priorities

urlpatterns = [
    *discussion,
    *register_addresses(VISIONS),
    *register_addresses(OBJECTIVES),
    *register_addresses(INDICATORS, sheet=indicators.indicator),
    path("indicators/<int:pk>/measure/", indicators.measure_indicator, name="measure_indicator"),
    *register_addresses(MEASURES),
    *register_addresses(NEEDS, sheet=needs.need),
    *register_addresses(PLANS),
    *register_addresses(SPEND_LINES),
    *register_addresses(DEPENDENCIES),
    *register_addresses(EXCHANGE_RATES),
    *register_addresses(CONTRIBUTIONS, list=contributions),
    path("contributions/grid/", contribution_grid_page, name="contribution_grid"),
    path("priorities/", priorities, name="priorities"),
    *register_addresses(INITIATIVES, list=initiatives.initiatives, sheet=initiatives.initiative),
    path("initiatives/<str:code>/state/", initiatives.move_initiative, name="move_initiative"),
]
