"""Reads the environment variables of docs/settings.md and refuses what it does not understand."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
IN_MEMORY = "memory"
POSTGRESQL = {"postgresql", "postgres"}
KEPT_OPEN = 60
"""Seconds during which a connection to the database serves the next request."""
PATIENCE = 10
"""Seconds left to PostgreSQL to answer a connection."""
MAIL_BACKENDS = "django.core.mail.backends."
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How the way to the mail server is protected, with the port that goes with it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves: shown on the console, or handed to a server."""

    backend: str
    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


def flag(name: str) -> bool:
    """Whether the variable `name` is on; anything but yes/no words is an error."""
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ValueError(f"{name}={value!r}: write 1 or 0")


def allowed_hosts(value: str) -> list[str]:
    return [host.strip() for host in value.split(",") if host.strip()]


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks that the variable `name` lists, as in `10.1.0.0/16,fd00:1::/64`."""
    written = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    try:
        return tuple(ip_network(part) for part in written)
    except ValueError as error:
        raise ValueError(f"{name}: {error}; write networks such as 10.1.0.0/16") from error


def mail(variables: Mapping[str, str]) -> Mail:
    """The console until a server is named; then an encrypted way to it, unless told otherwise."""
    host = variables.get("CORDEE_EMAIL_HOST", "")
    tls = variables.get("CORDEE_EMAIL_TLS", "").strip().lower() or "starttls"
    if tls not in MAIL_PORTS:
        raise ValueError(f"CORDEE_EMAIL_TLS={tls!r}: write starttls, tls or none")
    port = variables.get("CORDEE_EMAIL_PORT", "") or str(MAIL_PORTS[tls])
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"CORDEE_EMAIL_PORT={port!r}: write a port number, for example 587")
    usual = MAIL_BACKENDS + ("smtp" if host else "console") + ".EmailBackend"
    return Mail(
        backend=variables.get("CORDEE_EMAIL_BACKEND", "") or usual,
        host=host,
        port=int(port),
        user=variables.get("CORDEE_EMAIL_USER", ""),
        password=variables.get("CORDEE_EMAIL_PASSWORD", ""),
        starts_tls=tls == "starttls",
        is_tls=tls == "tls",
    )


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
    """SQLite in the data folder by default; a path; a PostgreSQL address; or `memory`."""
    if value.partition("://")[0] in POSTGRESQL:
        return _postgresql(value)
    path = ":memory:" if value == IN_MEMORY else value or str(data_dir / "cordee.sqlite3")
    if "://" in path:
        told = "write the path of a SQLite file, postgresql://user:password@host/name, or memory"
        raise ValueError(f"CORDEE_DATABASE: {told}")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEPT_OPEN,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Kept prepared by each connection: a page asks fifteen, and each takes memory.
            "cached_statements": 24,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-1000; PRAGMA temp_store=MEMORY;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    """What libpq is asked for; `?sslmode=require` and the like are handed on as they are.

    A password is never told in an error: an address is refused without being quoted.
    """
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ValueError("CORDEE_DATABASE: name the database, postgresql://user@host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": PATIENCE} | options,
    }
