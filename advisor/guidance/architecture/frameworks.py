"""Which framework serves the model: stated rules over the table of frameworks, each with its reason.

First what rules one out (nobody maintains it, another kind of model, other hardware, another format of weights, one GPU
where several are needed, no batching under load, an engine that is known not to run the model), then the order of what
is left. Facts are in ``serving_frameworks.csv`` and ``serving_support.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.catalog.tables.schema_serving import ServingFramework
from advisor.guidance.architecture.records import FrameworkVerdict
from advisor.hosting.records import Deployment
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import Told, Unit, told

FEW_AT_ONCE: Final = 4
"""Requests in flight up to which a server that does not batch them still does (a judgement)."""
REPEATED_FROM: Final = 0.3
"""Share of the prompt that is the same in every request, from which sharing its computation decides (a judgement)."""
_SECONDS_PER_ANSWER: Final = 8.0
"""Time that one answer takes, to turn requests per second into requests in flight (a judgement)."""
_ALIKE: Final = frozenset({"agents", "rag"})
"""Tasks whose prompts begin alike by their nature: instructions and tools, or the same passages."""


@dataclass(frozen=True)
class ServingTask:
    """What must be served, on what, for how many: everything that the rules look at."""

    model: Model
    called: tuple[Unit, str]
    deployment: Deployment
    hardware: str
    at_once: float
    repeated: bool
    few_people: bool
    supported: dict[str, bool]


def serving_task(
    answers: Answers, use_case: UseCase, model: Model, deployment: Deployment, catalog: Catalog
) -> ServingTask:
    """Read the plan and the answers for the rules."""
    load = workload_of(use_case)
    gpu = next((row for row in catalog.gpus if row.gpu_id == deployment.gpu), None)
    devices = answers.hosting.edge_devices if deployment.kind == "edge" else max(deployment.replicas or 1, 1)
    at_once = (load.concurrency or load.peak_requests_per_s * _SECONDS_PER_ANSWER) / devices
    return ServingTask(
        model=model,
        called=catalog.called(model.model_id),
        deployment=deployment,
        hardware="cpu" if gpu is None else gpu.vendor,
        at_once=max(at_once, 1.0),
        repeated=use_case.workload.cached_input_share >= REPEATED_FROM or use_case.task in _ALIKE,
        few_people=answers.hosting.operations_skills == "none",
        supported={row.engine: row.supported for row in catalog.serving_support if model.model_id in row.model_ids},
    )


def frameworks_for(task: ServingTask, catalog: Catalog) -> tuple[FrameworkVerdict, ...]:
    """Every framework: the chosen one, then those that could too in the order of the rules, then those that are out."""
    left: list[tuple[tuple[float, ...], ServingFramework]] = []
    out: list[FrameworkVerdict] = []
    for row in catalog.serving_frameworks:
        against = _against(row, task)
        if against:
            out.append(_verdict(row, "out", against))
        else:
            left.append((_order(row, task), row))
    left.sort(key=lambda pair: pair[0])
    kept = [
        _verdict(row, "possible" if place else "chosen", _speaks_for(row, task)) for place, (_, row) in enumerate(left)
    ]
    return (*kept, *out)


def _verdict(row: ServingFramework, verdict: str, reasons: Sequence[Told]) -> FrameworkVerdict:
    return FrameworkVerdict.model_validate(
        {
            "framework_id": row.framework_id,
            "name": row.name,
            "verdict": verdict,
            "state": row.state,
            "source": row.state_source if row.state != "maintained" else row.source,
            "told": {"reasons": tuple(reasons)},
        }
    )


def _against(row: ServingFramework, task: ServingTask) -> list[Told]:
    """Why a framework is out; nothing where it could serve."""
    kind = "text" if task.model.kind in LANGUAGE_KINDS else task.model.kind
    gpus, packed = task.deployment.gpu_count or 1, (task.deployment.precision or "").startswith("q")
    found: list[Told] = []
    if row.state != "maintained" and row.state_since is not None:
        found.append(told(f"framework.{row.state}", day=row.state_since))
    if kind not in row.serves:
        found.append(told("framework.kind", kind=("kind", task.model.kind)))
    if task.hardware not in row.hardware:
        found.append(told("framework.hardware", hardware=task.hardware.upper()))
    if packed and row.model_format != "gguf":
        found.append(told("framework.no_gguf", precision=task.deployment.precision or ""))
    if not packed and row.model_format == "gguf" and task.deployment.kind != "edge":
        found.append(told("framework.only_gguf", precision=task.deployment.precision or "bf16"))
    if row.model_format == "python":
        found.append(told("framework.wraps"))
    if gpus > 1 and row.multi_gpu is False:
        found.append(told("framework.one_gpu", gpus=gpus))
    if kind == "text" and task.at_once > FEW_AT_ONCE and row.continuous_batching is False:
        found.append(told("framework.no_batching", at_once=("number", round(task.at_once))))
    if row.support_key and task.supported.get(row.support_key) is False:
        found.append(told("framework.not_supported", model=task.called))
    return found


def _order(row: ServingFramework, task: ServingTask) -> tuple[float, ...]:
    """The order of those that could: smaller is better, by the first rule that tells two apart."""
    latent = task.model.kv_lora_rank is not None
    age = (date(2100, 1, 1) - (row.latest_on or date(2000, 1, 1))).days
    return (
        not _known_to_run(row, task),
        not (task.few_people and row.model_library),
        not ((task.repeated or latent) and row.framework_id == "sglang" and latent),
        -len(row.hardware),
        row.model_format == "converted",
        age,
    )


def _speaks_for(row: ServingFramework, task: ServingTask) -> list[Told]:
    found = [told("framework.for", what=("label", row.good_for))]
    if _known_to_run(row, task):
        found.append(told("framework.supported", model=task.called))
    elif row.support_key:
        found.append(told("framework.support_unknown", model=task.called))
    if task.few_people and row.model_library:
        found.append(told("framework.simple"))
    if row.framework_id == "sglang" and task.model.kv_lora_rank is not None:
        found.append(told("framework.latent"))
    if task.repeated and row.shares_prefixes:
        found.append(told("framework.shares"))
    found.append(told("framework.breadth", count=len(row.hardware)))
    return found


def _known_to_run(row: ServingFramework, task: ServingTask) -> bool:
    return bool(row.support_key and task.supported.get(row.support_key))
