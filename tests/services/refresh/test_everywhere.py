"""A refresh without a folder asks published files, the Hub, and the installation itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from refresh_shapes import TODAY

from advisor.catalog.catalog import Catalog
from advisor.services.refresh.everywhere import AskEverywhere
from tests.catalog.hub.hub_server import Repository, hub


def test_the_hub_is_asked_at_the_address_of_the_environment(
    tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And an installation without a database is given none by asking."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ADVISOR_DATABASE_URL", raising=False)
    told: list[str] = []
    first = min(m.hub_id for m in catalog.models if m.hub_id)
    with hub({first: Repository(files={"README.md": b"# hi"})}) as endpoint:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        ask = AskEverywhere(tmp_path / "overlay", TODAY)
        files, _ = ask(("hub",), catalog, lambda name, _text: told.append(name))
    assert [file.name for file in files] == ["hub.json"]
    assert told == ["hub"]
    assert not (tmp_path / "home").exists()


def test_what_is_not_wanted_is_not_asked(tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source of the installation alone asks nobody outside."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ADVISOR_DATABASE_URL", raising=False)
    ask = AskEverywhere(tmp_path / "overlay", TODAY)
    assert ask(("own-trials",), catalog, lambda _name, _text: None) == ([], [])
