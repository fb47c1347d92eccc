"""Addresses of the documents."""

from django.urls import path

from cordee.reports.views import packs, templates

app_name = "reports"
urlpatterns = [
    path("board-pack/", packs.board_pack, name="board_pack"),
    path("board-pack/templates/", templates.slide_templates, name="slide_templates"),
    path("board-pack/templates/starter/", templates.starter, name="starter_template"),
    path("board-pack/templates/house/", templates.use_house, name="use_house_template"),
    path("board-pack/templates/<int:pk>/", templates.slide_template, name="slide_template"),
    path("board-pack/templates/<int:pk>/file/", templates.file, name="slide_template_file"),
    path("board-pack/templates/<int:pk>/slides/", templates.trial, name="slide_template_trial"),
    path("board-pack/templates/<int:pk>/use/", templates.use, name="use_slide_template"),
    path("board-pack/templates/<int:pk>/remove/", templates.remove, name="remove_slide_template"),
    path("board-pack/ask/", packs.ask_pack, name="ask_pack"),
    path("board-pack/made/<int:pk>/", packs.made_pack, name="made_pack"),
    path("board-pack/made/<int:pk>/<str:kind>/", packs.pack_file, name="pack_file"),
]
