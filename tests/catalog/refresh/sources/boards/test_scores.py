"""Scores of boards: what leads to a row, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from refresh_shapes import LATER

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.boards.scores import BoardScore, board_reading

AIDER = BoardScore("aider-polyglot.pass2", "openai/gpt-5", Decimal("88.0"), "key", None)


def read(catalog: Catalog, **changes: object) -> tuple[int, int, int]:
    """How many statements, names not mapped and refusals one score makes."""
    found = board_reading(catalog, "huggingface", [replace(AIDER, **changes)], LATER)  # type: ignore[arg-type]
    return len(found.statements), len(found.unmapped), len(found.refused)


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({}, (1, 0, 0)),
        ({"board_id": "my.board"}, (0, 1, 0)),
        ({"name": "somebody/a-model-that-nobody-has"}, (0, 1, 0)),
        ({"score": None}, (0, 0, 0)),
        ({"score": Decimal(101)}, (0, 0, 1)),
        ({"score": Decimal(-1)}, (0, 0, 1)),
    ],
)
def test_a_score_counts_on_a_known_board_and_scale(
    catalog: Catalog, changes: dict[str, object], counted: tuple[int, int, int]
) -> None:
    """Board and model must be known; off the scale is refused; a missing score says nothing."""
    assert read(catalog, **changes) == counted


def test_a_score_is_of_its_own_day_where_it_has_one(catalog: Catalog) -> None:
    """Else of the file's."""
    own = BoardScore(AIDER.board_id, AIDER.name, AIDER.score, "key", date(2026, 1, 2))
    found = board_reading(catalog, "huggingface", [own, AIDER], LATER).statements
    assert [s.cells["scored_on"] for s in found] == ["2026-01-02", LATER.isoformat()]
