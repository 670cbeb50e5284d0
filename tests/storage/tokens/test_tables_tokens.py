"""The table of tokens has no column for a secret."""

from __future__ import annotations

from advisor.storage.tokens.tables_tokens import AccessTokenRow


def test_of_a_secret_there_is_a_hash_alone() -> None:
    """Whoever reads the table can ask for nobody."""
    assert [name for name in AccessTokenRow.model_fields if "secret" in name or "token" in name] == [
        "token_id",
        "secret_hash",
    ]
