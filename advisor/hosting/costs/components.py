"""The lines of a plan: how each is called, the default it rests on, whether it grows with every request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComponentInfo:
    """How a component is shown: its label, the default it rests on and whether it grows with every request.

    ``priced`` components rest on the price of the offer or of the hardware, whatever their default.
    """

    label: str
    default: str | None
    per_request: bool = False
    priced: bool = False


COMPONENTS: dict[str, ComponentInfo] = {
    "input_tokens": ComponentInfo("Input tokens", None, per_request=True),
    "cached_tokens": ComponentInfo("Cached input tokens", None, per_request=True),
    "cache_writes": ComponentInfo("Cache writes", "cache_write_share", per_request=True),
    "output_tokens": ComponentInfo("Output tokens", None, per_request=True),
    "reasoning_tokens": ComponentInfo("Thinking tokens", "reasoning", per_request=True),
    "media": ComponentInfo("Images, audio, characters or searches", None, per_request=True),
    "corpus": ComponentInfo("Embedding the corpus once", None),
    "gpu_rent": ComponentInfo("GPU rent", None),
    "purchase": ComponentInfo("Hardware, bought", None, priced=True),
    "resale": ComponentInfo("Resale at the end", "resale_loss_per_year"),
    "capital": ComponentInfo("Cost of capital", "cost_of_capital"),
    "alternative_use": ComponentInfo("Other use of GPUs that are there", "owned_age_months"),
    "electricity": ComponentInfo("Electricity", "electricity_usd_per_kwh"),
    "floor": ComponentInfo("Floor, rack and cooling", "floor_usd_per_kw"),
    "colocation": ComponentInfo("Colocation", "colocation_usd_per_kw"),
    "support": ComponentInfo("Hardware support and spare parts", "support_share"),
    "network": ComponentInfo("Network and storage", "network_usd_per_server"),
    "software": ComponentInfo("Software licences", "software_usd_per_gpu"),
    "storage": ComponentInfo("Cloud storage", "storage_usd_per_gb"),
    "egress": ComponentInfo("Network egress", "egress_usd_per_gb", per_request=True),
    "staff": ComponentInfo("Staff", "staff_usd_per_year"),
    "migration": ComponentInfo("Expected changes to successors", "migration_days"),
    "fine_tuning": ComponentInfo("Fine-tuning runs", "fine_tuning_runs"),
    "retrieval": ComponentInfo("Embedding and retrieval", "retrieval_usd_per_mtok", per_request=True),
    "contingency": ComponentInfo("Contingency: from the stated case to the middle of the draws", None),
}
"""``contingency`` closes the sum: the lines before it are the stated case, all together the headline."""
