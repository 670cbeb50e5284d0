"""Keys: fetched from where the connection says, shown nowhere."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path

import pytest

from advisor.errors import GuardError
from advisor.trials.network.keys import Key, key_of, redact, session_key
from advisor.trials.records import Connection, KeySource

CANARY = "sk-canary/42+xyz=="


def connection(kind: str, name: str = "") -> Connection:
    """A connection with a key source."""
    return Connection(
        name="c", base_url="https://x/v1", model="m", key=KeySource.model_validate({"kind": kind, "name": name})
    )


def test_from_the_environment() -> None:
    """The variable's value, trimmed."""
    found = key_of(connection("env", "MY_KEY"), {}, environ={"MY_KEY": f" {CANARY}\n"})
    assert found.reveal() == CANARY


def test_from_a_mounted_file(tmp_path: Path) -> None:
    """The file's content, trimmed."""
    file = tmp_path / "key"
    file.write_text(CANARY + "\n")
    assert key_of(connection("file", str(file)), {}).reveal() == CANARY


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe", b"x" * 20_000, "schlüssel".encode()])
def test_a_file_that_is_no_key(tmp_path: Path, content: bytes) -> None:
    """Empty, binary, huge or non-ASCII files are refused without quoting them."""
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(GuardError) as caught:
        key_of(connection("file", str(file)), {})
    assert "schlüssel" not in str(caught.value)
    assert "two words" not in str(caught.value)


@pytest.mark.parametrize(("kind", "name"), [("env", "NOT_SET"), ("file", "/no/such/file"), ("session", "")])
def test_a_missing_key_says_where_it_was_looked_for(kind: str, name: str) -> None:
    """The message names the variable, the file or the session."""
    with pytest.raises(GuardError, match=name or "browser session"):
        key_of(connection(kind, name), {}, environ={})


def test_a_key_hides_itself() -> None:
    """Neither its representation nor a formatted text shows a key, and it cannot be pickled."""
    key = session_key(CANARY, connection="c")
    assert CANARY not in f"{key} {key!r} {[key]} {{'k': {key}}}"
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_redaction_covers_every_spelling() -> None:
    """Plain, URL-quoted, base64 and behind Bearer."""
    encoded = base64.b64encode(CANARY.encode()).decode().rstrip("=")
    text = f"{CANARY} sk-canary%2F42%2Bxyz%3D%3D {encoded} Authorization: Bearer abcdefgh12345"
    masked = redact(text, [Key(CANARY)])
    assert "canary" not in masked
    assert encoded not in masked
    assert "abcdefgh12345" not in masked


def test_redaction_covers_the_first_part_of_a_key_at_the_end() -> None:
    """An answer that broke off in the middle of a key does not show its first part."""
    assert redact(f"It is {CANARY[:9]}", [Key(CANARY)]) == "It is [key]"
    assert redact(f"{CANARY[:9]} is how it begins", [Key(CANARY)]) == f"{CANARY[:9]} is how it begins"


def test_a_short_key_does_not_mask_every_letter() -> None:
    """A key of a few letters is no key; words that contain it stay readable."""
    assert redact("banana", [Key("a")]) == "banana"


@pytest.mark.parametrize("name", ["", "MY KEY", "A;B", "$X"])
def test_names_of_variables_are_checked(name: str) -> None:
    """What cannot be a variable's name is refused."""
    with pytest.raises(ValueError, match="environment variable"):
        KeySource(kind="env", name=name)
