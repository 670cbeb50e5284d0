"""Rows of those who serve a model: frameworks, and what a provider keeps of what one of its models is sent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from advisor.catalog.tables.cells import ModelId, Positive, Row, Slug, SourceRef, Texts, YesNo


class ServingFramework(Row):
    """A framework that serves models on own or rented machines.

    ``serves`` are kinds of model (``text`` stands for every kind that writes text), ``hardware`` processors it runs on.
    ``multi_gpu``: one copy of a model over several GPUs; ``shares_prefixes``: the common beginning of prompts is
    computed once; ``model_library``: one command fetches and starts a model. ``model_format`` is what it loads:
    ``checkpoint`` as published, ``gguf``, ``converted`` (exported first) or ``python`` (code of one's own).
    ``support_key`` is its name in ``serving_support.csv``. ``latest_on`` is the first of the month where only the month
    is known. Blank is unknown.
    """

    framework_id: Slug
    name: str
    good_for: str
    serves: Texts
    hardware: Texts
    multi_gpu: YesNo | None
    continuous_batching: YesNo | None
    shares_prefixes: YesNo | None
    model_library: YesNo
    openai_api: YesNo | None
    model_format: Literal["checkpoint", "gguf", "converted", "python"]
    state: Literal["maintained", "maintenance", "archived"]
    state_since: date | None
    latest_version: str | None
    latest_on: date | None
    support_key: str | None
    licence: str
    dated: date
    source: SourceRef
    state_source: SourceRef

    @model_validator(mode="after")
    def _end_is_dated(self) -> Self:
        if self.state != "maintained" and self.state_since is None:
            raise ValueError(f"state_since is missing (the day since which it is {self.state})")
        return self


class ServingSupport(Row):
    """Since which version an engine runs a family's architecture; ``at_most`` where it was older than all compared."""

    vendor: Slug
    architecture: str
    engine: Literal[
        "vllm", "sglang", "llama.cpp", "ollama", "tensorrt-llm", "tgi", "mlx-lm", "onnxruntime-genai", "lemonade"
    ]
    supported: YesNo
    since_version: str | None
    at_most: YesNo
    since_date: date | None
    model_ids: Texts
    dated: date
    source: SourceRef


class QuantisedCheckpoint(Row):
    """A published quantised copy of a model; ``file_gb`` is its true size in 10^9 bytes."""

    model_id: ModelId
    format: str
    hub_id: str
    official: YesNo
    file_gb: Positive | None
    least_gpu_memory_gb: Positive | None
    dated: date
    source: SourceRef


class ModelRetention(Row):
    """What a provider keeps of requests to one model, where that differs from what ``providers.csv`` says of all.

    The columns are those of ``Provider``; blank is unknown of this model, whatever holds for the others.
    """

    provider_id: Slug
    model_id: ModelId
    retention_default: Literal["none", "abuse_monitoring", "retained"] | None
    retention_days: Annotated[int, Field(ge=0)] | None
    zero_retention_route: YesNo | None
    dated: date
    source: SourceRef
    note: str | None


SERVING_TABLES: dict[str, type[Row]] = {"serving_frameworks": ServingFramework, "model_retention": ModelRetention}
SERVING_KEYS: dict[str, tuple[str, ...]] = {
    "serving_frameworks": ("framework_id",),
    "model_retention": ("provider_id", "model_id"),
}
