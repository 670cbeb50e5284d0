"""The decision among strategies, held against sixteen cases whose answer was argued before it was run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.costs import plain_of
from advisor.guidance.adaptation.weighed import CRITERIA, AdaptationDecision, decide
from advisor.questionnaire.answers import Answers

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


def answers_of(case: dict[str, Any]) -> Answers:
    """The answers of a case."""
    return Answers.model_validate({"title": case["name"], "use_cases": [case["use_case"]]} | case["answers"])


def decided(case: dict[str, Any], catalog: Catalog) -> AdaptationDecision:
    """What the method says of a case, against the workload at middle prices."""
    answers = answers_of(case)
    use_case = answers.use_cases[0]
    return decide(answers, use_case, catalog, plain_of(None, use_case, catalog))


def test_there_are_sixteen_cases_and_each_is_argued() -> None:
    """An expectation without its reason could not be disputed."""
    assert len(CASES) == 16
    assert all(len(case["why"].split()) >= 15 for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_written_case_gets_the_strategy_that_was_argued_for(case: dict[str, Any], catalog: Catalog) -> None:
    """The first strategy, what goes beside it, what is ruled out, and the same drivers in the argument."""
    decision = decided(case, catalog)
    first = decision.first
    assert first.strategy == case["first"]
    assert first.out is None
    assert set(case["drivers"]) <= set(decision.drivers(first))
    assert decision.beside == case.get("beside", decision.beside)
    assert set(case.get("never", ())) <= {one.strategy for one in decision.ranked if one.out is not None}


@pytest.mark.parametrize("case", CASES[:4], ids=[case["name"] for case in CASES[:4]])
def test_contributions_add_up_to_the_score_within_its_interval(case: dict[str, Any], catalog: Catalog) -> None:
    """Weights sum to 1, and nothing is counted that is not shown."""
    decision = decided(case, catalog)
    assert sum(decision.weights.values()) == pytest.approx(1)
    for one in decision.ranked:
        assert set(one.contributions) == set(CRITERIA)
        assert sum(one.contributions.values()) == pytest.approx(one.score)
        assert 0 <= one.low <= one.score <= one.high <= 1


def test_what_nobody_states_widens_the_interval(catalog: Catalog) -> None:
    """Ignorance is no zero: the same answers said make it narrower."""
    said = {"knowledge_changes": "monthly", "private_knowledge": "some", "form": "house_style", "domain": "general"}
    said |= {"explainability": "helpful", "labelled_pairs": 500, "labels_quality": "good", "domain_text_tokens": 1e6}
    silent = {"name": "silent", "answers": {}, "use_case": {"task": "chat_assistant"}}
    told = silent | {"use_case": {"task": "chat_assistant", "adaptation": said}}
    widths = [{one.strategy: one.high - one.low for one in decided(case, catalog).ranked} for case in (silent, told)]
    assert all(widths[0][strategy] > widths[1][strategy] for strategy in ("retrieval", "lora", "full_tuning"))


def test_training_from_scratch_is_never_first_under_a_capped_budget(catalog: Catalog) -> None:
    """It stays the last of all."""
    case = {"name": "cap", "answers": {"budget": {"monthly_cap": 10_000}}, "use_case": {"task": "chat_assistant"}}
    assert decided(case, catalog).ranked[-1].strategy == "scratch"
