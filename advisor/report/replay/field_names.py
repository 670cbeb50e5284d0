"""What a change of the catalog is called: the field in words, and its value then and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from advisor.questionnaire.labels import CERTIFICATIONS, ZONES

PRICES: Final[Mapping[str, str]] = {
    "input_usd_per_mtok": "10⁶ input tokens",
    "cached_input_usd_per_mtok": "10⁶ cached input tokens",
    "cache_write_usd_per_mtok": "10⁶ tokens written to the cache",
    "output_usd_per_mtok": "10⁶ output tokens",
    "batch_input_usd_per_mtok": "10⁶ input tokens in a batch",
    "batch_output_usd_per_mtok": "10⁶ output tokens in a batch",
    "long_input_usd_per_mtok": "10⁶ input tokens of a long request",
    "long_output_usd_per_mtok": "10⁶ output tokens of a long request",
    "usd_per_image": "an image",
    "usd_per_audio_minute": "a minute of audio",
    "usd_per_mchar": "10⁶ characters",
    "usd_per_1k_searches": "1,000 searches",
    "usd_per_gpu_hour": "a GPU-hour",
    "usd_per_gpu": "a GPU",
}
FIELDS: Final[Mapping[str, str]] = {
    "jurisdiction": "seat",
    "training_default": "training on data",
    "retention_default": "retention",
    "retention_days": "days of retention",
    "zero_retention_route": "zero retention on request",
    "residency_zones": "zones of processing",
    "certifications": "certificates",
    "indemnification": "indemnification",
    "data_processing_agreement": "data processing agreement",
    "uptime_sla_pct": "promised uptime in per cent",
    "licence_id": "licence",
    "open_source": "open-source licence",
    "commercial_use": "commercial use",
    "redistribution": "redistribution",
    "derivatives": "derivatives",
    "max_monthly_users": "limit of monthly users",
    "max_annual_revenue_usd": "limit of annual revenue in USD",
    "use_restrictions": "restrictions of use",
    "attribution_required": "attribution",
    "excluded_jurisdictions": "excluded places",
    "obligations": "duties",
    "context_tokens": "context window in tokens",
    "max_context_tokens": "context window in tokens",
    "max_output_tokens": "output limit in tokens",
    "modalities_in": "inputs",
    "modalities_out": "outputs",
    "tools": "tool calling",
    "structured_output": "structured output",
    "prompt_caching": "prompt caching",
    "fine_tuning": "fine-tuning",
    "languages": "languages",
    "openness": "weights",
    "total_params_b": "parameters in 10⁹",
    "active_params_b": "active parameters in 10⁹",
    "memory_gib": "memory in GiB",
    "bandwidth_gb_s": "memory bandwidth in GB/s",
    "tdp_w": "power in W",
    "estimate": "fitness from public scores",
    "standard_error": "standard error of the fitness",
    "score": "public score",
}
TABLES: Final[Mapping[str, str]] = {
    "boards": "public benchmarks",
    "grids": "electricity grids",
    "measured_speeds": "measured speeds",
    "speed_constants": "constants of the speed model",
    "cost_defaults": "cost assumptions",
}
VALUES: Final[Mapping[str, str]] = {
    "does_not_train": "does not train on data",
    "opt_out": "trains unless opted out",
    "trains": "trains on data by default",
    "none": "keeps nothing",
    "abuse_monitoring": "keeps data for abuse monitoring",
    "retained": "keeps data",
    "open_weights": "open weights",
    "proprietary": "weights not given out",
}
REST: Final = "technical data"
_SHOWN: Final = 4
_LISTED: Final = 8


def label(field: str) -> str:
    """A field of a row in words."""
    return PRICES.get(field) or FIELDS.get(field, REST)


def value_words(row: Any, field: str) -> str:
    """The value of a field in words; prices with their currency."""
    match getattr(row, field):
        case None:
            text = "unknown"
        case bool() as flag:
            text = "yes" if flag else "no"
        case Decimal() as amount:
            text = f"{amount.normalize():f}" + (" USD" if field in PRICES else "")
        case float() as number:
            text = f"{number:g}"
        case tuple() as codes:
            names: dict[str, str] = {**CERTIFICATIONS, **ZONES}
            text = ", ".join(names.get(str(code), str(code)) for code in codes[:_LISTED]) or "none stated"
        case other:
            text = VALUES.get(str(other), str(other))
    return text


def moved(old: Any, new: Any, fields: Sequence[str]) -> tuple[str, str]:
    """Fields that changed, as (then, now): one field as "label: value" twice, several as one list in the second."""
    told = [field for field in fields if field in PRICES or field in FIELDS]
    if len(told) == 1:
        name = label(told[0])
        return f"{name}: {value_words(old, told[0])}", f"{name}: {value_words(new, told[0])}"
    parts = [f"{label(field)}: {value_words(old, field)} → {value_words(new, field)}" for field in told[:_SHOWN]]
    return "", "; ".join(parts) or f"changed: {REST}"
