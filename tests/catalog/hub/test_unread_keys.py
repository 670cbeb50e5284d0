"""Keys of a configuration that cost something and that nobody here reads."""

from __future__ import annotations

from advisor.catalog.hub.unread_keys import unread_keys


def test_keys_that_are_read_or_cost_nothing_are_not_named() -> None:
    """Nor those that say nothing."""
    plain = {"num_key_value_heads": 8, "rope_theta": 1e6, "sliding_window": 4_096, "head_dim": 128, "kv_sharing": None}
    assert unread_keys(plain) == ([], [], [])


def test_what_may_change_the_cache_or_the_experts_is_named_apart() -> None:
    """Sparse attention stands beside the cache."""
    found = unread_keys({"kv_reuse_every": 2, "secret_experts": 4, "index_topk": 2_048, "hidden_act": "silu"})
    assert found == (["kv_reuse_every"], ["secret_experts"], ["index_topk"])


def test_how_experts_are_routed_costs_nothing() -> None:
    """Routers and their training."""
    assert unread_keys({"moe_router_bias": 1, "expert_capacity": 4, "moe_aux_loss": 0.1}) == ([], [], [])


def test_a_list_of_layers_says_it_all() -> None:
    """A pattern beside it adds nothing."""
    keys = {"swa_window_pattern": 4}
    assert unread_keys(keys)[0] == ["swa_window_pattern"]
    assert unread_keys(keys | {"layer_types": ["full_attention"]})[0] == []
