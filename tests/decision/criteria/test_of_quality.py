"""Quality: from which ability on more brings little, and waits as shares of their limits."""

from __future__ import annotations

import math
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from advisor.catalog.load import shipped_judgements
from advisor.decision.criteria.of_quality import (
    FITNESS,
    LATENCY,
    enough_of,
    latency_shares,
    limits_of,
    missed_limits,
    speed_fact,
    stated_limits,
)
from advisor.questionnaire.answers import UseCase
from advisor.words.sentences.changes import CHANGE_SENTENCES

JUDGED = {row.judgement: row.value for row in shipped_judgements()}


def case(**given: Any) -> UseCase:
    """A chat assistant."""
    return UseCase.model_validate({"task": "chat_assistant"} | given)


def test_what_is_enough_is_the_users_own_or_the_tasks(kit: Any) -> None:
    """And stays above what is the least."""
    floor, enough = enough_of(case(), JUDGED)
    assert (floor, enough) == (JUDGED["floor-chat-assistant"], JUDGED["enough-chat-assistant"])
    assert enough_of(case(enough_fitness=0.9), JUDGED)[1] == pytest.approx(90)
    low = enough_of(case(enough_fitness=0.05), JUDGED)
    assert low[0] < low[1]


def test_ability_below_the_floor_is_worth_nothing_and_beyond_enough_little(kit: Any) -> None:
    """Most of the value is reached at enough."""
    scale = FITNESS.anchors(kit.answers(), case(), JUDGED).scale
    floor, enough = enough_of(case(), JUDGED)
    at_enough = float(scale.value(enough))
    assert float(scale.value(floor - 5)) == 0.0
    assert at_enough == pytest.approx(JUDGED["value-at-enough"])
    before = (at_enough - float(scale.value((floor + enough) / 2))) / ((enough - floor) / 2)
    after = (float(scale.value(100.0)) - at_enough) / (100 - enough)
    assert after < before


def test_limits_are_the_users_or_usual_for_the_task() -> None:
    """Never both."""
    assert limits_of(case(latency={"itl_ms": 50})) == {"itl_ms": 50}
    assert stated_limits(case()) == {}
    assert set(limits_of(case())) == {"ttft_ms", "total_s"}
    assert set(limits_of(case(task="translation"))) == {"total_s"}


def test_the_worst_known_limit_counts() -> None:
    """A wait that nobody knows is left out; where none is known the share is unknown."""
    limited = case(latency={"ttft_p95_ms": 1_000, "total_s": 10})
    nan = float("nan")
    plans = SimpleNamespace(
        ttft_ms=np.array([[2_000.0, 1_500.0, 4_000.0], [3_000.0] * 3, [nan] * 3]),
        total_s=np.array([[5.0, 4.0, 30.0], [nan] * 3, [nan] * 3]),
    )
    found = latency_shares(plans, limited, {"latency-full-share": 0.5})  # type: ignore[arg-type]
    assert found[0].tolist() == [2.0, 1.5, 4.0]
    assert found[1].tolist() == [3.0, 3.0, 3.0]
    assert np.isnan(found[2]).all()


def test_a_wait_that_nobody_notices_is_as_good_as_one_with_margin() -> None:
    """Below what is noticed the share is at most that of full value."""
    limited = case(latency={"ttft_p95_ms": 100})
    judged = {"noticed-ttft-ms": 300.0, "latency-full-share": 0.5}
    plans = SimpleNamespace(ttft_ms=np.array([[90.0, 250.0, 400.0]]))
    assert latency_shares(plans, limited, judged)[0].tolist() == [0.5, 0.5, 4.0]  # type: ignore[arg-type]


def test_a_limit_is_missed_by_the_middle_of_a_wait() -> None:
    """What is usual for a task is no limit; how likely a stated one is missed follows from the interval, by hand."""
    nan = float("nan")
    plans = SimpleNamespace(
        ttft_ms=np.array([[2_000.0, 500.0, 8_000.0], [900.0, 300.0, 3_000.0], [nan] * 3]),
        itl_ms=np.full((3, 3), 20.0),
        total_s=np.array([[11.0, 11.0, 11.0], [5.0] * 3, [nan] * 3]),
    )
    limited = case(latency={"ttft_p95_ms": 1_000, "total_s": 10})
    first, whole = missed_limits(plans, 0, limited)  # type: ignore[arg-type]
    assert (first.name, first.limit, whole.name) == ("ttft_ms", 1_000, "total_s")
    assert first.missed_share == pytest.approx(NormalDist().cdf(math.log(2) / (math.log(4) / 1.6449)), abs=1e-4)
    assert whole.missed_share == 1.0, "what is known for certain is missed for certain"
    for quick in (1, 2):
        assert missed_limits(plans, quick, limited) == ()  # type: ignore[arg-type]
    assert missed_limits(plans, 0, case()) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "topic"), [("edge", "device_speed"), ("on_prem", "gpu_speed"), ("cloud_gpu", "gpu_speed")]
)
def test_a_device_is_borrowed_where_a_gpu_is_rented(kind: str, topic: str) -> None:
    """Nobody rents out devices at the edge by the day: what settles their speed is another step."""
    deployment = SimpleNamespace(kind=kind, gpu="some-gpu", provider=None)
    fact = speed_fact(SimpleNamespace(deployment=deployment))  # type: ignore[arg-type]
    assert (fact.topic, f"settle.{topic}" in CHANGE_SENTENCES) == (topic, True)


def test_few_wait_for_what_mostly_runs_in_batches(kit: Any) -> None:
    """From a share on that is a judgement: waits then have half of their part."""
    mixed = case(workload={"batch_share": 0.4})
    part = LATENCY.share(kit.answers(), mixed, JUDGED)
    assert LATENCY.share(kit.answers(), mixed, JUDGED | {"mostly-batch": 0.4}) == pytest.approx(part / 2)
