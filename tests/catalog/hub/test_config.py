"""Finding one's way in a configuration."""

from __future__ import annotations

import pytest

from advisor.catalog.hub.config import HIDDEN, LAYERS, count, language_part, model_type, numbers


def test_the_language_model_inside_a_multimodal_one_is_found() -> None:
    """However deep; what has no layers is none."""
    inner = {"num_hidden_layers": 32}
    assert language_part({"thinker_config": {"text_config": inner}}) == inner
    assert language_part({"text_config": {"vocab_size": 5}, "n_layer": 12}) == {
        "text_config": {"vocab_size": 5},
        "n_layer": 12,
    }


def test_parts_that_are_set_apart_are_joined() -> None:
    """As DBRX and MPT write them."""
    assert language_part({"d_model": 64, "ffn_config": {"moe_num_experts": 16}})["moe_num_experts"] == 16


@pytest.mark.parametrize(
    ("config", "found"),
    [({"n_layer": 12}, 12), ({"num_hidden_layers": True}, None), ({"n_layer": 0}, None), ({"n_layer": "12"}, None)],
)
def test_only_a_positive_whole_number_is_a_count(config: dict[str, object], found: int | None) -> None:
    """Under any of the names, the first first."""
    assert count(config, *LAYERS) == found
    assert count({"hidden_size": 5, "n_embd": 7}, *HIDDEN) == 5


@pytest.mark.parametrize(
    ("value", "found"),
    [([1, True, 0], [1, 1, 0]), ("1, 2 3", [1, 2, 3]), ("one", None), ("", None), (3, None), ([1.5], None)],
)
def test_lists_of_numbers_may_be_text(value: object, found: list[int] | None) -> None:
    """Anything else is none."""
    assert numbers(value) == found


def test_a_type_is_told_without_its_ending() -> None:
    """The language part of a family is of the family."""
    assert model_type({"model_type": "gemma3_text"}) == "gemma3"
    assert model_type({}) == ""
