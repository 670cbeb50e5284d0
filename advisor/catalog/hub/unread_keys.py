"""Keys of a configuration that change what a token costs and that nobody here interprets: said, never guessed at."""

from __future__ import annotations

import re
from typing import Final

from advisor.catalog.hub.config import Config

_CACHE: Final = re.compile(
    r"pattern|layer_types?$|block_types?$|window|swa_|local_att|global_att|kv_shar|kv_reuse|shared?_kv|cross_layer|"
    r"attention_types?$|attn_type|attention_chunk|linear_attn|yoco|_kv_|sparse|attn_layer|attention_layers|compress|"
    r"recurrent|layer_group_size|index_topk|(?:^|_)head_(?:dim|size)$|d_head$"
)
_EXPERTS: Final = re.compile(r"expert|moe_|_moe|mtp|nextn|mixture")
_ROUTES: Final = re.compile(
    r"router|aux|loss|gate|jitter|capacity|drop|group|implementation|kernel|gemm|overlap|score|activation|_act$"
)
"""Words in keys of experts that route or train: they cost no further parameter."""
_COSTLESS: Final = re.compile(r"^mtp_|nextn|bias|scal|norm|dtype|rope|theta|sink|token_id|type_ids|^mamba|^ssm")
"""Words in keys that cost nothing per token of context: scaling, state of a fixed size, layers that predict ahead."""
_READ: Final = frozenset(
    """
    layer_types layers_block_type hybrid_override_pattern attn_type_list hybrid_layer_pattern linear_attn_config
    sliding_window sliding_window_size sliding_window_pattern _sliding_window_pattern use_sliding_window
    attention_chunk_size num_kv_shared_layers attn_layer_period attn_layer_offset attn_layer_indices
    max_window_layers swa_num_key_value_heads swa_head_dim swa_v_head_dim swa_num_attention_heads
    num_global_key_value_heads global_head_dim head_dim attention_head_dim attention_head_size attn_head_dim
    qk_nope_head_dim qk_rope_head_dim qk_head_dim v_head_dim index_head_dim linear_key_head_dim
    linear_value_head_dim num_kv_heads n_kv_heads kv_n_heads num_key_value_heads decoder_sparse_step
    moe_every_n_layer moe_every_n_layers moe_layer_frequency num_local_experts num_experts n_routed_experts
    moe_num_experts num_moe_experts num_experts_per_tok num_experts_per_token experts_per_token moe_topk
    moe_top_k moe_k top_k_experts moe_intermediate_size expert_intermediate_size expert_ffn_hidden_size
    moe_ffn_hidden_size moe_layer_freq is_moe_layer moe_layer_pattern moe_layers_enum moe_layers n_shared_experts
    num_shared_experts num_shared_expert moe_num_shared_experts shared_expert_intermediate_size
    moe_shared_expert_intermediate_size share_expert_dim interleave_moe_layer_step expert_layer_period
    expert_layer_offset moe_layer_start_index moe_layer_end_index moe_layer_interval moe_latent_size
    use_mixed_mlp_moe use_moe enable_moe_block shared_moe_mode use_mtp mtp_transformer_layers
    num_nextn_predict_layers mtp_num_hidden_layers mtp_num_layers num_mtp_modules mtp_use_dedicated_embeddings
    zero_expert_num num_zero_experts moe_layer_num_skipped expert_skip zero_expert_type
    """.split()  # noqa: SIM905 - fifty words are easier to keep as lines of text
)
"""Keys that ``layers``, ``experts`` and ``context`` read (or refuse themselves)."""
_ALSO_LISTED: Final = re.compile(r"every|pattern|interval|period|window_layers")
_BESIDE: Final = frozenset({"index_topk", "sparse_config"})
"""Keys of sparse attention, whose index stands beside an ordinary cache: said, and small against it."""
_NOTHING: Final[tuple[object, ...]] = (None, False, 0, "", [], {})


def unread_keys(text: Config) -> tuple[list[str], list[str], list[str]]:
    """Names of unread keys that may change the cache, what a token visits, and what stands beside the cache."""
    listed = isinstance(text.get("layer_types"), list)
    live = sorted(name for name, value in text.items() if value not in _NOTHING and name not in _READ)
    named = [name for name in live if not _COSTLESS.search(name)]
    beside = [name for name in live if name in _BESIDE]
    cache = [name for name in named if _CACHE.search(name) and name not in _BESIDE]
    cache = [name for name in cache if not (listed and _ALSO_LISTED.search(name))]
    experts = [name for name in named if _EXPERTS.search(name) and not _ROUTES.search(name) and name not in cache]
    return cache, experts, beside
