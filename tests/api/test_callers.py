"""Who may ask: whoever has a token that stands, with the scope that it takes, and not too often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from signed_in import signed_in
from starlette.applications import Starlette
from starlette.testclient import TestClient

from advisor.access.people import LOCAL
from advisor.api import asgi
from advisor.services.installed import Installed
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.tokens.access_tokens import AccessTokens

ASKED = "/api/v1/catalog"


def _status(client: TestClient, authorization: str) -> tuple[int, str]:
    answer = client.get(ASKED, headers={"Authorization": authorization})
    return answer.status_code, answer.headers.get("www-authenticate", "")


def test_tokens_that_do_not_stand_are_refused_alike(here: Installed, bare: TestClient, tmp_path: Path) -> None:
    """Missing, forged, expired, revoked and of another installation: 401, and the same words."""
    tokens = AccessTokens(here.database())
    kept, good = tokens.create("good", ["read"])
    last = "A" if good[-1] != "A" else "B"
    gone, revoked = tokens.create("gone", ["read"])
    tokens.revoke(gone.token_id)
    year_ago = AccessTokens(here.database(), clock=lambda: datetime.now(UTC) - timedelta(days=366))
    expired = year_ago.create("old", ["read"], days=365)[1]
    elsewhere = open_database(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    foreign = AccessTokens(elsewhere).create("foreign", ["read"])[1]
    elsewhere.dispose()
    bad = [f"Bearer {text}" for text in (good[:-1] + last, revoked, expired, foreign, "", "x", kept.token_id)]
    answers = [bare.get(ASKED), *(bare.get(ASKED, headers={"Authorization": text}) for text in bad)]
    assert {(found.status_code, found.text) for found in answers} == {(401, answers[0].text)}
    assert {found.headers["www-authenticate"] for found in answers} == {"Bearer"}
    assert _status(bare, f"Bearer {good}") == (200, "")


def test_no_cookie_and_no_other_scheme_lets_anybody_in(bare: TestClient, token_of: Callable[..., str]) -> None:
    """What a browser sends by itself is not read."""
    token = token_of()
    bare.cookies.set("_streamlit_user", token)
    assert _status(bare, f"Basic {token}")[0] == 401
    assert bare.get(f"{ASKED}?access_token={token}").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "catalog", "read"),
        ("GET", "catalog/models", "read"),
        ("GET", "catalog/models/qwen/qwen3-8b", "read"),
        ("GET", "catalog/offers", "read"),
        ("POST", "assessments", "assess"),
        ("POST", "sizes", "assess"),
        ("POST", "costs", "assess"),
        ("POST", "reports", "report"),
    ],
)
def test_each_operation_takes_its_scope(
    bare: TestClient, token_of: Callable[..., str], method: str, path: str, scope: str
) -> None:
    """A token without it may do everything else and not that; with it alone it is let in."""
    others = {"read", "assess", "report", "write", "approve", "metrics"} - {scope}
    json = {} if method == "POST" else None
    without = bare.request(method, f"/api/v1/{path}", headers=_bearer(token_of(LOCAL, *others)), json=json)
    assert (without.status_code, without.json()["type"]) == (403, "/api/v1/problems/scope-missing")
    with_it = bare.request(method, f"/api/v1/{path}", headers=_bearer(token_of(LOCAL, scope)), json=json)
    assert with_it.status_code in (200, 422)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path: Path) -> None:
    """Each token by itself, and all without one together."""
    installed = Installed(Settings(home=tmp_path, api_requests_per_minute=2))
    tokens = AccessTokens(installed.database())
    first, second = (tokens.create(name, ["read"])[1] for name in "ab")
    client = TestClient(Starlette(routes=asgi.routes(installed)))
    assert [client.get("/api/v1/token", headers=_bearer(first)).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get("/api/v1/token", headers=_bearer(first))
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert refused.json()["type"] == "/api/v1/problems/too-many-requests"
    assert client.get("/api/v1/token", headers=_bearer(second)).status_code == 200
    assert [client.get("/api/v1/token").status_code for _ in range(3)] == [401, 401, 429]
    installed.database().dispose()


def test_where_people_sign_in_a_token_of_nobody_stands_no_more(tmp_path: Path) -> None:
    """It was made before, when whoever used the machine might do everything; one of a person stands."""
    before = Installed(Settings(home=tmp_path))
    nobody = AccessTokens(before.database()).create("before", ["read"])[1]
    KnownPeople(before.database()).saw(signed_in("ada"))
    hers = AccessTokens(before.database(), person=signed_in("ada")).create("hers", ["read"])[1]
    before.database().dispose()
    after = Installed(
        Settings(
            home=tmp_path,
            public_url="https://advisor.example.com",
            cookie_secret="x" * 40,
            sign_in_metadata_url="https://login.example.com/.well-known/openid-configuration",
            sign_in_client_id="advisor",
            sign_in_client_secret="x" * 20,
        )
    )
    assert after.settings.sign_in is not None
    client = TestClient(Starlette(routes=asgi.routes(after)))
    assert [client.get("/api/v1/token", headers=_bearer(token)).status_code for token in (nobody, hers)] == [401, 200]
    after.database().dispose()
