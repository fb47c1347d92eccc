"""Reads which companies' own sign-in opens Cordée, from the variables of docs/single-sign-on.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REQUIRED = {
    "CORDEE_OIDC": ("id", "name", "url", "client", "secret"),
    "CORDEE_SAML": ("id", "name", "entity", "url", "certificate"),
    "CORDEE_JOIN_BY_DOMAIN": ("domain", "organisation", "role"),
}


@dataclass(frozen=True, slots=True)
class Joining:
    """Whoever signs in with an e-mail of this domain joins this organisation, in this role."""

    domain: str
    organisation: str
    role: str


def providers(variables: Mapping[str, str]) -> dict[str, Any]:
    """What allauth is told of the providers; empty when there is none."""
    openid, saml = (_rows(variables, name) for name in ("CORDEE_OIDC", "CORDEE_SAML"))
    _refuse_rivals([*openid, *saml])
    found = {
        "openid_connect": [_openid(one) for one in openid],
        "saml": [_saml(one) for one in saml],
    }
    return {
        kind: {"APPS": apps, "OAUTH_PKCE_ENABLED": True} for kind, apps in found.items() if apps
    }


def joining(variables: Mapping[str, str]) -> tuple[Joining, ...]:
    """Domains whose people join by themselves; none unless the variable says so."""
    rows = _rows(variables, "CORDEE_JOIN_BY_DOMAIN")
    return tuple(Joining(one["domain"].lower(), one["organisation"], one["role"]) for one in rows)


def domain_of(email: str) -> str:
    """What stands after the @, in small letters."""
    return email.lower().rpartition("@")[2]


def _rows(variables: Mapping[str, str], name: str) -> list[dict[str, Any]]:
    """A JSON list, written in the variable or in the file that it names."""
    value = variables.get(name, "").strip()
    if not value:
        return []
    text = value if value.startswith("[") else Path(value).read_text(encoding="utf-8")
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{name}: write a JSON list, or the path of one ({error})") from error
    for row in rows:
        missing = [key for key in REQUIRED[name] if not row.get(key)]
        if missing:
            raise ValueError(f"{name}: {row.get('id', 'one of them')} lacks {', '.join(missing)}")
    return list(rows)


def _refuse_rivals(rows: list[dict[str, Any]]) -> None:
    """Of several companies, none may vouch for the mailboxes of another."""
    silent = [row["id"] for row in rows if not row.get("domains")]
    if len(rows) > 1 and silent:
        raise ValueError(
            f"{', '.join(silent)}: several companies sign in here, "
            'so each names the e-mail domains it vouches for: "domains": ["company.example"]'
        )


def _domains(row: dict[str, Any]) -> list[str]:
    """The domains whose mailboxes this company vouches for; empty when it is the only one."""
    return [domain.lower() for domain in row.get("domains", [])]


def _openid(row: dict[str, Any]) -> dict[str, Any]:
    """The claims are read from the signed token, which is checked; nothing else is believed."""
    return {
        "provider_id": row["id"],
        "name": row["name"],
        "client_id": row["client"],
        "secret": row["secret"],
        "settings": {
            "domains": _domains(row),
            "server_url": row["url"],
            "fetch_userinfo": False,
            "verified_email": bool(row.get("trusts_email", False)),
        },
    }


def _saml(row: dict[str, Any]) -> dict[str, Any]:
    attributes = row.get("attributes", {})
    return {
        "provider_id": row["entity"],
        "client_id": row["id"],
        "name": row["name"],
        "settings": {
            "domains": _domains(row),
            "verified_email": True,
            "idp": {
                "entity_id": row["entity"],
                "sso_url": row["url"],
                "x509cert": row["certificate"],
            },
            **({"attribute_mapping": attributes} if attributes else {}),
            "use_nameid_for_email": not attributes.get("email"),
            "advanced": {
                "strict": True,
                "want_assertion_signed": True,
                "reject_deprecated_algorithm": True,
                "reject_idp_initiated_sso": True,
            },
        },
    }
