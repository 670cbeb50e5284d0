"""What retrieval adds to the wait: the question embedded, the search, the second ranking, the longer prompt."""

from __future__ import annotations

from typing import Final

from advisor.catalog.tables.schema import Model
from advisor.errors import InputError, SizingError
from advisor.guidance.retrieval.retrieval_need import JUDGED, RetrievalNeed
from advisor.guidance.retrieval.retrieval_records import RetrievalWait
from advisor.guidance.retrieval.search_models import Embedder
from advisor.hosting.planning.latency import PROMPT_INCLUDED
from advisor.hosting.records import Deployment
from advisor.hosting.sizing.size_report import size_report
from advisor.hosting.speed.api_speeds import prompt_ms_per_token
from advisor.units import Basis, told

MEASURED_CANDIDATES: Final = 50
"""Passages in the measurements of ranking again; the wait grows in proportion."""


def embed_wait(need: RetrievalNeed, embedder: Embedder) -> RetrievalWait:
    """To embed the question."""
    own = embedder.deployment is not None and embedder.deployment.kind != "provider_api"
    return _judged_wait(need, "embed", "retrieval-embed-own-ms" if own else "retrieval-embed-api-ms")


def search_wait(need: RetrievalNeed, *, managed: bool) -> RetrievalWait:
    """To search the index: as measured in memory at the planned width, over a network for a managed store."""
    if managed:
        return _judged_wait(need, "search", "retrieval-search-managed-ms")
    width = need.judged("retrieval-search-width")
    rows = [row for row in need.catalog.retrieval_measurements if row.topic == "recall" and row.wait_p95_ms]
    near = min(rows, key=lambda row: (abs((row.search_width or 0) - width), -(row.wait_p95_ms or 0)), default=None)
    if near is None or near.wait_p95_ms is None:
        return _judged_wait(need, "search", "retrieval-search-managed-ms")
    ms = near.wait_p95_ms
    return _wait("search", ms, low=ms / 2, high=ms * 4, basis="measured", source=near.source)


def rerank_wait(need: RetrievalNeed, *, own: bool) -> RetrievalWait | None:
    """To rank the candidates again; None where nothing was measured."""
    name = "rerank-own-50" if own else "rerank-api-50"
    row = next((row for row in need.catalog.retrieval_measurements if row.measure_id == name), None)
    if row is None:
        return None
    scale = need.judged("retrieval-candidates") / MEASURED_CANDIDATES
    high = (row.wait_p95_ms or row.value) * scale
    return _wait(
        "rerank", row.value * scale, low=row.value * scale / 2, high=high, basis="published", source=row.source
    )


def prefill_wait(need: RetrievalNeed, context_tokens: int) -> RetrievalWait | None:
    """What the retrieved passages add to the reading of the prompt; None where no speed is known.

    On own GPUs the difference of two sizings of one request; as a service what each further token of a prompt beyond
    ``PROMPT_INCLUDED`` adds. It is part of the language model's own wait already.
    """
    model, deployment = need.model, need.deployment
    if model is None or deployment is None or not context_tokens:
        return None
    asked = max(need.use_case.workload.input_tokens, context_tokens + 1)
    if deployment.kind == "provider_api":
        longer = max(asked, PROMPT_INCLUDED) - max(asked - context_tokens, PROMPT_INCLUDED)
        ms = longer * prompt_ms_per_token(need.catalog)
        return _wait("prefill", ms, low=ms / 2, high=ms * 2, basis="estimated", source="own-api-speed-priors")
    whole, bare = (reading_s(need, model, deployment, tokens) for tokens in (asked, asked - context_tokens))
    if whole is None or bare is None:
        return None
    ms = max(whole - bare, 0.0) * 1e3
    return _wait("prefill", ms, low=ms / 1.5, high=ms * 1.5, basis="estimated", source=None)


def reading_s(need: RetrievalNeed, model: Model, deployment: Deployment, tokens: int) -> float | None:
    """Seconds until the first token of one request on the deployment's GPUs; None where it does not fit."""
    if deployment.gpu is None:
        return None
    try:
        report = size_report(
            need.catalog,
            model.model_id,
            gpu=deployment.gpu,
            gpus=deployment.gpu_count or 1,
            precision=deployment.precision,
            input_tokens=max(tokens, 1),
            output_tokens=max(need.use_case.workload.output_tokens, 1),
            concurrency=1,
        )
    except (InputError, SizingError):
        return None
    seconds = report.get("ttft_s")
    return seconds if isinstance(seconds, float) else None


def _judged_wait(need: RetrievalNeed, step: str, judgement: str) -> RetrievalWait:
    row = next(row for row in need.catalog.judgements if row.judgement == judgement)
    return _wait(step, row.value, low=row.low, high=row.high, basis="estimated", source=JUDGED)


def _wait(step: str, ms: float, *, low: float, high: float, basis: Basis, source: str | None) -> RetrievalWait:
    return RetrievalWait(
        step=step,
        ms=round(ms, 1),
        low_ms=round(low, 1),
        high_ms=round(high, 1),
        basis=basis,
        source=source,
        told={"label": told(f"retrieval.wait.{step}")},
    )
