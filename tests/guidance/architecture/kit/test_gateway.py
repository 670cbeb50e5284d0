"""The gateway's configuration, against the answers that it follows from."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from guidance.architecture.conftest import SampleKit

from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.kit.gateway import gateway_config, mode_of


def config_of(kit: SampleKit) -> dict[str, Any]:
    """The configuration as the kit has it."""
    loaded: dict[str, Any] = yaml.safe_load(kit.files["gateway/config.yaml"])
    return loaded


@pytest.mark.parametrize(
    ("sample", "models"),
    [
        ("eu-bank-customer-service", ["bedrock/eu.anthropic.claude-haiku-5-5", "openai/Qwen/Qwen3.8-27B"]),
        ("marketing-images", ["azure/gpt-image-2.5-flare", "openai/meta/muse-image-1.0"]),
        ("semantic-search-20m", ["openai/qwen/qwen3-embedding-8b"]),
        ("hospital-note-summariser", ["openai/google/gemma-4-31B-it"]),
    ],
)
def test_a_model_is_asked_by_its_providers_own_key(kits: dict[str, SampleKit], sample: str, models: list[str]) -> None:
    """A price list's prefix is not part of it; who has no protocol of their own is asked by that of OpenAI."""
    listed = config_of(kits[sample])["model_list"]
    assert [entry["litellm_params"]["model"] for entry in listed] == models


def test_personal_data_is_masked_before_it_leaves_and_stands_in_no_log(kits: dict[str, SampleKit]) -> None:
    """At a provider before the call, in the house before the log."""
    bank, hospital = config_of(kits["eu-bank-customer-service"]), config_of(kits["hospital-note-summariser"])
    assert bank["guardrails"][0]["litellm_params"]["mode"] == "pre_call"
    assert hospital["guardrails"][0]["litellm_params"]["mode"] == "logging_only"
    assert bank["litellm_settings"]["turn_off_message_logging"]
    assert hospital["litellm_settings"]["turn_off_message_logging"]


def test_the_cap_is_in_dollars(kits: dict[str, SampleKit], catalog: Catalog) -> None:
    """LiteLLM counts US dollars: a cap in another currency is converted at the decision's own rate."""
    kit = kits["city-administration-rag"]
    budget = kit.assessment.answers.budget
    assert budget.monthly_cap is not None
    euros = budget.model_copy(update={"currency": "EUR", "usd_per_unit": 1.2})
    answers = kit.assessment.answers.model_copy(update={"budget": euros})
    found = gateway_config(kit.architecture, answers, answers.use_cases[0], catalog)["litellm_settings"]
    assert found["max_budget"] == pytest.approx(float(budget.monthly_cap) * 1.2)


def test_each_task_has_its_kind_of_request() -> None:
    """Text is chat; vectors, pictures and speech have requests of their own."""
    assert [mode_of(task) for task in ("rag", "semantic_search", "image_generation", "transcription")] == [
        "chat",
        "embedding",
        "image_generation",
        "audio_transcription",
    ]
