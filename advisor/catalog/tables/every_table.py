"""Every table of the catalog with its row class, and the columns that identify a row where a table has any."""

from __future__ import annotations

from typing import Final

from advisor.catalog.tables.adaptation import ADAPTATION_TABLES
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.governance import GOVERNANCE_KEYS, GOVERNANCE_TABLES
from advisor.catalog.tables.retrieval import RETRIEVAL_KEYS, RETRIEVAL_TABLES
from advisor.catalog.tables.schema import KEYS, TABLES
from advisor.catalog.tables.schema_decision import DECISION_TABLES
from advisor.catalog.tables.schema_facts import FACT_KEYS, FACT_TABLES
from advisor.catalog.tables.schema_hosting import HOSTING_TABLES
from advisor.catalog.tables.schema_intake import INTAKE_TABLES
from advisor.catalog.tables.schema_serving import SERVING_KEYS, SERVING_TABLES

ALL_TABLES: Final[dict[str, type[Row]]] = (
    TABLES
    | HOSTING_TABLES
    | FACT_TABLES
    | DECISION_TABLES
    | INTAKE_TABLES
    | SERVING_TABLES
    | GOVERNANCE_TABLES
    | ADAPTATION_TABLES
    | RETRIEVAL_TABLES
)
ALL_KEYS: Final[dict[str, tuple[str, ...]]] = KEYS | FACT_KEYS | SERVING_KEYS | GOVERNANCE_KEYS | RETRIEVAL_KEYS
SOURCE_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "params_source": ("total_params_b", "active_params_b"),
    "shape_source": ("layers", "hidden_size", "attention_heads", "kv_heads", "head_dim", "kv_lora_rank", "experts"),
    "limits_source": ("context_tokens", "max_output_tokens", "embedding_dim"),
    "features_source": ("tools", "structured_output", "reasoning", "prompt_caching", "fine_tuning", "languages"),
    "licence_source": ("licence_id",),
}
"""Columns of a model by the column that names their source."""
