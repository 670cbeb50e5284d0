"""Typed rows of the catalog's tables: one class per CSV file in ``data/``.

Conventions: UTF-8, comma separated, the first line names the columns; a blank cell is *unknown*, never zero; ``yes`` or
``no`` for facts that may be unknown; several values in one cell are separated by ``|``; dates are ISO 8601; money is
US dollars. A ``*_source`` cell is ``source_id`` or ``source_id#key``: a row of ``sources.csv``, and its name there.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.tables.cells import (
    Amount,
    Billions,
    Count,
    Modalities,
    ModelId,
    Row,
    Slug,
    SourceRef,
    Texts,
    YesNo,
)
from advisor.geography import Zone

ModelKind = Literal[
    "text", "code", "reasoning", "vision", "embedding", "rerank", "speech_to_text", "text_to_speech", "image"
]
LANGUAGE_KINDS: frozenset[str] = frozenset({"text", "code", "reasoning", "vision"})
Architecture = Literal[
    "decoder", "encoder", "encoder_decoder", "mixture_of_experts", "state_space_hybrid", "diffusion", "unknown"
]
Openness = Literal["open_weights", "proprietary"]
Status = Literal["current", "preview", "legacy", "deprecated", "retired"]
SERVED: frozenset[str] = frozenset({"current", "preview", "legacy", "deprecated"})  # statuses that can still be called
Precision = Literal["fp32", "bf16", "fp16", "fp8", "int8", "fp4", "int4"]


class Source(Row):
    """Where figures come from: one version of one public source."""

    source_id: Slug
    name: str
    version: str
    dated: date
    licence: str
    attribution: str
    link: str
    kind: Literal["measured", "published", "vendor", "aggregator", "derived", "own"]


class Model(Row):
    """One model as its vendor names it; effort and thinking settings are variants, never rows of their own.

    Parameters are in 10^9; the context window and the limits of input and output in tokens (0 is never used for
    unknown). ``max_input_tokens`` is given where the input alone may fill less than the whole context.
    ``attention_layers`` counts the layers that keep a KV cache (blank: all), ``global_layers`` those of them that
    attend to the whole context where the others are limited to ``sliding_window`` tokens (blank: all).
    ``kv_bytes_per_token`` is what one more token of a long context adds to the cache at 16 bits, given only where the
    shape columns cannot say it (compressed caches, global layers of another width, several caches in a layer).
    """

    model_id: ModelId
    name: str
    vendor: Slug
    family: str
    kind: ModelKind
    architecture: Architecture
    openness: Openness
    status: Status
    release_date: date | None
    knowledge_cutoff: date | None
    retires_on: date | None
    predecessor_id: ModelId | None
    successor_id: ModelId | None
    good_for: str | None
    identity_source: SourceRef
    total_params_b: Billions | None
    active_params_b: Billions | None
    params_source: SourceRef | None
    hub_id: str | None
    layers: Count | None
    hidden_size: Count | None
    attention_heads: Count | None
    kv_heads: Count | None
    head_dim: Count | None
    kv_lora_rank: Count | None
    qk_rope_head_dim: Annotated[int, Field(ge=0)] | None
    sliding_window: Count | None
    attention_layers: Count | None
    global_layers: Annotated[int, Field(ge=0)] | None
    kv_bytes_per_token: Count | None = None
    experts: Count | None
    experts_per_token: Count | None
    vocab_size: Count | None
    native_precision: Precision | None
    shape_source: SourceRef | None
    context_tokens: Count | None
    max_input_tokens: Count | None = None
    max_output_tokens: Count | None
    embedding_dim: Count | None
    limits_source: SourceRef | None
    modalities_in: Modalities
    modalities_out: Modalities
    tools: YesNo | None
    structured_output: YesNo | None
    reasoning: YesNo | None
    prompt_caching: YesNo | None
    fine_tuning: YesNo | None
    languages: Texts
    features_source: SourceRef | None
    licence_id: Slug | None
    licence_source: SourceRef | None
    checked_on: date
    note: str | None


class Offer(Row):
    """A dated price at which a provider serves a model in a zone.

    Token prices are US dollars per 10^6 tokens. ``long_context_above_tokens`` starts the second price tier.
    ``agreement``: ``agreed`` (two independent sources within 1%), ``single`` (one source), ``conflict`` (they differ).
    """

    offer_id: str
    model_id: ModelId
    provider_id: Slug
    provider_model_key: str
    zone: Literal["global", Zone, "gov", "unspecified"]
    tier: Literal["standard", "priority", "flex", "fast", "provisioned"]
    input_usd_per_mtok: Amount | None
    cached_input_usd_per_mtok: Amount | None
    cache_write_usd_per_mtok: Amount | None
    output_usd_per_mtok: Amount | None
    batch_input_usd_per_mtok: Amount | None
    batch_output_usd_per_mtok: Amount | None
    long_context_above_tokens: Count | None
    long_input_usd_per_mtok: Amount | None
    long_output_usd_per_mtok: Amount | None
    usd_per_image: Amount | None
    usd_per_audio_minute: Amount | None
    usd_per_mchar: Amount | None
    usd_per_1k_searches: Amount | None
    max_context_tokens: Count | None
    retires_on: date | None
    priced_on: date
    source: SourceRef
    second_source: SourceRef | None
    agreement: Literal["agreed", "single", "conflict"]
    conflict: str | None

    @property
    def derived(self) -> bool:
        """Whether the price was computed, as a surcharge per region is: no list states it or can confirm it."""
        return (self.conflict or "").startswith("derived")


NO_ONE_ZONE: frozenset[str] = frozenset({"global", "unspecified"})  # an offer's zones that say no place


class PricePoint(Row):
    """A past price of a model at a provider, for the price history."""

    model_id: ModelId
    provider_id: Slug
    dated: date
    input_usd_per_mtok: Amount | None
    output_usd_per_mtok: Amount | None
    source: SourceRef


class Board(Row):
    """A public benchmark, one release of one board: only rows of the same board id may be compared.

    ``floor`` is the score by chance, ``ceiling`` the best possible; ``language`` the one that it tests alone, if so.
    """

    board_id: Slug
    name: str
    capability: str
    metric: str
    unit: Literal["share", "percent", "elo", "wer_percent", "rate_percent", "index"]
    direction: Literal["max", "min"]
    floor: float | None
    ceiling: float | None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    released_on: date
    source: SourceRef
    link: str


class Benchmark(Row):
    """A public score of a model (and its effort variant) on a board."""

    model_id: ModelId
    board_id: Slug
    variant: str | None
    score: float
    standard_error: Annotated[float, Field(ge=0)] | None
    self_reported: YesNo
    scored_on: date
    source: SourceRef


class CapabilityEstimate(Row):
    """The fitted ability of a model in one capability, with its standard error (scale: see docs/capability.md)."""

    model_id: ModelId
    capability: str
    estimate: float
    standard_error: Annotated[float, Field(gt=0)]
    basis: Literal["fitted", "inferred", "prior"]
    scores: Annotated[int, Field(ge=0)]
    from_model_id: ModelId | None


class Provider(Row):
    """A company that serves models or rents GPUs, with what it states of the data sent to it.

    ``training_default`` is the policy for paying business customers of the API, ``retention_days`` the longest stated
    retention of prompts by default (0: none). ``jurisdiction`` is the ISO 3166 alpha-2 code of the company's seat,
    ``parent_country`` that of the company above. A ``hyperscaler`` pins some models in some zones, a ``regional_cloud``
    has its centres in one part of the world, ``residency_zones`` can be pinned by contract or setting.
    ``indemnified_vendors``: whose models the indemnification covers (none listed: all).
    """

    provider_id: Slug
    name: str
    kind: Literal["model_vendor", "hyperscaler", "regional_cloud", "inference_host", "gateway", "gpu_cloud", "hardware"]
    jurisdiction: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None
    parent: str | None = None
    parent_country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    training_default: Literal["does_not_train", "opt_out", "trains"] | None
    retention_default: Literal["none", "abuse_monitoring", "retained"] | None
    retention_days: Annotated[int, Field(ge=0)] | None
    zero_retention_route: YesNo | None
    residency_zones: Texts
    certifications: Texts
    indemnification: YesNo | None
    indemnified_vendors: Texts = ()
    data_processing_agreement: YesNo | None
    uptime_sla_pct: Annotated[float, Field(gt=0, le=100)] | None
    policy_url: str | None
    checked_on: date
    source: SourceRef
    note: str | None


class Licence(Row):
    """What a licence permits, in plain words; ``commercial_use`` is ``conditional`` where a threshold applies."""

    licence_id: Slug
    name: str
    spdx: str | None
    open_source: YesNo
    commercial_use: Literal["yes", "no", "conditional"]
    redistribution: Literal["yes", "no", "conditional"]
    derivatives: Literal["yes", "no", "conditional"]
    max_monthly_users: Count | None
    max_annual_revenue_usd: Count | None
    use_restrictions: YesNo
    attribution_required: YesNo
    excluded_jurisdictions: Texts
    obligations: str | None
    plain_words: str
    link: str
    checked_on: date
    source: SourceRef


class Gpu(Row):
    """An accelerator. Memory in GiB as the driver reports it, bandwidth and link in 10^9 bytes/s, dense TFLOPS.

    ``link_gb_s`` is one direction per GPU; ``memory_source`` names the reading where it is not that of ``source``.
    ``bf16_tflops`` is the dense 16-bit rate (fp16 where the chip has no bf16, as on V100 and T4). ``tdp_w`` is the
    chip's rated power, or where ``power_at`` says so what its maker measures of the whole machine at the wall.
    """

    gpu_id: Slug
    name: str
    aliases: Texts
    vendor: Slug
    segment: Literal["datacentre", "workstation", "consumer", "edge", "apple"]
    memory_gib: Annotated[float, Field(gt=0, le=2000)]
    memory_source: SourceRef | None
    bandwidth_gb_s: Annotated[float, Field(gt=0, le=50_000)] | None
    bf16_tflops: Annotated[float, Field(gt=0)] | None
    fp8_tflops: Annotated[float, Field(gt=0)] | None
    fp4_tflops: Annotated[float, Field(gt=0)] | None
    tdp_w: Annotated[float, Field(gt=0, le=5000)] | None
    power_at: Literal["chip", "wall"] | None = None
    link_gb_s: Annotated[float, Field(gt=0)] | None
    gpus_per_server: Count | None
    released_on: date | None
    checked_on: date
    source: SourceRef


class GpuOffer(Row):
    """A dated price of a GPU: rent per GPU-hour by commitment, or purchase per GPU.

    ``price_kind`` is blank for a list or contract price. The others give way to it: a marketplace's price of the day,
    machines of third parties, a tier for prototypes, and a price that is known to have been cut since.
    """

    offer_id: str
    provider_id: Slug
    instance: str | None
    gpu_id: Slug
    gpu_count: Count
    region: str | None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None
    commitment: Literal["on_demand", "spot", "reserved_1y", "reserved_3y", "purchase"]
    usd_per_gpu_hour: Amount | None
    usd_per_gpu: Amount | None
    priced_on: date
    source: SourceRef
    note: str | None
    price_kind: Literal["marketplace", "community", "prototyping", "outdated"] | None = None


class Alias(Row):
    """A name that some source uses for a model (and the variant it means), reviewed by hand."""

    alias: str
    scheme: Slug
    model_id: ModelId
    variant: str | None
    reviewed_on: date


class Grid(Row):
    """A country's electricity: carbon intensity, water and tariff."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name: str
    kgco2e_per_kwh: Annotated[float, Field(ge=0, le=2)]
    water_l_per_kwh: Annotated[float, Field(ge=0)] | None
    usd_per_kwh: Annotated[float, Field(gt=0, le=2)] | None
    source: SourceRef
    tariff_source: SourceRef | None
    dated: date


TABLES: dict[str, type[Row]] = {
    "sources": Source,
    "model_catalog": Model,
    "offers": Offer,
    "price_history": PricePoint,
    "boards": Board,
    "benchmarks": Benchmark,
    "capabilities": CapabilityEstimate,
    "providers": Provider,
    "licences": Licence,
    "gpus": Gpu,
    "gpu_offers": GpuOffer,
    "aliases": Alias,
    "grids": Grid,
}
KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("source_id",),
    "model_catalog": ("model_id",),
    "offers": ("offer_id",),
    "price_history": ("model_id", "provider_id", "dated"),
    "boards": ("board_id",),
    "benchmarks": ("model_id", "board_id", "variant", "source"),
    "capabilities": ("model_id", "capability"),
    "providers": ("provider_id",),
    "licences": ("licence_id",),
    "gpus": ("gpu_id",),
    "gpu_offers": ("offer_id",),
    "aliases": ("scheme", "alias"),
    "grids": ("country",),
}
