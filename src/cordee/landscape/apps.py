"""Registers the room with Django."""

from django.apps import AppConfig


class LandscapeConfig(AppConfig):
    name = "cordee.landscape"
    label = "landscape"
