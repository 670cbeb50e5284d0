"""How a new version is let in: shares, days and requests, from how many it takes to see that failures double.

Two independent groups of requests, one of each version: the sample size of a difference of two proportions by the
normal approximation with pooled variance under the null (Fleiss, Levin and Paik, Statistical Methods for Rates and
Proportions, 3rd ed. 2003, eq. 4.14 without continuity correction), one-sided at 5% with 80% power.
"""

from __future__ import annotations

import math
from typing import Final

from scipy.special import ndtri

from advisor.guidance.versions.records import Canary, CanaryStep
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import Told, ToldValue, told

FAILURES: Final = 0.02
"""Share of requests that fail or are refused before a change, where nobody has counted yet (a judgement)."""
RISE: Final = 2.0
"""The rise that must be seen before everybody has the new version: twice as many failures (a judgement)."""
SHARES: Final = (0.05, 0.25, 0.5)
"""Shares of the traffic, one after the other (a judgement: usual steps of gradual releases)."""
MOST_DAYS: Final = 14.0
"""Longer than this one does not run two versions side by side (a judgement)."""
WHOLE_DAY: Final = 1.0
"""A step sees a whole day, with its quiet and its busy hours."""
DEARER: Final = 1.2
"""A request that costs so many times what it did is taken back (a judgement)."""


def requests_for_rise(before: float, after: float, *, power: float = 0.8, significance: float = 0.05) -> int:
    """Requests of each version that show a rise of a share from ``before`` to ``after``."""
    if not 0 <= before < after <= 1:
        raise ValueError(f"need 0 <= before ({before}) < after ({after}) <= 1")
    middle = (before + after) / 2
    alpha, beta = float(ndtri(1 - significance)), float(ndtri(power))
    pooled = alpha * math.sqrt(2 * middle * (1 - middle))
    apart = beta * math.sqrt(before * (1 - before) + after * (1 - after))
    return math.ceil(((pooled + apart) / (after - before)) ** 2)


def canary_plan(answers: Answers, use_case: UseCase, *, failures: float = FAILURES) -> Canary:
    """Steps with their days; the first share is raised where the work is too little to see anything in time."""
    seen = min(failures * RISE, 1.0)
    needed, daily = requests_for_rise(failures, seen), use_case.workload.requests_per_day
    possible = needed <= daily * SHARES[-1] * MOST_DAYS
    steps = tuple(_step(share, needed, daily) for share in SHARES if needed <= daily * share * MOST_DAYS)
    first = steps[0] if steps else None
    values: dict[str, ToldValue] = {
        "requests": needed,
        "before": ("share", failures),
        "after": ("share", seen),
        "daily": ("count", daily),
    }
    sentence = told("canary.too_little", **values)
    if first is not None:
        days = ("days", math.ceil(sum(step.days for step in steps)))
        sentence = told("canary.steps", share=("share", first.share), days=days, **values)
    return Canary(
        steps=steps,
        requests_needed=needed,
        failures=failures,
        failures_seen=seen,
        possible=possible,
        told={
            "sentence": sentence,
            "back_when": _back_when(use_case, seen),
            "back_how": told("canary.back_how" if answers.hosting.allowed != ("edge",) else "canary.back_device"),
        },
    )


def _step(share: float, needed: int, daily: float) -> CanaryStep:
    days = max(needed / (daily * share), WHOLE_DAY)
    return CanaryStep(share=share, requests=math.ceil(days * daily * share), days=math.ceil(days * 10) / 10)


def _back_when(use_case: UseCase, seen: float) -> tuple[Told, ...]:
    """What takes a version back at once, each with its number."""
    waits = use_case.latency
    found = [told("canary.back.failures", share=("share", seen)), told("canary.back.suite")]
    if waits.ttft_p95_ms is not None:
        found.append(told("canary.back.ttft", limit=("ms", waits.ttft_p95_ms)))
    if waits.total_s is not None:
        found.append(told("canary.back.total", limit=("s", waits.total_s)))
    found.append(told("canary.back.cost", rise=("share", DEARER - 1)))
    return tuple(found)
