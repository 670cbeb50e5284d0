"""Typed rows of the hosting tables: measured speeds, fitted speed constants and cost defaults.

The conventions of ``advisor.catalog.tables.schema`` hold here too.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.tables.cells import Amount, Count, ModelId, Positive, Row, Slug, SourceRef, Texts

Dollars = Annotated[float, Field(gt=0, le=20_000_000)]


LoadKind = Literal["steady", "burst", "draining"]


class MeasuredSpeed(Row):
    """A published measurement of serving speed, with the shape of the model it was taken on.

    ``output_tokens_per_s`` is that of the whole deployment of ``gpu_count`` GPUs at ``concurrency`` requests in flight.
    ``family`` groups models of one shape: hold-out is by family. ``expert_parallel`` and ``data_parallel`` tell how the
    layers were spread over the GPUs (1: tensor parallel alone). ``load_kind`` tells how requests came: ``steady`` (the
    number in flight is kept up over several waves), ``burst`` (all at once to a server as delivered, and none after),
    ``draining`` (a stock worked off at the engine's own pace, fed directly; ``concurrency`` is how many there were).
    ``poll_steps`` is how many steps the engine was set to make between two looks at its queue (1 as delivered).
    ``cache_bits`` is of every value in the cache where somebody set it, by what is published; None: as delivered.
    ``ttft_of``: whether ``ttft_ms`` is the mean of a run, which its first wave raises, or the median. ``counts``: what
    the speed model learns from and is judged by, ``first_token`` alone where a server as it is delivered got a few
    waves, so that its rate is not that of one set up for a steady load.
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
    load_kind: LoadKind
    output_tokens_per_s: Positive
    ttft_ms: Positive | None
    ttft_of: Literal["mean", "median"]
    itl_ms: Positive | None
    expert_parallel: Count
    data_parallel: Count
    poll_steps: Count
    cache_bits: Annotated[int, Field(ge=4, le=16)] | None = None
    counts: Literal["all", "first_token"]
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
    """A published speed of a model that hears or speaks on one GPU: seconds of audio per second.

    Speech recognition in batches, speech synthesis one request after the other.
    """

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
    input_usd_per_mtok: Amount | None
    cached_input_usd_per_mtok: Amount | None
    output_usd_per_mtok: Amount | None
    batch_input_usd_per_mtok: Amount | None
    batch_output_usd_per_mtok: Amount | None
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
    usd_per_unit_hour: Amount | None
    usd_per_unit_month: Amount | None
    usd_per_unit_year: Amount | None
    priced_on: date
    source: SourceRef
    price_source: SourceRef
    note: str | None


class HardwareOffer(Row):
    """What an item costs as it is sold: a card, a server with ``gpu_count`` GPUs, a complete machine or a rack.

    US dollars for the whole item, with the range that its source or the derivation in ``note`` gives. ``sold_in`` names
    the zones where alone it is sold, ``not_sold_in`` those where it is not; both blank: everywhere. ``allocated`` is
    sold against a waiting list, ``withdrawn`` is no longer sold new. Lead times are weeks; blank is unknown.
    """

    hardware_id: str
    gpu_id: Slug
    form: Literal["card", "server", "machine", "rack"]
    gpu_count: Count
    availability: Literal["sold", "allocated", "withdrawn"]
    sold_in: Texts
    not_sold_in: Texts
    usd: Dollars
    usd_low: Dollars
    usd_high: Dollars
    basis: Literal["quote", "street", "list", "derived", "used"]
    lead_weeks_low: Count | None
    lead_weeks_high: Count | None
    priced_on: date
    source: SourceRef
    note: str | None


class ElectricityTariff(Row):
    """What a kWh costs a business by what it consumes: MWh a year from ``mwh_from`` up to ``mwh_to`` (blank: no end).

    ``price`` is in ``currency`` as published, ``usd_per_kwh`` the same in US dollars at the rate in ``note``.
    """

    tariff_id: Slug
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    band: str
    mwh_from: Annotated[float, Field(ge=0)]
    mwh_to: Positive | None
    price: Positive
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    usd_per_kwh: Annotated[float, Field(gt=0, le=2)]
    dated: date
    source: SourceRef
    note: str | None


class StaffFact(Row):
    """A published figure on the people that running models takes; ``doubtful`` ones are second-hand or a vendor's."""

    staff_id: Slug
    topic: Literal[
        "staff_time", "least_people", "on_call", "effort", "loaded_cost", "base_salary", "survey_salary", "labour_cost"
    ]
    scope: str
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None
    low: Positive | None
    high: Positive | None
    value: Positive | None
    unit: str
    doubtful: Literal["yes", "no"]
    dated: date
    source: SourceRef
    note: str | None


class EnergyModelSize(Row):
    """Parameters (10^9) that EcoLogits estimates for a closed model, least and most; only its energy rests on them."""

    model_id: ModelId
    active_low_b: Positive
    active_high_b: Positive
    total_low_b: Positive
    total_high_b: Positive
    dated: date
    source: SourceRef


HOSTING_TABLES: dict[str, type[Row]] = {
    "measured_speeds": MeasuredSpeed,
    "measured_memory": MeasuredMemory,
    "measured_transcription": MeasuredTranscription,
    "speed_constants": SpeedConstant,
    "cost_defaults": CostDefault,
    "announced_prices": AnnouncedPrice,
    "provisioned_units": ProvisionedUnit,
    "hardware_offers": HardwareOffer,
    "electricity_tariffs": ElectricityTariff,
    "operations_staff": StaffFact,
    "energy_model_sizes": EnergyModelSize,
}
