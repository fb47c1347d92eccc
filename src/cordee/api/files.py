"""Answers that are files, and how the contract says so."""

from typing import Any

from django.http import HttpResponse


def file_contract(*kinds: str) -> dict[str, Any]:
    """The kinds of file that an operation answers with."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    if "application/json" in content:
        content["application/json"] = {"schema": {}}
    return {"responses": {200: {"content": content}}}


def attached(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """A file made at once, under its name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
