"""Reads the environment variables of docs/settings.md and refuses what it does not understand."""

import os
import secrets
from pathlib import Path
from typing import Any

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
IN_MEMORY = "memory"


def flag(name: str) -> bool:
    """Whether the variable `name` is on; anything but yes/no words is an error."""
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ValueError(f"{name}={value!r}: write 1 or 0")


def allowed_hosts(value: str) -> list[str]:
    return [host.strip() for host in value.split(",") if host.strip()]


def secret_key(value: str, *, data_dir: Path, kept: bool) -> str:
    """The key given, or one made once and kept in the data folder, readable by its owner only."""
    if value:
        return value
    if not kept:
        return secrets.token_urlsafe(50)
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def database(value: str, *, data_dir: Path) -> dict[str, Any]:
    """SQLite in the data folder by default; a path; or `memory` for one process's lifetime."""
    path = ":memory:" if value == IN_MEMORY else value or str(data_dir / "cordee.sqlite3")
    if "://" in path:
        raise ValueError(f"CORDEE_DATABASE={value!r}: write the path of a SQLite file, or memory")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        },
    }
