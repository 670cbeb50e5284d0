"""Whether an answer has the form of a schema, in words."""

from __future__ import annotations

import pytest

from advisor.ui.playground.schema_check import misfit

SCHEMA = '{"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}'


@pytest.mark.parametrize(
    ("schema", "answer", "words"),
    [
        (SCHEMA, '{"n": 1}', None),
        (SCHEMA, '```json\n{"n": 1}\n```', None),
        (SCHEMA, '{"n": "1"}', "$.n: '1' is not of type 'integer'"),
        (SCHEMA, "{}", "'n' is a required property"),
        (SCHEMA, "Sure: {}", "no JSON"),
        ('{"type": 5}', "{}", "cannot be used"),
        ('{"$ref": "https://example.org/x"}', "{}", "cannot be used"),
    ],
)
def test_a_misfit_is_named(schema: str, answer: str, words: str | None) -> None:
    """With its place; nothing is fetched."""
    found = misfit(schema, answer)
    assert (found is None) == (words is None)
    assert (words or "") in (found or "")
