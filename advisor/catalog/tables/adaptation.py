"""Typed rows on adapting models: published runs of tuning and training, hosted prices, published gains."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.tables.cells import Billions, Count, Positive, Row, Slug, SourceRef

TuningMethod = Literal["lora", "qlora", "full", "pretraining"]


class TuningRun(Row):
    """A published run: what it took of memory, time or money, with the shape of the model it was made on.

    ``params_b`` are all parameters, ``active_params_b`` those that a token passes; ``trainable_b`` those that are
    trained. ``gpu_tokens`` are the tokens of one step on one GPU (batch x length); ``memory_gb`` is over all GPUs, as
    the source counts it; ``tokens`` and ``gpu_hours`` are of the whole run, ``tokens_per_s`` of all its GPUs.
    ``use``: what the constants were fitted on, or held out to try them.
    """

    run_id: Slug
    model: str
    method: TuningMethod
    params_b: Billions
    active_params_b: Billions
    trainable_b: Billions
    layers: Count
    hidden_size: Count
    feed_forward_size: Count
    vocabulary: Count
    gpu_id: Slug
    gpu_count: Count
    gpu_tokens: Count | None
    memory_gb: Positive | None
    tokens: Positive | None
    gpu_hours: Positive | None
    tokens_per_s: Positive | None
    cost_usd: Positive | None
    usd_per_gpu_hour: Positive | None
    use: Literal["fit", "held_out"]
    dated: date
    source: SourceRef
    note: str | None


class TuningPrice(Row):
    """What a provider asks for training on 10^6 tokens, by the size of the model."""

    price_id: Slug
    provider: str
    model: str
    method: str
    up_to_params_b: Billions
    low_usd_per_mtok: Positive
    high_usd_per_mtok: Positive
    dated: date
    source: SourceRef
    note: str | None


class AdaptationGain(Row):
    """A published gain of adapting a model over the same model prompted, in points of the task's own metric."""

    gain_id: Slug
    strategy: Slug
    work: Literal["knowledge", "reading", "narrow", "making", "other"]
    gain_points: Annotated[float, Field(ge=-100, le=100)]
    against: Literal["base", "large"]
    models: str
    metric: str
    dated: date
    source: SourceRef
    note: str | None


ADAPTATION_TABLES: dict[str, type[Row]] = {
    "tuning_runs": TuningRun,
    "tuning_prices": TuningPrice,
    "adaptation_gains": AdaptationGain,
}
