"""Typed rows of the hosting tables: measured speeds, fitted speed constants and cost defaults.

The conventions of ``advisor.catalog.tables.schema`` hold here too.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.tables.schema import Count, Price, Row, Slug, SourceRef, Texts

Positive = Annotated[float, Field(gt=0)]


class MeasuredSpeed(Row):
    """A published measurement of serving speed, with the shape of the model it was taken on.

    ``output_tokens_per_s`` is that of the whole deployment of ``gpu_count`` GPUs at ``concurrency`` requests in flight.
    ``family`` groups models of one shape: hold-out is by family. ``expert_parallel`` and ``data_parallel`` tell how the
    layers were spread over the GPUs (1: tensor parallel alone).
    """

    speed_id: Slug
    model_key: str
    family: Slug
    model_id: str | None
    gpu_id: Slug
    gpu_count: Count
    precision: Slug
    input_tokens: Count
    output_tokens: Count
    concurrency: Count
    output_tokens_per_s: Positive
    ttft_ms: Positive | None
    itl_ms: Positive | None
    expert_parallel: Count
    data_parallel: Count
    engine: str
    measured_on: date | None
    source: SourceRef


class MeasuredMemory(Row):
    """A published measurement of GPU memory, in GiB over all GPUs: ``process`` (one request) or ``weights`` alone."""

    memory_id: Slug
    kind: Literal["process", "weights"]
    model_id: str
    gpu_count: Count
    precision: Slug
    context_tokens: Annotated[int, Field(ge=0)]
    memory_gib: Positive
    engine: str
    source: SourceRef


class MeasuredTranscription(Row):
    """A published speed of speech recognition on one GPU: seconds of audio per second, in batches."""

    model_id: str
    gpu_id: Slug
    times_real_time: Positive
    source: SourceRef


class SpeedConstant(Row):
    """A fitted constant of the speed model; ``scope`` is a GPU class, an architecture or ``all``."""

    scope: str
    name: Slug
    value: float
    unit: str
    rows: Annotated[int, Field(ge=0)]
    fitted_on: date
    source: SourceRef


class CostDefault(Row):
    """A default of the cost model with its range; ``kinds`` names the ways of hosting it applies to."""

    component: Slug
    label: str
    kinds: Texts
    enabled: Literal["yes", "no"]
    default: float
    low: float
    high: float
    unit: str
    basis: Literal["measured", "published", "estimated", "stated"]
    source: SourceRef
    note: str | None


class AnnouncedPrice(Row):
    """A price that a provider has announced for one of its offers, in force from ``valid_from`` on.

    US dollars per 10^6 tokens. A blank cell keeps today's price; blank batch prices are not stated: then
    batches cost the new standard price.
    """

    announced_offer_id: str
    valid_from: date
    input_usd_per_mtok: Price | None
    cached_input_usd_per_mtok: Price | None
    output_usd_per_mtok: Price | None
    batch_input_usd_per_mtok: Price | None
    batch_output_usd_per_mtok: Price | None
    source: SourceRef
    note: str | None


class ProvisionedUnit(Row):
    """Capacity sold by the unit and hour at a provider, whatever passes through it.

    ``input_tpm_per_unit``: input tokens per minute that one unit carries; one output token counts as ``output_weight``
    input tokens, a cached one as ``cached_weight``. Prices are US dollars per unit and hour, month or year; a blank
    cell is unknown. ``minimum_units`` and then steps of ``increment_units``.
    """

    provisioned_id: Slug
    model_id: str
    provider_id: Slug
    zone: Slug
    input_tpm_per_unit: Positive
    output_weight: Positive
    cached_weight: Annotated[float, Field(ge=0, le=1)]
    minimum_units: Count
    increment_units: Count
    usd_per_unit_hour: Price | None
    usd_per_unit_month: Price | None
    usd_per_unit_year: Price | None
    priced_on: date
    source: SourceRef
    price_source: SourceRef
    note: str | None


HOSTING_TABLES: dict[str, type[Row]] = {
    "measured_speeds": MeasuredSpeed,
    "measured_memory": MeasuredMemory,
    "measured_transcription": MeasuredTranscription,
    "speed_constants": SpeedConstant,
    "cost_defaults": CostDefault,
    "announced_prices": AnnouncedPrice,
    "provisioned_units": ProvisionedUnit,
}
