"""The context window as configurations give it."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.hub.context_window import context_cell

LONG = {"max_position_embeddings": 131_072}


@pytest.mark.parametrize(
    ("config", "tokens"),
    [
        ({}, None),
        (LONG, 131_072),
        ({"n_positions": 1_024}, 1_024),
        ({"model_type": "roberta", "max_position_embeddings": 514, "pad_token_id": 1}, 512),
        (LONG | {"rope_scaling": {"rope_type": "llama3", "factor": 8.0}}, 131_072),
        (
            {"max_position_embeddings": 32_768}
            | {"rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32_768}},
            131_072,
        ),
        ({"max_position_embeddings": 16_384, "rope_scaling": {"type": "linear", "factor": 4.0}}, 16_384),
        ({"max_position_embeddings": 4_096, "rope_scaling": {"type": "linear", "factor": 4.0}}, 16_384),
        (LONG | {"rope_scaling": {"type": "strange", "factor": 4.0}}, 131_072),
    ],
)
def test_positions_are_counted_as_the_model_takes_them(config: dict[str, Any], tokens: int | None) -> None:
    """Less what padding takes, times what scaling adds; unknown where none are stated."""
    assert context_cell(config)[0] == tokens


def test_what_was_made_of_the_number_is_said() -> None:
    """A plain one needs no word."""
    assert context_cell(LONG)[1] == []
    strange = context_cell(LONG | {"rope_scaling": {"type": "strange", "factor": 4.0}})[1]
    assert ["'strange'" in note for note in strange] == [True]
