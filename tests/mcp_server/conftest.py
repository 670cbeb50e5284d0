"""A context on the shipped catalog, and a client of the official package beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.mcp_server.caller import READING, Caller
from advisor.mcp_server.tool_context import SharedState, ToolContext
from advisor.services.installed import Installed
from advisor.settings import Settings

DESCRIPTION = (
    "A chatbot for customers of a German bank, 3,000 questions a day, personal data, must stay in the EU, at most "
    "5,000 euros a month"
)


class OnShipped(Installed):
    """An installation that need not read the catalog again."""

    def __init__(self, settings: Settings, shipped: Catalog) -> None:
        super().__init__(settings)
        self._shipped = shipped

    def tables(self) -> Catalog:
        """The catalog that the tests read already."""
        return self._shipped

    def aside(self, call: Callable[[], Any], *, what: str) -> Any:  # noqa: ARG002 - as the installation's
        """Here: what the workers add is tested with them."""
        return call()


@pytest.fixture(scope="session")
def shared(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> SharedState:
    """What callers of the tests share: what one test assessed another need not."""
    return SharedState(OnShipped(Settings(home=tmp_path_factory.mktemp("home"), database_url=""), catalog))


@pytest.fixture
def context(shared: SharedState) -> ToolContext:
    """A caller who only reads."""
    return ToolContext(shared)


@pytest.fixture
def fresh(catalog: Catalog, shared: SharedState, tmp_path: Path) -> SharedState:
    """A shared with a home of this test's own and no database yet; it need not assess again what others did."""
    found = SharedState(OnShipped(Settings(home=tmp_path / "own", database_url=""), catalog))
    found._assessed, found._effects = shared._assessed, shared._effects
    return found


@pytest.fixture
def writer(fresh: SharedState) -> ToolContext:
    """A caller who may write, at a shared of this test's own."""
    return ToolContext(fresh, Caller(scopes=READING | {"write"}))
