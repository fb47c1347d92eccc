"""Addresses of the documents."""

from django.urls import path

from cordee.reports import views

app_name = "reports"
urlpatterns = [
    path("board-pack/", views.board_pack, name="board_pack"),
    path("board-pack/<str:kind>/", views.download, name="download"),
]
