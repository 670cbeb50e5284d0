"""Total and active parameters, and when they stay unknown."""

from __future__ import annotations

from typing import Any

from advisor.catalog.hub.size import size_cells
from tests.catalog.hub.test_facts import hub_facts


def sized(**changes: Any) -> tuple[dict[str, str], list[str]]:
    """The cells of a repository, and what is said of them."""
    notes: list[str] = []
    return size_cells(hub_facts(**changes), notes), notes


def test_a_dense_model_uses_all_its_parameters_for_every_token() -> None:
    """In 10^9, and there is nothing to say."""
    cells = {"total_params_b": "8.03026", "active_params_b": "8.03026"}
    assert sized(parameters={"BF16": 8_030_261_248}) == (cells, [])


def test_packed_numbers_are_no_parameters() -> None:
    """Four bits in an I32 would count an eighth of the model."""
    cells, notes = sized(parameters={"I32": 1_000_000_000, "F16": 50_000_000})
    assert cells == {}
    assert "packed (I32)" in notes[0]


def test_a_few_packed_tables_do_not_hide_the_rest() -> None:
    """One in a hundred is no reason to know nothing."""
    assert sized(parameters={"BF16": 1_000_000_000, "I64": 1_000})[0]["total_params_b"] == "1"


def test_a_gguf_header_gives_the_total_and_says_where_it_is_from() -> None:
    """Of a mixture of experts it says nothing of what a token visits."""
    dense, notes = sized(parameters={}, gguf={"total": 7_000_000_000, "architecture": "llama"})
    assert dense == {"total_params_b": "7", "active_params_b": "7"}
    assert notes[0].startswith("Only GGUF files")
    assert sized(parameters={}, gguf={"total": 7_000_000_000, "architecture": "qwen3moe"})[0] == {"total_params_b": "7"}


def test_nothing_counted_is_nothing_known() -> None:
    """Neither weights nor header."""
    assert sized(parameters={}) == ({}, [])
