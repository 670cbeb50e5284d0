"""Scores that are worked out once: small ones here, long or timed ones in a process of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from advisor.errors import TooHeavyError
from advisor.services import known_scores
from advisor.services.known_scores import LIGHT, KnownScores, scores_of
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.kinds.retrieval import NO_PASSAGES
from advisor.trials.evaluation.matrix import matrix_lines
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import results
from advisor.trials.records import Measurement, Message, Run, TrialRequest

CONNECTION = {"name": "one", "base_url": "https://example.org", "model": "one"}


def evaluation(texts: Sequence[str], *metrics: dict[str, Any]) -> tuple[Plan, Written]:
    """An evaluation with these answers of one model, each against "four"."""
    prompts = [{"prompt_id": f"p{n}", "name": "n", "text": "2 + 2?", "reference": "four"} for n, _ in enumerate(texts)]
    plan = Plan.model_validate(
        {
            "evaluation_id": "e", "name": "e", "decision_id": None, "prompts": prompts, "connections": [CONNECTION],
            "metrics": metrics, "used_as_evidence": False,
        }
    )  # fmt: skip
    runs = {(n, "one"): answered(n, text) for n, text in enumerate(texts)}
    return plan, Written(runs, {}, frozenset())


def answered(number: int, text: str) -> Run:
    """A run with this answer."""
    return Run(
        run_id=f"r{number}",
        group_id="g",
        started_at=datetime(2026, 11, 1, tzinfo=UTC),
        connection="one",
        flavour="openai_chat",
        model="one",
        hosting="provider_api",
        request=TrialRequest(messages=(Message(role="user", text="2 + 2?"),)),
        text=text,
        measurement=Measurement(total_s=1.0),
    )


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many answers each call aside scored; they are scored here."""
    sizes: list[int] = []

    def here(call: partial[Any], **_: object) -> Any:
        sizes.append(len(call.args[0]))
        return call()

    monkeypatch.setattr(known_scores, "run_aside", here)
    return sizes


def known() -> KnownScores:
    """With the usual limits."""
    return KnownScores(seconds=60.0, megabytes=1_500)


def test_the_scores_are_those_of_the_metrics(aside: list[int]) -> None:
    """In results and matrix alike."""
    plan, found = evaluation(["four", "five", "x" * LIGHT], {"kind": "exact"}, {"kind": "contains"})
    scored = known().known(plan, found)
    assert results(plan, found, scored=scored) == results(plan, found)
    assert matrix_lines(plan, found, scored=scored) == matrix_lines(plan, found)
    assert aside == [6]


def test_each_answer_is_scored_once(aside: list[int]) -> None:
    """Another look works out nothing; a new answer alone is worked out."""
    scores = known()
    scores.known(*evaluation(["x" * LIGHT], {"kind": "chrf"}))
    scores.known(*evaluation(["x" * LIGHT], {"kind": "chrf"}))
    scores.known(*evaluation(["x" * LIGHT, "y" * LIGHT], {"kind": "chrf"}))
    assert aside == [1, 1]


def test_light_ones_stay_here_and_timed_ones_do_not(aside: list[int]) -> None:
    """A pattern may take its second whatever the length."""
    scores = known()
    scores.known(*evaluation(["four"] * 3, {"kind": "rouge_l"}))
    assert aside == []
    scores.known(*evaluation(["four"] * 45, {"kind": "regex", "pattern": "f"}))
    assert aside == [20, 20, 5]


def test_the_oldest_make_room(aside: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """And are scored again when they are asked for."""
    monkeypatch.setattr(known_scores, "MOST", 2)
    scores = known()
    plan, found = evaluation(["x" * LIGHT, "y" * LIGHT, "z" * LIGHT], {"kind": "exact"})
    scored = scores.known(plan, found)
    assert len(scores._known) == 2
    assert scored(plan.metrics[0], found.runs[0, "one"], plan.prompts[0]) == 0.0
    assert aside == [3]


def test_in_a_process_of_its_own() -> None:
    """The same scores come back, and what takes too long is refused in words."""
    plan, found = evaluation(["four " * LIGHT], {"kind": "chrf"})
    scored = known().known(plan, found)
    assert results(plan, found, scored=scored) == results(plan, found)
    plan, found = evaluation(["a" * 40_000 + "b"] * 8, {"kind": "regex", "pattern": "^(a|aa)+$"})
    with pytest.raises(TooHeavyError, match="ADVISOR_ASIDE_SECONDS"):
        KnownScores(seconds=1.0, megabytes=1_500).known(plan, found)


def test_scores_of_gives_one_per_answer() -> None:
    """None where a reference is needed and there is none."""
    metric = Metric(kind="exact")
    assert scores_of([(metric, "a", reference, NO_PASSAGES) for reference in ("a", "b", "")]) == [1.0, 0.0, None]
