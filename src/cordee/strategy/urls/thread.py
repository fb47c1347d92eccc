"""Addresses of the golden thread and of the possible duplicates."""

from django.urls import path

from cordee.strategy.views import duplicates, thread

urlpatterns = [
    path("thread/", thread.thread, name="thread"),
    path("thread/<str:kind>/<int:pk>/", thread.chosen_node, name="thread_node"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/rule/", duplicates.rule_on_duplicates, name="rule_on_duplicates"),
]
