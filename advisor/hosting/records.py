"""Records of hosting: the deployment of a model, what it costs, how fast it is, and what it draws from the wall."""

from __future__ import annotations

from typing import Final, Literal

from advisor.questionnaire.answers import DeploymentKind
from advisor.units import Band, Basis, Figure, Record, Spoken

WAYS_TO_HOST: Final[tuple[DeploymentKind, ...]] = ("provider_api", "cloud_gpu", "on_prem", "edge")
"""Every way of hosting, in the order of tables and charts."""
SELF_HOSTED: Final[tuple[DeploymentKind, ...]] = WAYS_TO_HOST[1:]
"""The ways in which somebody runs the model on GPUs of their choice."""


class Deployment(Record):
    """Where and on what a model runs; GPU fields are empty for a provider's API, ``offer_id`` for self-hosting.

    ``gpu_count`` is the number of GPUs of one replica; the deployment has ``gpu_count * replicas`` GPUs.
    """

    kind: DeploymentKind
    provider: str | None = None
    zone: str | None = None
    country: str | None = None
    offer_id: str | None = None
    gpu: str | None = None
    gpu_count: int | None = None
    replicas: int | None = None
    precision: str | None = None
    commitment: str | None = None


class Alternative(Record):
    """A model together with the way it would be run."""

    alternative_id: str
    model_id: str
    deployment: Deployment


class CostComponent(Record):
    """One line of the cost sheet: US dollars per month at the starting volume, one-off costs spread over time."""

    component: str
    label: str
    usd_per_month: float
    low: float
    high: float
    basis: Basis
    source: str | None = None
    note: str | None = None


class HostingPlan(Spoken):
    """What it takes to carry the workload on one alternative; ``problem`` says why it cannot be planned."""

    alternative: Alternative
    problem: str | None = None
    monthly_cost_usd: Band | None = None
    horizon_cost_usd: Band | None = None
    fixed_usd_per_month: float | None = None
    usd_per_request: float | None = None
    components: tuple[CostComponent, ...] = ()
    ttft_ms: Figure
    itl_ms: Figure
    output_tokens_per_s: Figure
    max_concurrency: float | None = None
    utilisation: float | None = None
    memory_gb_per_gpu: Figure | None = None
    energy_kwh_per_month: Figure
    co2_kg_per_month: Figure
    sources: tuple[str, ...] = ()


class BreakEven(Record):
    """The monthly volume at which two alternatives cost the same; ``None`` where one is cheaper at every volume."""

    first_id: str
    second_id: str
    requests_per_month: float | None
    cheaper_below: str | None
    cheaper_above: str | None
    note: str


class TradeoffSpoke(Record):
    """One factor of the hosting trade-off for one way of hosting, 0 (worst) to 1 (best), with the facts behind it."""

    hosting: Literal["provider_api", "cloud_gpu", "on_prem", "edge", "hybrid"]
    factor: Literal["data_control", "customisation", "cost", "operations", "scalability", "latency", "lock_in"]
    value: float | None
    facts: str
    basis: Basis


class HostingView(Record):
    """The hosting trade-off of one assessment: the best plan of each way of hosting, break-evens and the trade-off."""

    plans: tuple[HostingPlan, ...]
    break_evens: tuple[BreakEven, ...]
    tradeoff: tuple[TradeoffSpoke, ...]
