"""What the form of a new row starts with when the page one comes from named other rows."""

from collections.abc import Callable
from typing import Any

from cordee.platform.access import Reader
from cordee.platform.registers.declared import Asked


def named_in_address(*fields: str) -> Callable[[Reader, Asked], dict[str, Any]]:
    """The address may name rows by their number: `?application=12` chooses that application."""

    def start(_reader: Reader, asked: Asked) -> dict[str, Any]:
        return {name: asked[name] for name in fields if asked.get(name, "").isdecimal()}

    return start
