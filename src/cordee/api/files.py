"""How the contract says that an answer is a file."""

from typing import Any


def file_contract(*kinds: str) -> dict[str, Any]:
    """The kinds of file that an operation answers with."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    if "application/json" in content:
        content["application/json"] = {"schema": {}}
    return {"responses": {200: {"content": content}}}
