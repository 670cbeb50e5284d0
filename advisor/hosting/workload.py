"""The load that a deployment must carry, derived from one use case's answers."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.answers import SPEECH, Task, UseCase
from advisor.units import DAYS_PER_MONTH, Record

LIVE_WAIT_S: Final = 10.0
"""Whoever takes part in a talk waits no longer: about ten seconds is the limit for keeping a user's attention on the
dialogue (J. Nielsen, Usability Engineering, 1993, ch. 5, after R. Miller, 1968)."""


class Workload(Record):
    """Monthly volumes at the start, growth, and the shape of the load over the day.

    Tokens are per request; ``peak_requests_per_s`` is the mean over the active hours times the peak factor.
    """

    task: Task
    requests_per_month: float
    input_tokens: float
    cached_input_tokens: float
    output_tokens: float
    batch_share: float
    peak_requests_per_s: float
    mean_requests_per_s: float
    active_hours_per_month: float
    concurrency: int | None
    growth_per_year: float
    audio_minutes_per_month: float
    images_per_month: float
    characters_per_month: float
    corpus_tokens: float
    context_tokens: int
    ttft_p95_ms: float | None
    itl_ms: float | None
    total_s: float | None
    live: bool = False


def workload_of(use_case: UseCase) -> Workload:
    """Derive the workload of a use case; a month has 365.25 / 12 days."""
    load, latency = use_case.workload, use_case.latency
    per_month = load.requests_per_day * DAYS_PER_MONTH
    mean_active = load.requests_per_day / (load.active_hours_per_day * 3600)
    cached = load.input_tokens * load.cached_input_share
    return Workload(
        task=use_case.task,
        requests_per_month=per_month,
        input_tokens=load.input_tokens,
        cached_input_tokens=cached,
        output_tokens=load.output_tokens,
        batch_share=load.batch_share,
        peak_requests_per_s=mean_active * load.peak_factor,
        mean_requests_per_s=mean_active,
        active_hours_per_month=load.active_hours_per_day * DAYS_PER_MONTH,
        concurrency=load.concurrency,
        growth_per_year=load.growth_per_year,
        audio_minutes_per_month=per_month * load.audio_minutes_per_request,
        images_per_month=per_month * load.images_per_request,
        characters_per_month=per_month * load.characters_per_request,
        corpus_tokens=load.corpus_tokens,
        context_tokens=max(use_case.context_tokens, load.input_tokens + load.output_tokens),
        ttft_p95_ms=latency.ttft_p95_ms,
        itl_ms=latency.itl_ms,
        total_s=latency.total_s,
        live=is_live(use_case),
    )


def is_live(use_case: UseCase) -> bool:
    """Whether speech must be handled while it is spoken.

    A limit on the first word or on the gap between words says so, and one on the whole that only a talk has. What may
    run in batches altogether waits for nobody.
    """
    wait = use_case.latency
    if use_case.task not in SPEECH or use_case.workload.batch_share == 1:
        return False
    whole = wait.total_s is not None and wait.total_s <= LIVE_WAIT_S
    return wait.ttft_p95_ms is not None or wait.itl_ms is not None or whole
