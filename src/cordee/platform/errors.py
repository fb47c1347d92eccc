"""How Cordée says no."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


class Refused(Exception):
    """A business rule says no. The message is translated and meant for the user."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field of a row, as the journal tells it."""

    field: str
    before: Any
    after: Any
    who: str
    at: datetime


class Conflict(Refused):
    """The row was changed by somebody else since it was read: nothing is written over it."""

    def __init__(
        self, sentence: str, *, row: Any, changes: tuple[Change, ...], is_told: bool
    ) -> None:
        super().__init__(sentence)
        self.row = row
        """The row as it stands now."""
        self.changes = changes
        """What changed since, field by field, the latest author of each."""
        self.is_told = is_told
        """Whether the changes are all of them: an import changes many rows in one line."""

    @property
    def latest(self) -> Change | None:
        return max(self.changes, key=lambda change: change.at, default=None)
