"""Registers the platform with Django."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class PlatformConfig(AppConfig):
    name = "cordee.platform"
    label = "platform"

    def ready(self) -> None:
        """Tables are altered without the triggers of the search, which come back after.

        SQLite learns how names are put in order.
        """
        from cordee.platform import search  # once every room is known
        from cordee.platform.sorting import teach_sqlite

        connection_created.connect(teach_sqlite)
        pre_migrate.connect(search.removed, sender=self)
        post_migrate.connect(search.restored, sender=self)
