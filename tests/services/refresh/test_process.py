"""The refresh in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from refresh_shapes import cited_by, litellm, litellm_of

from advisor.catalog.catalog import Catalog
from advisor.errors import InputError
from advisor.services.refresh.process import keep_uploads, refresh_in_a_process, undo_in_a_process


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean home."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    return tmp_path


def test_uploads_lie_in_a_folder_of_their_own(home: Path) -> None:
    """Names lose their paths and their leading dots."""
    folder = keep_uploads(home, {"../../x.json": b"1", "C:\\y\\.z.csv": b"2"})
    assert sorted(path.name for path in folder.iterdir()) == ["x.json", "z.csv"]
    assert folder.parent.parent == home


@pytest.mark.parametrize("name", ["a\0b.json", "ä" * 400 + ".json", "", "..", "\u202ex.json"])
def test_any_name_of_an_upload_can_be_written(home: Path, name: str) -> None:
    """NUL, too long for a file system, none at all."""
    (kept,) = keep_uploads(home, {name: b"1"}).iterdir()
    assert kept.read_bytes() == b"1"


def test_the_command_answers_with_its_json(home: Path, catalog: Catalog) -> None:
    """Proposals come back as the command line prints them."""
    folder = keep_uploads(home, {"litellm-2026-11-25.json": litellm(litellm_of(cited_by(catalog, "litellm"), times=2))})
    found = refresh_in_a_process(folder)
    assert {p["source"] for p in found["proposals"]} == {"litellm"}
    assert found["edition"] == ""


def test_what_cannot_be_done_is_told_in_the_commands_words(home: Path) -> None:
    """No such folder, nothing to undo, no patience."""
    with pytest.raises(InputError, match="--from"):
        refresh_in_a_process(home / "nowhere")
    with pytest.raises(InputError, match="nothing to undo"):
        undo_in_a_process()
    with pytest.raises(InputError, match="not done after"):
        refresh_in_a_process(home, patience_s=0.01)
