"""Tokens are shown once, kept as hashes, end by themselves or by hand, and belong to one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from advisor.access.people import Person, Role
from advisor.errors import InputError, NotFoundError
from advisor.storage.audit_trail import entries, verify
from advisor.storage.database import open_database
from advisor.storage.tokens.access_tokens import LONGEST_DAYS, SCOPES, AccessTokens, standing_token

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def _person(name: str, role: Role = Role.EDITOR) -> Person:
    return Person(
        subject=f"issuer|{name}",
        name=name,
        email=f"{name}@x.example",
        groups=frozenset({"a"}),
        role=role,
        verified=True,
    )


@pytest.fixture
def tokens(engine: Engine) -> AccessTokens:
    """The tokens of Ada."""
    return AccessTokens(engine, clock=lambda: NOW, person=_person("ada"))


def test_a_token_stands_for_its_person(engine: Engine, tokens: AccessTokens) -> None:
    """With their role and groups, the scopes in one order, and its use noted."""
    made, secret = tokens.create(" ci ", ["report", "read"], days=30)
    found = standing_token(engine, secret, clock=lambda: NOW + timedelta(days=1))
    assert found is not None
    assert (found.person, found.name, found.scopes) == (_person("ada"), "ci", ("read", "report"))
    assert found.expires_at == NOW + timedelta(days=30)
    assert tokens.all() == (made.model_copy(update={"last_used_at": NOW + timedelta(days=1)}),)


def test_only_a_hash_is_kept(engine: Engine, tokens: AccessTokens) -> None:
    """Neither the database nor the trail has the secret."""
    _, secret = tokens.create("ci", ["read"])
    with engine.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM access_token")).all())
    assert secret.rpartition("_")[2][-20:] not in stored + str(entries(engine))


@pytest.mark.parametrize("moment", [timedelta(days=30), timedelta(days=400)])
def test_a_token_ends_by_itself(engine: Engine, tokens: AccessTokens, moment: timedelta) -> None:
    """On the second that was said."""
    _, secret = tokens.create("ci", ["read"], days=30)
    assert standing_token(engine, secret, clock=lambda: NOW + timedelta(days=30, seconds=-1)) is not None
    assert standing_token(engine, secret, clock=lambda: NOW + moment) is None


def test_a_revoked_token_is_over(engine: Engine, tokens: AccessTokens) -> None:
    """And stays in the list; the trail has who made and ended it."""
    made, secret = tokens.create("ci", ["read"])
    assert tokens.revoke(made.token_id).revoked_at == NOW
    assert standing_token(engine, secret, clock=lambda: NOW) is None
    assert [(line.action, line.actor) for line in entries(engine)] == [
        ("revoke token", "ada@x.example"),
        ("token", "ada@x.example"),
    ]
    assert verify(engine).holds


def test_nobody_sees_or_ends_the_token_of_another(engine: Engine, tokens: AccessTokens) -> None:
    """An administrator does; for others it is not there."""
    made, _ = tokens.create("ci", ["read"])
    bob = AccessTokens(engine, person=_person("bob"))
    assert bob.all() == ()
    with pytest.raises(NotFoundError, match=f"there is no token {made.token_id}"):
        bob.revoke(made.token_id)
    root = AccessTokens(engine, person=_person("root", Role.ADMINISTRATOR))
    assert [token.token_id for token in root.all()] == [made.token_id]
    assert root.revoke(made.token_id).revoked_at is not None


@pytest.mark.parametrize(
    ("name", "scopes", "days", "places"),
    [
        ("", [], 0, ["name", "scopes", "days"]),
        ("x" * 101, ["read", "all"], LONGEST_DAYS + 1, ["name", "scopes", "days"]),
    ],
)
def test_every_error_is_told_at_once(
    tokens: AccessTokens, name: str, scopes: Collection[str], days: int, places: list[str]
) -> None:
    """There is no token without an end or without a purpose."""
    with pytest.raises(InputError) as refused:
        tokens.create(name, scopes, days=days)
    assert [problem.place for problem in refused.value.problems] == places
    assert tokens.all() == ()


def test_use_is_noted_once_a_minute(engine: Engine, tokens: AccessTokens) -> None:
    """Not at every request: each would be a transaction that writes."""
    _, secret = tokens.create("ci", SCOPES)
    for seconds, noted in ((0, 0), (59, 0), (60, 60)):
        standing_token(engine, secret, clock=lambda seconds=seconds: NOW + timedelta(seconds=seconds))
        assert tokens.all()[0].last_used_at == NOW + timedelta(seconds=noted)


def test_a_token_of_another_installation_is_none_here(engine: Engine) -> None:
    """Its id is not known, or is another's."""
    other = open_database("sqlite://")
    _, secret = AccessTokens(other).create("ci", ["read"])
    assert standing_token(engine, secret) is None
    other.dispose()
