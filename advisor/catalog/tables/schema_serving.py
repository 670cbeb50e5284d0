"""Rows of those who serve a model: frameworks, what a provider keeps of one of its models, and what it assures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal, Self

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


class ProviderAssurance(Row):
    """What a provider states on one matter that a security officer asks about, as a code with its days or hours.

    ``code`` depends on ``matter``. ``sub_processors``: ``public_list`` or ``in_agreement``; ``days`` is the notice
    before a new one, ``objection_days`` the time to object. ``keys`` of what is stored: ``provider_managed``,
    ``customer_managed`` (the customer's, in the provider's key service) or ``customer_held`` (in the customer's own).
    ``incident_notice``: ``within_hours`` or ``undue_delay``. ``deletion`` after the end of the contract, in ``days``:
    ``by_provider`` (blank: no time is stated), ``by_customer`` (who deletes until then) or ``locked`` (out of reach
    then, with no time of deletion). ``audit_report``: ``on_request`` or ``portal``. ``only`` is who has it where not
    all have. ``url`` is the list, the portal or the page that states it. No row: no source states it.
    """

    provider_id: Slug
    matter: Literal["sub_processors", "keys", "incident_notice", "deletion", "audit_report"]
    code: Literal[
        "public_list",
        "in_agreement",
        "provider_managed",
        "customer_managed",
        "customer_held",
        "within_hours",
        "undue_delay",
        "by_provider",
        "by_customer",
        "locked",
        "on_request",
        "portal",
    ]
    days: Annotated[int, Field(ge=0, le=400)] | None
    hours: Annotated[int, Field(gt=0, le=400)] | None
    objection_days: Annotated[int, Field(gt=0, le=400)] | None
    only: Literal["enterprise", "beta"] | None
    url: Annotated[str, Field(pattern=r"^https://")]
    checked_on: date
    source: SourceRef

    @model_validator(mode="after")
    def _cells_belong_to_the_matter(self) -> Self:
        if self.code not in ASSURANCE_CODES[self.matter]:
            raise ValueError(f"code of {self.matter} is one of {', '.join(ASSURANCE_CODES[self.matter])}")
        if (self.hours is None) is (self.code == "within_hours"):
            raise ValueError("hours are given for within_hours, and only there")
        if self.days is None and self.code in ("by_customer", "locked"):
            raise ValueError(f"days are given for {self.code}")
        if self.days is not None and self.matter not in ("sub_processors", "deletion"):
            raise ValueError("days are given for sub_processors and deletion alone")
        if self.objection_days is not None and self.matter != "sub_processors":
            raise ValueError("objection_days are given for sub_processors alone")
        return self


ASSURANCE_CODES: Final[dict[str, tuple[str, ...]]] = {
    "sub_processors": ("public_list", "in_agreement"),
    "keys": ("provider_managed", "customer_managed", "customer_held"),
    "incident_notice": ("within_hours", "undue_delay"),
    "deletion": ("by_provider", "by_customer", "locked"),
    "audit_report": ("on_request", "portal"),
}
"""What ``code`` of an assurance may be, by its matter."""
SERVING_TABLES: dict[str, type[Row]] = {
    "serving_frameworks": ServingFramework,
    "model_retention": ModelRetention,
    "provider_assurances": ProviderAssurance,
}
SERVING_KEYS: dict[str, tuple[str, ...]] = {
    "serving_frameworks": ("framework_id",),
    "model_retention": ("provider_id", "model_id"),
    "provider_assurances": ("provider_id", "matter"),
}
