"""What an exported file says of itself: its register, when it left, which column is which."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MARK = "cordee"
"""First word of what a file says of itself, and name of the column that holds the stamps."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a file comes from."""

    register: str
    """`space:plural`."""
    organisation: str
    """Slug."""
    export: str
    """Public id of the export; empty when it was not kept."""
    at: str
    language: str
    columns: Mapping[str, str]
    """Label → name of the field, in the order of the stamps."""
    narrowed: str = ""
    """The filter in words; empty when every row left."""
    is_text: bool = True
    """Whether an apostrophe keeps formulas from running: not in JSON."""

    def as_json(self) -> dict[str, Any]:
        return {
            MARK: self.register,
            "organisation": self.organisation,
            "export": self.export,
            "at": self.at,
            "language": self.language,
            "filter": self.narrowed,
            "columns": dict(self.columns),
        }

    def as_text(self) -> str:
        """Signs that every program keeps: it stands in a cell, above the stamps."""
        return json.dumps(self.as_json(), ensure_ascii=True, separators=(",", ":"))


def read_header(told: object, *, is_text: bool = True) -> Header | None:
    """The header in a cell, or in a JSON file; None when it is none of ours."""
    if isinstance(told, str):
        told = _parsed(told)
    if not isinstance(told, dict) or not isinstance(told.get(MARK), str):
        return None
    columns = told.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        return None
    return Header(
        register=told[MARK],
        organisation=str(told.get("organisation", "")),
        export=str(told.get("export", "")),
        at=str(told.get("at", "")),
        language=str(told.get("language", "")),
        columns={" ".join(str(label).split()): name for label, name in columns.items()},
        narrowed=str(told.get("filter", "")),
        is_text=is_text,
    )


def _parsed(text: str) -> object:
    if not text.startswith("{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
