"""``advisor token``: a token is printed once, listed without its text, and ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from signed_in import signed_in
from typer.testing import CliRunner

from advisor.access.people import Role
from advisor.cli import app
from advisor.errors import InputError
from advisor.storage.database import open_database
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.tokens.access_tokens import standing_token


def _run(*words: str) -> str:
    result = CliRunner().invoke(app, ["token", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout.strip()


def test_a_token_is_made_listed_and_ended(home: Path) -> None:
    """What is printed stands until it is revoked."""
    text = _run("create", "ci", "--scope", "assess", "--scope", "read")
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    assert standing_token(engine, text) is not None
    listed = json.loads(_run("list", "--format", "json"))
    assert [(token["name"], token["scopes"]) for token in listed] == [("ci", ["read", "assess"])]
    assert text.rpartition("_")[2] not in _run("list")
    assert "revoked" in _run("revoke", listed[0]["token_id"])
    assert standing_token(engine, text) is None
    engine.dispose()


def test_a_token_asks_for_somebody_who_has_signed_in(home: Path) -> None:
    """By their address; nobody else."""
    home.mkdir()
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    KnownPeople(engine).saw(signed_in("ada", Role.EDITOR))
    found = standing_token(engine, _run("create", "ci", "--scope", "read", "--person", "ada"))
    assert found is not None
    assert found.person == signed_in("ada", Role.EDITOR)
    with pytest.raises(InputError, match="bob"):
        _run("create", "ci", "--scope", "read", "--person", "bob")
    engine.dispose()
