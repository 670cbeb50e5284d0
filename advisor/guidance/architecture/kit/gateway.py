"""The gateway's configuration (LiteLLM): the choice and its fallback, limits, cache, guardrails, what is counted.

It keeps to LiteLLM's own schema of the file, which knows a mode for chat and embeddings alone.
"""

from __future__ import annotations

from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.records import Blueprint
from advisor.hosting.records import SELF_HOSTED, Alternative
from advisor.questionnaire.answers import Answers, Task, UseCase

CALLED: Final = "main"
"""What the application asks for: the model behind it can change without the application."""
FALLBACK_CALLED: Final = "fallback"
_PREFIXES: Final = {
    "openai": "openai",
    "azure-foundry": "azure",
    "aws-bedrock": "bedrock",
    "google-vertex": "vertex_ai",
    "google-gemini-api": "gemini",
    "anthropic": "anthropic",
    "mistral": "mistral",
    "deepseek": "deepseek",
    "groq": "groq",
    "together": "together_ai",
    "fireworks": "fireworks_ai",
    "openrouter": "openrouter",
    "nebius": "nebius",
    "deepinfra": "deepinfra",
    "novita": "novita",
    "cohere": "cohere",
    "cerebras": "cerebras",
    "elevenlabs": "elevenlabs",
    "deepgram": "deepgram",
    "xai": "xai",
    "moonshot": "moonshot",
    "databricks": "databricks",
}
"""What LiteLLM calls a provider; others are asked by the OpenAI protocol at an address that is filled in."""
_MODES: Final[dict[Task, str]] = {
    "semantic_search": "embedding",
    "image_generation": "image_generation",
    "transcription": "audio_transcription",
    "speech_synthesis": "audio_speech",
}
_CACHED_CALLS: Final = {"chat": ["acompletion", "completion"], "embedding": ["aembedding", "embedding"]}
_KEPT_S: Final = 3600
_WAIT_S: Final = 600.0


def gateway_config(architecture: Blueprint, answers: Answers, use_case: UseCase, catalog: Catalog) -> dict[str, Any]:
    """The whole configuration; keys and addresses come from the environment, none stands in it."""
    mode = mode_of(use_case.task)
    models = [_model(CALLED, architecture.alternative, catalog, mode, "MODEL")]
    router: dict[str, Any] = {"num_retries": 2, "timeout": use_case.latency.total_s or _WAIT_S, "allowed_fails": 3}
    if architecture.fallback is not None:
        models.append(_model(FALLBACK_CALLED, architecture.fallback, catalog, mode, "FALLBACK"))
        router |= {"num_retries": 0, "fallbacks": [{CALLED: [FALLBACK_CALLED]}]}  # the fallback is the second try
    config: dict[str, Any] = {
        "model_list": models,
        "router_settings": router,
        "litellm_settings": _settings(architecture, answers, mode),
        "general_settings": {"master_key": "os.environ/LITELLM_MASTER_KEY"},
    }
    if architecture.needs("guardrails"):
        config["guardrails"] = [_guardrail(architecture, answers)]
    return config


def mode_of(task: Task) -> str:
    """What LiteLLM calls the kind of request that a task makes."""
    return _MODES.get(task, "chat")


def _model(name: str, alternative: Alternative, catalog: Catalog, mode: str, asked: str) -> dict[str, Any]:
    """One entry: what the gateway asks whom, by which key."""
    deployment, model = alternative.deployment, catalog.model.get(alternative.model_id)
    if deployment.kind in SELF_HOSTED:
        served = (model.hub_id if model else None) or alternative.model_id.partition("/")[2]
        given = {"model": f"openai/{served}", "api_base": f"os.environ/{asked}_BASE_URL"}
    else:
        given = _hosted(alternative, catalog, asked)
    key = {"api_key": f"os.environ/{asked}_API_KEY"} if "aws_region_name" not in given else {}
    entry: dict[str, Any] = {"model_name": name, "litellm_params": given | key}
    return entry | ({"model_info": {"mode": mode}} if mode in _CACHED_CALLS else {})


def _hosted(alternative: Alternative, catalog: Catalog, asked: str) -> dict[str, str]:
    """A model at a provider, by the provider's own key for it."""
    provider = alternative.deployment.provider or ""
    offers = catalog.offers_of.get(alternative.model_id, ())
    offer = next((one for one in offers if one.offer_id == alternative.deployment.offer_id), None)
    key = offer.provider_model_key if offer else alternative.model_id.partition("/")[2]
    prefix = _PREFIXES.get(provider)
    if prefix is None:  # scaleway/qwen/x is a price list's name for qwen/x
        served = key.removeprefix(f"{provider}/")
        return {"model": f"openai/{served}", "api_base": f"os.environ/{asked}_BASE_URL"}
    served = key.removeprefix(f"{prefix}/")
    if prefix == "azure":  # a deployment has a name of its own; eu/ before it is a price list's
        address = {"api_base": f"os.environ/{asked}_BASE_URL", "api_version": "os.environ/AZURE_API_VERSION"}
        return {"model": f"azure/{served.rpartition('/')[2]}", **address}
    found = {"model": f"{prefix}/{served}"}
    if prefix == "bedrock":
        found["aws_region_name"] = "os.environ/AWS_REGION_NAME"
    elif prefix == "vertex_ai":
        found |= {"vertex_project": "os.environ/VERTEX_PROJECT", "vertex_location": "os.environ/VERTEX_LOCATION"}
    elif prefix == "openai":
        found["api_base"] = f"os.environ/{asked}_BASE_URL"
    return found


def _settings(architecture: Blueprint, answers: Answers, mode: str) -> dict[str, Any]:
    """What is counted, kept and capped; the texts of personal data are in no log."""
    data, budget = answers.data, answers.budget
    quiet = data.personal_data or data.health_data or data.classification in ("confidential", "restricted")
    found: dict[str, Any] = {
        "callbacks": ["prometheus"],
        "require_auth_for_metrics_endpoint": False,  # Prometheus has no key; the port is open to the kit alone
        "turn_off_message_logging": quiet,
        "drop_params": True,
    }
    if budget.monthly_cap is not None:
        found |= {"max_budget": round(float(budget.monthly_cap) * budget.usd_per_unit, 2), "budget_duration": "30d"}
    if architecture.needs("cache") and mode in _CACHED_CALLS:
        found["cache"] = True
        found["cache_params"] = {
            "type": "redis",
            "host": "os.environ/REDIS_HOST",
            "port": "os.environ/REDIS_PORT",
            "ttl": _KEPT_S,
            "supported_call_types": _CACHED_CALLS[mode],
        }
    return found


def _guardrail(architecture: Blueprint, answers: Answers) -> dict[str, Any]:
    """Personal data is masked before a request leaves the house; where it stays, before it reaches a log."""
    leaves = architecture.alternative.deployment.kind == "provider_api"
    personal = answers.data.personal_data or answers.data.health_data
    given = {
        "guardrail": "presidio",
        "mode": "pre_call" if leaves and personal else "logging_only",
        "default_on": True,
        "pii_entities_config": {"EMAIL_ADDRESS": "MASK", "PHONE_NUMBER": "MASK", "IBAN_CODE": "MASK", "PERSON": "MASK"},
    }
    return {"guardrail_name": "personal-data", "litellm_params": given}
