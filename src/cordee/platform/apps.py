"""Registers the platform with Django."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "cordee.platform"
    label = "platform"
