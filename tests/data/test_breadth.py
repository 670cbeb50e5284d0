"""The shipped catalog is as wide as it says: models of every kind, companions, providers, and the historical ones."""

from __future__ import annotations

from collections import Counter

import pytest

from advisor.catalog.audit.check import counts
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import LANGUAGE_KINDS
from advisor.hosting.memory.shapes import sizing_problem

# What the catalog promises to hold at least.
LEAST = {
    "model_catalog": 260,
    "language models": 160,
    "language models with open weights and shapes": 90,
    "kind embedding": 25,
    "kind rerank": 8,
    "kind speech_to_text": 18,
    "kind text_to_speech": 8,
    "kind image": 20,
    "historical models": 30,
    "offers": 800,
    "providers with offers": 23,
    "benchmarks": 5_000,
    "providers": 25,
    "licences": 25,
}
# Models of the past that architects still meet, by what they are called and by their rows.
HISTORICAL = {
    "GPT-3.5": ("openai/gpt-3.5-turbo",),
    "GPT-4": ("openai/gpt-4",),
    "GPT-4 Turbo": ("openai/gpt-4-turbo",),
    "DALL·E 3": ("openai/dall-e-3",),
    "Whisper": ("openai/whisper-large-v2", "openai/whisper-medium", "openai/whisper-small"),
    "OpenAI's embeddings": ("openai/text-embedding-ada-002",),
    "Claude 2": ("anthropic/claude-2", "anthropic/claude-2.1"),
    "Claude 3.5 Sonnet": ("anthropic/claude-3.5-sonnet",),
    "Gemini 1.x": ("google/gemini-1.0-pro", "google/gemini-1.5-pro", "google/gemini-1.5-flash"),
    "PaLM 2": ("google/palm-2",),
    "Llama 2": ("meta/llama-2-7b-chat", "meta/llama-2-13b-chat", "meta/llama-2-70b-chat"),
    "Code Llama": (
        "meta/codellama-7b-instruct",
        "meta/codellama-13b-instruct",
        "meta/codellama-34b-instruct",
        "meta/codellama-70b-instruct",
    ),
    "Llama 3 8B": ("meta/llama-3-8b-instruct",),
    "Mistral 7B": ("mistral/mistral-7b-instruct-v0.1", "mistral/mistral-7b-instruct-v0.3"),
    "Mixtral 8x7B": ("mistral/mixtral-8x7b-instruct-v0.1",),
    "Zephyr 7B": ("huggingface/zephyr-7b-beta",),
    "SOLAR 10.7B": ("upstage/solar-10.7b-instruct-v1.0",),
    "Falcon": ("tii/falcon-7b-instruct", "tii/falcon-40b-instruct", "tii/falcon-180b-chat"),
    "Grok-1": ("xai/grok-1",),
    "Phi-2": ("microsoft/phi-2",),
    "Gemma": ("google/gemma-2b-it", "google/gemma-7b-it"),
    "Granite 13B": ("ibm/granite-13b-chat-v2",),
    "Flan-T5": ("google/flan-t5-xxl",),
    "T5": ("google/t5-11b",),
    "BART": ("meta/bart-large",),
    "BERT": ("google/bert-base-uncased", "google/bert-large-uncased"),
    "BLOOM": ("bigscience/bloom",),
    "Alpaca": ("stanford/alpaca-7b",),
    "Jurassic-1 Jumbo": ("ai21/jurassic-1-jumbo",),
    "CodeParrot": ("huggingface/codeparrot",),
    "Stable Diffusion": ("stability/stable-diffusion-1.5", "stability/stable-diffusion-xl-base-1.0"),
    "Midjourney": ("midjourney/midjourney-v6", "midjourney/midjourney-v7"),
}
OLD = {"legacy", "deprecated", "retired"}


@pytest.mark.parametrize(("what", "least"), LEAST.items(), ids=list(LEAST))
def test_the_catalog_holds_at_least_what_it_promises(catalog: Catalog, what: str, least: int) -> None:
    """Each table and kind has as many rows as promised, of distinct identity."""
    assert counts(catalog)[what] >= least


def test_no_model_stands_twice(catalog: Catalog) -> None:
    """Distinct models are counted, not rows."""
    assert len(catalog.model) == len(catalog.models)


def test_open_language_models_can_be_sized(catalog: Catalog) -> None:
    """At least ninety have every fact that memory sizing asks for, not only a layer count."""
    open_weights = [m for m in catalog.models if m.openness == "open_weights" and m.kind in LANGUAGE_KINDS]
    assert sum(sizing_problem(model) is None for model in open_weights) >= 90


def test_shapes_of_every_attention_are_there(catalog: Catalog) -> None:
    """Latent attention with its rank, sliding windows with their layers, hybrids, and active parameters."""
    models = catalog.models
    assert sum(m.kv_lora_rank is not None and m.qk_rope_head_dim is not None for m in models) >= 10
    assert sum(m.sliding_window is not None and m.global_layers is not None for m in models) >= 10
    assert sum(m.attention_layers is not None for m in models) >= 5
    assert sum(m.architecture == "mixture_of_experts" and m.active_params_b is not None for m in models) >= 30


@pytest.mark.parametrize("name", list(HISTORICAL))
def test_historical_models_say_what_became_of_them(catalog: Catalog, name: str) -> None:
    """Each has an old status, a successor or the word that there is none, and what it may still be good for."""
    for model_id in HISTORICAL[name]:
        model = catalog.model[model_id]
        assert model.status in OLD, model_id
        assert model.successor_id or "No direct successor" in (model.note or ""), model_id
        assert model.good_for, model_id


def test_every_old_model_names_its_successor_or_that_there_is_none(catalog: Catalog) -> None:
    """No historical row leaves the reader without a way on."""
    old = [model for model in catalog.models if model.status in OLD]
    assert len(old) >= 300
    assert [m.model_id for m in old if not m.successor_id and "No direct successor" not in (m.note or "")] == []


def test_the_great_clouds_and_many_more_sell(catalog: Catalog) -> None:
    """Azure, Bedrock and Vertex have many offers each, and twenty further providers have some."""
    sold = Counter(offer.provider_id for offer in catalog.offers)
    assert all(sold[provider] >= 40 for provider in ("azure-foundry", "aws-bedrock", "google-vertex"))
    assert len(sold) >= 23


def test_offers_carry_zones_tiers_caches_and_batches(catalog: Catalog) -> None:
    """Prices differ by zone, tier, cache and batch, and the catalog says so."""
    assert len({offer.zone for offer in catalog.offers}) >= 10
    assert len({offer.tier for offer in catalog.offers}) >= 3
    assert sum(offer.cached_input_usd_per_mtok is not None for offer in catalog.offers) >= 300
    assert sum(offer.batch_input_usd_per_mtok is not None for offer in catalog.offers) >= 100


def test_scores_keep_release_and_variant_and_say_who_measured(catalog: Catalog) -> None:
    """Boards are releases, variants are kept, and scores that the vendor told are marked."""
    assert len({score.board_id for score in catalog.benchmarks}) >= 50
    assert sum(score.variant is not None for score in catalog.benchmarks) >= 500
    assert 0 < sum(score.self_reported for score in catalog.benchmarks) < len(catalog.benchmarks) / 2


def test_no_figure_of_a_sold_list_is_shipped(catalog: Catalog) -> None:
    """Artificial Analysis sells its figures: no source and no board is theirs."""
    words = [source.name + source.link + source.attribution for source in catalog.sources]
    words += [board.name + board.link for board in catalog.boards]
    assert not [word for word in words if "artificialanalysis" in word.lower().replace(" ", "").replace("-", "")]


def test_sources_without_a_licence_say_so(catalog: Catalog) -> None:
    """Every source names its licence, or that none is stated and single figures are cited."""
    assert all(source.licence.strip() for source in catalog.sources)
    assert any("none stated" in source.licence for source in catalog.sources)


def test_gpus_can_be_rented_and_bought(catalog: Catalog) -> None:
    """Each of the great clouds and several specialists rent GPUs out, and purchase prices are known."""
    renters = {offer.provider_id for offer in catalog.gpu_offers if offer.commitment != "purchase"}
    assert {"aws", "gcp", "azure"} <= renters
    assert len(renters) >= 8
    assert {item.gpu_count for item in catalog.hardware_offers if item.form == "server"} == {1, 2, 4, 8}
    assert sum(item.form == "machine" and item.availability == "sold" for item in catalog.hardware_offers) >= 10
