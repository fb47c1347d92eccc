"""Registers the room with Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class WebConfig(AppConfig):
    name = "cordee.web"
    label = "web"

    def ready(self) -> None:
        from cordee.web.account.sessions import note_sign_in

        user_logged_in.connect(note_sign_in)
