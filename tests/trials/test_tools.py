"""Declared functions: read in both usual forms, refused with what is wrong."""

from __future__ import annotations

import pytest

from advisor.trials.tools import declarations

BARE = '{"name": "weather", "description": "Now", "parameters": {"type": "object", "properties": {"city": {}}}}'


def test_bare_and_wrapped_functions_are_the_same() -> None:
    """A list or a single one; fields that are not ours are dropped."""
    wrapped = f'[{{"type": "function", "strict": true, "function": {BARE}}}]'
    assert declarations(wrapped) == declarations(BARE)
    assert declarations('{"name": "now"}')[0].parameters == {"type": "object", "properties": {}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no json", "no JSON"),
        ("[]", "0 tools"),
        ("[1]", "valid dictionary"),
        ('{"name": "with space"}', "pattern"),
        ('{"description": "x"}', "Field required"),
        ('{"name": "f", "parameters": {"type": "string"}}', "must be an object"),
        (f"[{BARE}, {BARE}]", "one name"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_declaration_is_refused(text: str, words: str) -> None:
    """With what is wrong."""
    with pytest.raises(ValueError, match=words):
        declarations(text)
