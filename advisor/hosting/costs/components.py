"""The lines of a plan: the default each rests on, and whether it grows with every request.

How each is called stands in ``advisor.words`` under ``component`` and its name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComponentInfo:
    """What a component is: the default it rests on and whether it grows with every request.

    ``priced`` components rest on the price of the offer or of the hardware, whatever their default.
    """

    default: str | None
    per_request: bool = False
    priced: bool = False


COMPONENTS: dict[str, ComponentInfo] = {
    "input_tokens": ComponentInfo(None, per_request=True),
    "cached_tokens": ComponentInfo(None, per_request=True),
    "cache_writes": ComponentInfo("cache_write_share", per_request=True),
    "output_tokens": ComponentInfo(None, per_request=True),
    "reasoning_tokens": ComponentInfo("reasoning", per_request=True),
    "media": ComponentInfo(None, per_request=True),
    "corpus": ComponentInfo(None),
    "gpu_rent": ComponentInfo(None),
    "purchase": ComponentInfo(None, priced=True),
    "resale": ComponentInfo("resale_loss_per_year"),
    "capital": ComponentInfo("cost_of_capital"),
    "alternative_use": ComponentInfo("owned_age_months"),
    "electricity": ComponentInfo("electricity_usd_per_kwh"),
    "floor": ComponentInfo("floor_usd_per_kw"),
    "colocation": ComponentInfo("colocation_usd_per_kw"),
    "support": ComponentInfo("support_share"),
    "network": ComponentInfo("network_usd_per_server"),
    "software": ComponentInfo("software_usd_per_gpu"),
    "storage": ComponentInfo("storage_usd_per_gb"),
    "backup": ComponentInfo("backup_usd_per_gb"),
    "egress": ComponentInfo("egress_usd_per_gb", per_request=True),
    "staff": ComponentInfo("staff_usd_per_year"),
    "migration": ComponentInfo("migration_days"),
    "fine_tuning": ComponentInfo("fine_tuning_runs"),
    "retrieval": ComponentInfo("retrieval_usd_per_mtok", per_request=True),
    "contingency": ComponentInfo(None),
}
"""``contingency`` closes the sum: the lines before it are the stated case, all together the headline."""
