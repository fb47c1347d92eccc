"""Addresses of the spine."""

from cordee.strategy.urls import imports, registers, thread

app_name = "strategy"
urlpatterns = [*registers.urlpatterns, *thread.urlpatterns, *imports.urlpatterns]
