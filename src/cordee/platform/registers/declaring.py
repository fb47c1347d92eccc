"""Every register of the house, wherever it is declared: for exports, the API and the search."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from cordee.platform.registers.declared import Register


@cache
def declared_registers() -> tuple[Register, ...]:
    """What each room lists in `REGISTERS` of its `registers` module, floor after floor."""
    return tuple(one for config in apps.get_app_configs() for one in _declared_in(config))


def declared_register(space: str, plural: str) -> Register | None:
    """The register of these addresses; None when there is none."""
    found = (r for r in declared_registers() if (r.space, r.plural) == (space, plural))
    return next(found, None)


def _declared_in(config: AppConfig) -> Iterator[Register]:
    if config.module and module_has_submodule(config.module, "registers"):
        yield from getattr(import_module(f"{config.name}.registers"), "REGISTERS", ())
