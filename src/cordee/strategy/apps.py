"""Registers the room with Django."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "cordee.strategy"
    label = "strategy"
