"""Asking the Hub for a refresh: a part of the repositories each time, answers kept, failures told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from refresh_shapes import TODAY

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.gather import SourceFile
from advisor.catalog.refresh.records import SourceProblem
from advisor.services.refresh.hub_files import HubAsker
from tests.catalog.hub.hub_server import Repository, hub

CONFIG = {"config.json": json.dumps({"model_type": "qwen3", "num_hidden_layers": 36}).encode(), "README.md": b"# hi"}
KNOWN = "Qwen/Qwen3-8B"


@pytest.fixture
def small(catalog: Catalog) -> Catalog:
    """The catalog with one open model."""
    models = tuple(m for m in catalog.models if m.hub_id == KNOWN)
    return replace(catalog, models=models, quantised_checkpoints=())


def ask(
    overlay: Path, catalog: Catalog, endpoint: str, **options: object
) -> tuple[list[SourceFile], list[SourceProblem]]:
    """One run."""
    return HubAsker(overlay, TODAY, endpoint, **options).file(catalog, lambda _name, _text: None)  # type: ignore[arg-type]


def names(files: list[SourceFile]) -> list[str]:
    """The repositories in the one file."""
    (file,) = files
    return sorted(entry["hub_id"] for entry in json.loads(file.content)["repositories"])


def test_known_repositories_and_new_ones_of_their_owners_are_asked(tmp_path: Path, small: Catalog) -> None:
    """A copy at another precision is no new model."""
    held = {name: Repository(files=CONFIG) for name in (KNOWN, "Qwen/Qwen9-8B", "Qwen/Qwen3-8B-FP8", "else/x")}
    with hub(held) as endpoint:
        files, problems = ask(tmp_path, small, endpoint)
    assert (names(files), problems) == (["Qwen/Qwen3-8B", "Qwen/Qwen9-8B"], [])


def test_an_answer_that_cannot_be_had_leaves_the_one_before(tmp_path: Path, small: Catalog) -> None:
    """And is one sentence."""
    with hub({KNOWN: Repository(files=CONFIG)}) as endpoint:
        before, _ = ask(tmp_path, small, endpoint)
    with hub({KNOWN: Repository(status=500)}) as endpoint:
        after, problems = ask(tmp_path, small, endpoint)
    assert after[0].content == before[0].content
    assert len(problems) == 1
    assert "status 500" in problems[0].message


def test_a_hub_that_is_away_is_told_and_makes_no_file(tmp_path: Path, small: Catalog) -> None:
    """Nothing is kept of nothing."""
    files, problems = ask(tmp_path, small, "http://127.0.0.1:9")
    assert files == []
    assert "cannot be reached" in problems[0].message
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_takes_too_long_leaves_the_rest_for_the_next(tmp_path: Path, small: Catalog) -> None:
    """The time of a run is limited."""
    ticks = iter(range(0, 1000, 100))
    with hub({KNOWN: Repository(files=CONFIG)}) as endpoint:
        files, problems = ask(tmp_path, small, endpoint, clock=lambda: float(next(ticks)), patience_s=50.0)
    assert files == []
    assert "left for the next run" in problems[0].message
