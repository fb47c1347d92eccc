"""Addresses of the imports."""

from django.urls import path

from cordee.strategy.views import imports as views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.new_import, name="new_import"),
    path("imports/<int:pk>/", views.import_page, name="import"),
    path("imports/<int:pk>/mapping/", views.map_import, name="map_import"),
    path("imports/<int:pk>/apply/", views.apply_import, name="apply_import"),
    path("imports/<int:pk>/undo/", views.undo_import, name="undo_import"),
    path("imports/<int:pk>/cancel/", views.cancel_import, name="cancel_import"),
    path("imports/<int:pk>/progress/", views.import_progress, name="import_progress"),
    path("imports/<int:pk>/mapping.toml", views.saved_mapping, name="saved_mapping"),
    path("imports/<int:pk>/refused.csv", views.refused_rows, name="refused_rows"),
]
