"""Keys: where they come from, and how they are kept out of every text that leaves the process's memory."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from itertools import takewhile
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

from advisor.errors import GuardError
from advisor.trials.network.key_policy import (
    KEY_VARIABLES,
    PREFIX,
    SECRETS_DIR,
    USUAL_SECRETS_DIR,
    check_variable,
    destination,
    secret_file,
)
from advisor.trials.records import Connection

MASK: Final = "[key]"
MAX_KEY_BYTES: Final = 16_384
_MOST_SECRETS: Final = 200
_SHORTEST_MASKED: Final = 6
_SHORTEST_BEGUN: Final = 8
_SHORTEST_PART: Final = 12
_MOST_PIECES: Final = 1_000
"""Pieces of a key that are looked at in one text: what has more was made to be slow to read, or spells it out."""
_WINDOW: Final = 32_768
"""Letters that one search looks at: nobody else gets a turn within a search, and an answer may have 16 million."""
_WORD: Final = re.compile(r"(?i)\b(bearer|basic|x-api-key|api-key)(?=[\s:])")
_LONGEST_WORD: Final = len("x-api-key:")
_BEARER: Final = re.compile(r"(?i)\b(bearer|basic|api-key:?|x-api-key:?)\s++(?P<key>[A-Za-z0-9._~+/=-]{8,})")


class Key:
    """A key in memory: its representation never shows it."""

    __slots__ = ("_value", "origin")

    def __init__(self, value: str, origin: str = "") -> None:
        self._value = value
        self.origin = origin
        """Where alone it may be sent; empty where that was looked at when it was fetched."""

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
        if found.origin != destination(connection):
            raise GuardError(
                f"The key of {connection.name!r} was entered for {found.origin or 'no address'}; the connection now"
                f" goes to {destination(connection)}. Enter the key again."
            )
        return found
    environ = os.environ if environ is None else environ
    if source.kind == "env":
        check_variable(connection, environ)
        value = environ.get(source.name, "").strip()
        if not value:
            raise GuardError(f"The environment variable {source.name} that should hold the key is empty or not set.")
        return _checked(value, source.name)
    return _checked(_read_secret(secret_file(connection, environ)), source.name)


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


def installed_keys(environ: Mapping[str, str] | None = None) -> tuple[Key, ...]:
    """Every key that the administrator gave this installation, for masking; what cannot be read is no key."""
    environ = os.environ if environ is None else environ
    values = [value for name, value in environ.items() if name in KEY_VARIABLES.values() or name.startswith(PREFIX)]
    values = [value.strip() for value in values if "://" not in value]
    folder = Path(environ.get(SECRETS_DIR, "").strip() or USUAL_SECRETS_DIR)
    try:
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.suffix != ".for"]
    except OSError:
        files = []
    for path in files[:_MOST_SECRETS]:
        try:
            values.append(_read_secret(path))
        except GuardError:
            continue
    return tuple(Key(value) for value in values if value)


KeyFinder = Callable[[Connection], Key]


def keys_from(session_keys: Mapping[str, Key]) -> KeyFinder:
    """A finder of keys over the environment, secret files and a snapshot of the session's keys."""
    kept = dict(session_keys)
    return lambda connection: key_of(connection, kept)


def session_key(value: str, *, connection: Connection) -> Key:
    """A key typed into the browser session for a connection's address; raises ``GuardError`` when it cannot be one."""
    key = _checked(value.strip(), f"the key field of {connection.name!r}")
    return Key(key.reveal(), destination(connection))


def redact(text: str, keys: Iterable[Key]) -> str:
    """Mask every key in a text: as it is, reversed, encoded, after the word Bearer, and its longer parts.

    Encodings are those of URLs, base64 (alone or within a longer text), base32, hexadecimal digits, JSON and HTML, and
    letters of one case. A part is a run of at least half of a form, wherever it begins, or any beginning of the key
    with which the text ends: the rest may be on its way, or was never sent.
    """
    for key in keys:
        plain = key.reveal()
        if len(plain) < _SHORTEST_MASKED:
            continue
        forms = sorted(_spellings(plain), key=len, reverse=True)
        for form in forms:
            text = text.replace(form, MASK)
        text = _without(text, [run for form in forms for run in _runs(text, form)])
        text = _without_begun(text, plain)
    return _without(text, _after_bearer(text))


def _after_bearer(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands that looks like a key after a word that introduces one."""
    at = 0
    while at < len(text):
        word = _WORD.search(text, at, at + _WINDOW + _LONGEST_WORD)
        if word is None or word.start() >= at + _WINDOW:
            at += _WINDOW
            continue
        found = _BEARER.match(text, word.start())
        at = word.end() if found is None else found.end()
        if found is not None:
            yield found.start("key"), found.end()


def _spellings(key: str) -> set[str]:
    """Every form in which somebody who has a key might quote it."""
    raw = key.encode()
    every_byte = "".join(f"%{byte:02X}" for byte in raw)
    escapes = {"".join(f"\\u{ord(letter):04x}" for letter in key), key.replace("/", "\\/"), json.dumps(key)[1:-1]}
    of_urls = {quote(key, safe=""), quote(key), quote_plus(key), every_byte}
    of_html = {escape(key), "".join(f"&#{byte};" for byte in raw), "".join(f"&#x{byte:x};" for byte in raw)}
    digits = {raw.hex(apart) if apart else raw.hex() for apart in ("", " ", ":")}
    packed = {form for shift in range(3) for form in _base64(raw, shift)} | {base64.b32encode(raw).decode().rstrip("=")}
    folded = {form.lower() for form in of_urls | digits} | {form.upper() for form in digits}
    return {key, key[::-1], key.lower(), key.upper(), *escapes, *of_urls, *of_html, *digits, *packed, *folded}


def _base64(raw: bytes, shift: int) -> set[str]:
    """The signs that stand for a key wherever ``shift`` bytes of a group of three come before it, in both alphabets."""
    before, bits = bytes(shift), 8 * (shift + len(raw))
    whole = slice(-(-8 * shift // 6), bits // 6)
    both = (base64.b64encode(before + raw), base64.urlsafe_b64encode(before + raw))
    return {one.decode()[whole] for one in both}


def _runs(text: str, form: str) -> Iterator[tuple[int, int]]:
    """Where runs of at least half of a form stand; short forms have no parts worth it.

    A run of that length holds one of the form's blocks of half that length whole: those are looked for and widened.
    Where there are too many of them, the last run goes to the end of the text.
    """
    least = max(len(form) // 2, _SHORTEST_PART)
    size = (least + 1) // 2
    looked_at = 0
    for at in range(0, len(form) - size + 1 if least < len(form) else 0, size):
        block, found = form[at : at + size], text.find(form[at : at + size])
        while found >= 0:
            looked_at += 1
            if looked_at > _MOST_PIECES:
                yield found, len(text)
                return
            before = _common(reversed(form[:at]), reversed(text[max(0, found - at) : found]))
            after = _common(form[at + size :], text[found + size : found + len(form) - at])
            if before + size + after >= least:
                yield found - before, found + size + after
            found = text.find(block, found + size + after)


def _common(first: Iterable[str], second: Iterable[str]) -> int:
    """How many signs two texts have in common from where they begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _without(text: str, runs: Iterable[tuple[int, int]]) -> str:
    """A text with each of these places masked; those that overlap are one."""
    kept, end = [], 0
    for start, stop in sorted(runs):
        if start >= end:
            kept += [text[end:start], MASK]
        end = max(end, stop)
    return "".join([*kept, text[end:]])


def _without_begun(text: str, key: str) -> str:
    """Mask the first part of a key with which a text ends: the rest may be on its way, or was never sent."""
    for length in range(min(len(key) - 1, len(text)), _SHORTEST_BEGUN - 1, -1):
        if text.endswith(key[:length]):
            return text[:-length] + MASK
    return text
