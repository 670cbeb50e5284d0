"""Keys: where they come from, and how they are kept out of every text that leaves the process's memory."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from advisor.errors import GuardError
from advisor.trials.records import Connection

MASK: Final = "[key]"
MAX_KEY_BYTES: Final = 16_384
_SHORTEST_MASKED: Final = 6
_SHORTEST_BEGUN: Final = 8
_BEARER: Final = re.compile(r"(?i)\b(bearer|basic|api-key:?|x-api-key:?)\s+[A-Za-z0-9._~+/=-]{8,}")


class Key:
    """A key in memory: its representation never shows it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself, for the one place that sends it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Key(hidden)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a key is never pickled")


NO_KEY: Final = Key("")


def key_of(connection: Connection, session_keys: Mapping[str, Key], *, environ: Mapping[str, str] | None = None) -> Key:
    """Fetch the key of a connection; raises ``GuardError`` in plain words when it is not there."""
    source = connection.key
    if source.kind == "none":
        return NO_KEY
    if source.kind == "session":
        found = session_keys.get(connection.name, NO_KEY)
        if not found:
            raise GuardError(f"The key of {connection.name!r} was not entered in this browser session yet.")
        return found
    if source.kind == "env":
        value = (os.environ if environ is None else environ).get(source.name, "").strip()
        if not value:
            raise GuardError(f"The environment variable {source.name} that should hold the key is empty or not set.")
        return _checked(value, source.name)
    return _checked(_read_secret(Path(source.name)), source.name)


def _read_secret(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_KEY_BYTES + 1)
        value = raw.decode("utf-8").strip()
    except OSError as error:
        raise GuardError(f"The secret file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise GuardError(f"The secret file {path} is not text.") from None
    if not value or len(raw) > MAX_KEY_BYTES:
        raise GuardError(f"The secret file {path} is empty or larger than {MAX_KEY_BYTES} bytes: not a key.")
    return value


def _checked(value: str, place: str) -> Key:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise GuardError(f"What {place} holds is not a key: it has spaces, line breaks or letters that are not ASCII.")
    return Key(value)


KeyFinder = Callable[[Connection], Key]


def keys_from(session_keys: Mapping[str, Key]) -> KeyFinder:
    """A finder of keys over the environment, secret files and a snapshot of the session's keys."""
    kept = dict(session_keys)
    return lambda connection: key_of(connection, kept)


def session_key(value: str, *, connection: str) -> Key:
    """A key typed into the browser session; raises ``GuardError`` when it cannot be one."""
    return _checked(value.strip(), f"the key field of {connection!r}")


def redact(text: str, keys: Iterable[Key]) -> str:
    """Mask every key in a text, also URL-quoted, in base64, after the word Bearer, or broken off at the text's end."""
    for key in keys:
        plain = key.reveal()
        if len(plain) < _SHORTEST_MASKED:
            continue
        encoded = base64.b64encode(plain.encode()).decode().rstrip("=")
        for form in {plain, quote(plain, safe=""), encoded}:
            text = text.replace(form, MASK)
        text = _without_begun(text, plain)
    return _BEARER.sub(lambda match: f"{match.group(1)} {MASK}", text)


def _without_begun(text: str, key: str) -> str:
    """Mask the first part of a key with which a text ends: the rest may be on its way, or was never sent."""
    for length in range(min(len(key) - 1, len(text)), _SHORTEST_BEGUN - 1, -1):
        if text.endswith(key[:length]):
            return text[:-length] + MASK
    return text
