"""What a command found: one JSON object for programs, indented lines for people."""

import json
import sys
from collections.abc import Iterator
from typing import Any

WORDS = {True: "yes", False: "no", None: "none"}


def say_facts(told: dict[str, Any], *, as_json: bool) -> None:
    """Print the facts on stdout."""
    if as_json:
        json.dump(told, sys.stdout, ensure_ascii=False, default=str)
        print()
        return
    print("\n".join(fact_lines(told)))


def fact_lines(told: dict[str, Any], *, indent: str = "") -> Iterator[str]:
    """
    >>> list(fact_lines({"holds": True, "rows": {"units": 2}, "chains": [{"end": None}], "no": []}))
    ['holds: yes', 'rows:', '  units: 2', 'chains:', '  - end: none', 'no: none']
    """
    for key, value in told.items():
        if isinstance(value, dict) and value:
            yield f"{indent}{key}:"
            yield from fact_lines(value, indent=f"{indent}  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_one(each)}" for each in value)
        else:
            yield f"{indent}{key}: {_one(value)}"


def _one(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_one(each)}" for key, each in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(_one, value)) or "none"
    return WORDS[value] if value is None or isinstance(value, bool) else str(value)
