"""REST over an installation of its own, asked without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from advisor.access.people import LOCAL, Person
from advisor.api import asgi
from advisor.catalog.catalog import Catalog
from advisor.services.installed import Installed
from advisor.settings import Settings
from advisor.storage.tokens.access_tokens import SCOPES, AccessTokens

HOST = "http://127.0.0.1:8501"


class KnownCatalog(Installed):
    """An installation whose tables are the shipped ones that the tests have read already."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        super().__init__(settings)
        self._shipped = catalog

    def tables(self) -> Catalog:
        """The shipped catalog."""
        return self._shipped

    def aside(self, call: Callable[[], Any], *, what: str) -> Any:  # noqa: ARG002 - as the installation's
        """Here: what the workers add is tested with them."""
        return call()


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Iterator[Installed]:
    """An installation that the tests share; a minute of as many requests as they make."""
    settings = Settings(home=tmp_path_factory.mktemp("api") / "home", api_requests_per_minute=1_000_000)
    found = KnownCatalog(settings, catalog)
    yield found
    found.database().dispose()


@pytest.fixture(scope="session")
def token_of(here: Installed) -> Callable[..., str]:
    """Makes a token of a person with some scopes, all by default, and gives its text."""

    def made(person: Person = LOCAL, *scopes: str) -> str:
        return AccessTokens(here.database(), person=person).create("test", scopes or SCOPES)[1]

    return made


@pytest.fixture(scope="session")
def application(here: Installed) -> Starlette:
    """REST and the probes, without the pages."""
    return Starlette(routes=asgi.routes(here))


@pytest.fixture
def bare(application: Starlette) -> TestClient:
    """A client without a token."""
    return TestClient(application, base_url=HOST, raise_server_exceptions=False)


@pytest.fixture
def client(application: Starlette, token_of: Callable[..., str]) -> TestClient:
    """A client with a token that may everything."""
    found = TestClient(application, base_url=HOST, raise_server_exceptions=False)
    found.headers["Authorization"] = f"Bearer {token_of()}"
    return found
