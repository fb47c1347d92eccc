"""Addresses of the spine."""

from cordee.strategy.urls import editions, imports, registers, thread

app_name = "strategy"
urlpatterns = [
    *registers.urlpatterns,
    *thread.urlpatterns,
    *imports.urlpatterns,
    *editions.urlpatterns,
]
