"""How a sentence quotes several names of a file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def quoted(names: Iterable[str]) -> str:
    """Each between the quotation marks of the language: “One”, “Two”."""
    return ", ".join(_("“%(name)s”") % {"name": name} for name in names)
