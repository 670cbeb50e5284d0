"""The load of a use case: a month of 365.25 / 12 days, the active hours and the peak."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.hosting.workload import Workload, workload_of
from advisor.questionnaire.answers import UseCase
from advisor.units import DAYS_PER_MONTH


def load(**workload: Any) -> Workload:
    """The workload of a chat assistant."""
    return workload_of(UseCase.model_validate({"task": "chat_assistant", "workload": workload}))


def test_a_months_requests_are_those_of_its_days() -> None:
    """30.4375 days."""
    assert load(requests_per_day=1_000).requests_per_month == pytest.approx(1_000 * DAYS_PER_MONTH)


def test_the_peak_is_the_mean_of_the_active_hours_times_its_factor() -> None:
    """3,600 requests within one hour are one a second, three at the peak; over ten hours a tenth."""
    hour = load(requests_per_day=3_600, active_hours_per_day=1, peak_factor=3)
    assert (hour.mean_requests_per_s, hour.peak_requests_per_s) == (pytest.approx(1.0), pytest.approx(3.0))
    assert load(requests_per_day=3_600, active_hours_per_day=10).mean_requests_per_s == pytest.approx(0.1)


def test_cached_tokens_are_a_share_of_the_input() -> None:
    """And are still part of it."""
    found = load(input_tokens=1_000, cached_input_share=0.4)
    assert (found.input_tokens, found.cached_input_tokens) == (1_000, pytest.approx(400))


def test_limits_are_those_of_the_answers() -> None:
    """Unknown ones stay unknown."""
    case = UseCase.model_validate({"task": "chat_assistant", "latency": {"ttft_p95_ms": 800}})
    found = workload_of(case)
    assert (found.ttft_p95_ms, found.itl_ms, found.total_s) == (800, None, None)


@pytest.mark.parametrize(
    ("task", "limits", "batch", "live"),
    [
        ("transcription", {}, 0, False),
        ("transcription", {"ttft_p95_ms": 3_000}, 0, True),
        ("speech_synthesis", {"itl_ms": 200}, 0, True),
        ("transcription", {"total_s": 10}, 0.5, True),
        ("transcription", {"total_s": 10.1}, 0, False),
        ("transcription", {"ttft_p95_ms": 3_000}, 1, False),
        ("chat_assistant", {"ttft_p95_ms": 500}, 0, False),
    ],
)
def test_speech_with_a_wait_of_a_talk_is_live(task: str, limits: dict[str, float], batch: float, live: object) -> None:
    """A first word, a gap or ten seconds for the whole, of speech alone, and not where all of it may run in batches."""
    case = UseCase.model_validate({"task": task, "latency": limits, "workload": {"batch_share": batch}})
    assert workload_of(case).live is live
