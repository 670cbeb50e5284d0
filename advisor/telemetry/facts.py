"""What may be told of what goes on: numbers, ids and words of the program; never what a person wrote or was answered.

A text that could be anything is not looked at for what is bad in it: only what is surely harmless passes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Final

Tellable = str | int | float | bool | None
WORDS: Final = frozenset(
    {
        "_stcore", "api", "app", "assess", "auth", "bin", "catalog", "catalogs", "component",
        "connections", "decisions", "docs", "evaluation", "guidance", "healthz", "health", "host-config",
        "hosting", "login", "logout", "mcp", "media", "metrics", "models", "oauth2callback", "offers",
        "openapi.json", "playground", "readyz", "recommendation", "register", "replay", "report",
        "requirements", "search", "size", "start", "static", "stream", "tco", "upload_file", "v1",
        "vendor", "versions",
    }
)  # fmt: skip
"""What a path of ours may be made of; anything else in one is somebody's, or an id."""
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_ID: Final = re.compile(r"[0-9a-f]{8,32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ROUTE: Final = re.compile(r"(/([a-z0-9_.-]{1,30}|\*)){1,12}|/")


def route_of(path: str) -> str:
    """A path with a star for whatever is no word of ours."""
    parts = [part if part in WORDS else "*" for part in path.split("/") if part]
    return "/" + "/".join(parts[:12])


def harmless(facts: Mapping[str, Tellable]) -> dict[str, Tellable]:
    """The facts that may be told; of a text that is no plain word, no id and no route, only that it was withheld."""
    return {name: value if _passes(value) else "withheld" for name, value in facts.items()}


def _passes(value: Tellable) -> bool:
    if not isinstance(value, str):
        return True
    return any(pattern.fullmatch(value) for pattern in (_PLAIN, _ID, _ROUTE))


def pseudonym_of(subject: str, *, secret: str) -> str | None:
    """What a person is called in logs: the same each time, and nobody's name; None where nobody signed in."""
    if not subject:
        return None
    return hmac.new(secret.encode() or b"advisor", subject.encode(), hashlib.sha256).hexdigest()[:16]
