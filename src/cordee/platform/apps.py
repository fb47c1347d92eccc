"""Registers the platform with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PlatformConfig(AppConfig):
    name = "cordee.platform"
    label = "platform"

    def ready(self) -> None:
        """Tables are altered without the triggers of the search, which come back after."""
        from cordee.platform import search  # once every room is known

        pre_migrate.connect(search.removed, sender=self)
        post_migrate.connect(search.restored, sender=self)
