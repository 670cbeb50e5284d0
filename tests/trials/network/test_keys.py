"""Keys: fetched from where the connection says, shown nowhere."""

from __future__ import annotations

import base64
import pickle
import time
from pathlib import Path

import pytest
from turns import shares_its_turns

from advisor.errors import GuardError
from advisor.trials.network.keys import MASK, Key, key_of, redact, session_key
from advisor.trials.records import Connection, KeySource

CANARY = "sk-canary/42+xyz=="


HERE = "https://x:443"


def connection(kind: str, name: str = "", base_url: str = "https://x/v1") -> Connection:
    """A connection with a key source."""
    return Connection(
        name="c", base_url=base_url, model="m", key=KeySource.model_validate({"kind": kind, "name": name})
    )


def test_from_the_environment() -> None:
    """The variable's value, trimmed."""
    environ = {"ADVISOR_KEY_MINE": f" {CANARY}\n", "ADVISOR_KEY_MINE_FOR": "https://y https://x/v1"}
    assert key_of(connection("env", "ADVISOR_KEY_MINE"), {}, environ=environ).reveal() == CANARY


def secret(folder: Path, content: bytes, belongs_to: str = "https://x") -> dict[str, str]:
    """An environment whose folder of secrets holds one key."""
    (folder / "mine").write_bytes(content)
    (folder / "mine.for").write_text(belongs_to)
    return {"ADVISOR_SECRETS_DIR": str(folder)}


@pytest.mark.parametrize("whole", [True, False])
def test_from_a_mounted_file(tmp_path: Path, *, whole: bool) -> None:
    """The file's content, trimmed; named alone or with its folder."""
    environ = secret(tmp_path, CANARY.encode() + b"\n")
    name = str(tmp_path / "mine") if whole else "mine"
    assert key_of(connection("file", name), {}, environ=environ).reveal() == CANARY


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe", b"x" * 20_000, "schlüssel".encode()])
def test_a_file_that_is_no_key(tmp_path: Path, content: bytes) -> None:
    """Empty, binary, huge or non-ASCII files are refused without quoting them."""
    with pytest.raises(GuardError) as caught:
        key_of(connection("file", "mine"), {}, environ=secret(tmp_path, content))
    assert "schlüssel" not in str(caught.value)
    assert "two words" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "name"), [("env", "ADVISOR_KEY_NOT_SET"), ("file", "/run/secrets/no-such-file"), ("session", "")]
)
def test_a_missing_key_says_where_it_was_looked_for(kind: str, name: str) -> None:
    """The message names the variable, the file or the session."""
    with pytest.raises(GuardError, match=name or "browser session"):
        key_of(connection(kind, name), {}, environ={"ADVISOR_KEY_NOT_SET_FOR": "https://x"})


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY", "ADVISOR_KEY_MINE_FOR", "PATH"]
)
def test_no_other_variable_is_ever_read(name: str) -> None:
    """Whoever may write a connection must not send what the machine holds to a host of their own."""
    environ = {name: CANARY, f"{name}_FOR": "https://x"}
    with pytest.raises(GuardError, match=name):
        key_of(connection("env", name), {}, environ=environ)


@pytest.mark.parametrize("name", ["/etc/passwd", "../passwd", "link", "mine.for", "/proc/self/environ", "mine\0"])
def test_no_other_file_is_ever_read(tmp_path: Path, name: str) -> None:
    """Neither outside the folder of secrets nor through a link that leads out of it."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    (tmp_path / "passwd").write_text(CANARY)
    (folder / "link").symlink_to(tmp_path / "passwd")
    with pytest.raises(GuardError, match="not one of the keys"):
        key_of(connection("file", name), {}, environ=secret(folder, CANARY.encode()))


@pytest.mark.parametrize(
    "belongs_to", ["https://api.example.com", "http://x", "https://x:8443", "https://x.example.com", "x", ""]
)
def test_a_key_goes_to_its_own_address_alone(tmp_path: Path, belongs_to: str) -> None:
    """Scheme, host and port must be those that the administrator wrote beside the key."""
    environ = {"ADVISOR_KEY_MINE": CANARY, "ADVISOR_KEY_MINE_FOR": belongs_to} | secret(
        tmp_path, CANARY.encode(), belongs_to
    )
    for one in (connection("env", "ADVISOR_KEY_MINE"), connection("file", "mine")):
        with pytest.raises(GuardError, match=HERE) as caught:
            key_of(one, {}, environ=environ)
        assert CANARY not in str(caught.value)


def test_a_vendors_own_variable_goes_to_that_vendor_alone() -> None:
    """``OPENAI_API_KEY`` works without being set up, but only for OpenAI's own host over https at its usual port."""
    environ = {"OPENAI_API_KEY": CANARY}
    assert (
        key_of(connection("env", "OPENAI_API_KEY", "https://API.openai.com/v1"), {}, environ=environ).reveal() == CANARY
    )
    for other in (
        "https://api.openai.com.evil.example/v1",
        "https://api.openai.com:8443/v1",
        "https://evil.example/v1",
    ):
        with pytest.raises(GuardError, match="OPENAI_API_KEY"):
            key_of(connection("env", "OPENAI_API_KEY", other), {}, environ=environ)


def test_a_typed_key_is_asked_for_again_when_the_address_changes() -> None:
    """It was typed for the address that the screen showed."""
    first = connection("session")
    typed = {"c": session_key(CANARY, connection=first)}
    assert key_of(first, typed).reveal() == CANARY
    assert key_of(connection("session", base_url="https://x:443/other"), typed).reveal() == CANARY
    with pytest.raises(GuardError, match="Enter the key again"):
        key_of(connection("session", base_url="https://y/v1"), typed)


def test_a_key_hides_itself() -> None:
    """Neither its representation nor a formatted text shows a key, and it cannot be pickled."""
    key = session_key(CANARY, connection=connection("session"))
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


LONG = "sk-canary-42-0123456789abcdef"


@pytest.mark.parametrize(
    "form",
    [LONG[::-1], LONG.encode().hex(), LONG.encode().hex().upper(), LONG[:20], LONG[-20:], f"x{LONG[:15]}y", LONG[4:-4]],
    ids=["reversed", "hexadecimal", "capitals", "head", "tail", "half within a word", "middle"],
)
def test_redaction_covers_parts_and_other_spellings(form: str) -> None:
    """Half a key is too much of it, and so is one that only has to be turned round."""
    masked = redact(f"It is {form}, really", [Key(LONG)])
    assert MASK in masked
    assert LONG[-12:] not in masked
    assert LONG[:12] not in masked


@pytest.mark.parametrize("before", ["", "a", "ab", "user:"])
def test_redaction_covers_a_key_that_was_packed_with_other_words(before: str) -> None:
    """As gateways quote a whole header; what stands before and after it stays."""
    packed = base64.b64encode(f"{before}{LONG}, and more that is said".encode()).decode()
    masked = redact(packed, [Key(LONG)])
    start, _, end = masked.partition(MASK)
    assert (start, end) == (packed[: len(start)], packed[-len(end) :])
    assert len(start) <= len(base64.b64encode(before.encode())) + 2
    assert 20 < len(end) < 40


@pytest.mark.parametrize("near", [LONG[: len(LONG) // 2 - 1], LONG[:9], LONG[:20], LONG[-15:]])
def test_redaction_takes_no_time_for_what_nearly_quotes_a_key(near: str) -> None:
    """An answer as long as one may be, made of parts of the key: soon nothing of it is shown."""
    text = f"{near}!" * (16_000_000 // (len(near) + 1))
    started = time.process_time()
    masked = redact(text, [Key(LONG)])
    assert time.process_time() - started < 10.0
    assert masked.endswith(MASK)
    assert len(masked) < 30_000


def test_redaction_takes_no_time_for_a_key_over_and_over() -> None:
    """Each is masked, however many there are; what is too short to mask stays where there is little of it."""
    started = time.process_time()
    assert redact(f"{LONG} " * 500_000, [Key(LONG)]) == f"{MASK} " * 500_000
    assert time.process_time() - started < 10.0
    assert redact(f"{LONG[:13]}!" * 50, [Key(LONG)]) == f"{LONG[:13]}!" * 50


@pytest.mark.parametrize(
    "text", ["The quick brown fox jumps. " * 600_000, "bearer  " * 2_000_000, f"bearer{' ' * 16_000_000}"]
)
def test_nobody_waits_while_a_long_answer_is_masked(text: str) -> None:
    """Another thread gets its turn many times meanwhile: no search is longer than a fraction of the whole."""
    assert shares_its_turns(lambda: redact(text, [Key(LONG)]))


@pytest.mark.parametrize("word", ["bearer", "Basic", "API-Key:", "x-api-key"])
@pytest.mark.parametrize("before", range(0, 40, 3))
def test_a_key_after_its_word_is_masked_wherever_it_stands_in_a_long_text(word: str, before: int) -> None:
    """Long texts are searched part by part: a word that begins in one and ends in the next is still one."""
    text = f"{'.' * (32_768 - before)} {word}  \n abcdefgh1234 and so on"
    assert redact(text, []) == text.replace("abcdefgh1234", MASK)


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
