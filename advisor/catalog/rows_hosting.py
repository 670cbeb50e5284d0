"""Typed rows of the hosting tables: measured speeds, fitted speed constants and cost defaults.

The conventions of ``advisor.catalog.rows`` hold here too.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.rows import Count, Row, Slug, SourceRef, Texts

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


HOSTING_TABLES: dict[str, type[Row]] = {
    "measured_speeds": MeasuredSpeed,
    "measured_memory": MeasuredMemory,
    "speed_constants": SpeedConstant,
    "cost_defaults": CostDefault,
}
