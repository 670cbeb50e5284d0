"""What would change the advice."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.costs import Plain, plain_of
from advisor.guidance.adaptation.turns import AdaptationTurn, turns_of
from advisor.guidance.adaptation.weighed import decide
from advisor.questionnaire.answers import Answers
from advisor.words.written import written

SAID = {"knowledge_changes": "rarely", "private_knowledge": "none", "form": "strict", "domain": "general"}
SAID |= {"explainability": "not_needed", "labels_quality": "good"}


def case_of(pairs: int) -> Answers:
    """A fixed form at a large volume, with so many pairs."""
    case: dict[str, Any] = {"task": "classification_extraction", "adaptation": SAID | {"labelled_pairs": pairs}}
    case["workload"] = {"requests_per_day": 100_000}
    given = {"title": "T", "use_cases": [case], "hosting": {"operations_skills": "strong"}}
    return Answers.model_validate(given)


@pytest.fixture(scope="module")
def turns(catalog: Catalog) -> tuple[AdaptationTurn, ...]:
    """The turns of a case with 300 pairs."""
    answers = case_of(300)
    use_case = answers.use_cases[0]
    return written(turns_of(answers, use_case, catalog, plain_of(None, use_case, catalog)))


def test_from_so_many_pairs_on_light_tuning_comes_first(turns: tuple[AdaptationTurn, ...], catalog: Catalog) -> None:
    """The number is that of the turn: a fifth less changes nothing, the number itself does."""
    turn = next(one for one in turns if one.answer == "labelled_pairs" and float(one.needed) > 300)
    assert turn.first == "lora"
    assert "examples with right answers on, Light tuning" in turn.sentence

    def first(pairs: float) -> str:
        answers = case_of(round(pairs))
        return decide(answers, answers.use_cases[0], catalog, _plain(answers, catalog)).first.strategy

    assert first(float(turn.needed)) == "lora"
    assert first(float(turn.needed) * 0.8) != "lora"


def test_every_turn_makes_another_strategy_the_first(turns: tuple[AdaptationTurn, ...], catalog: Catalog) -> None:
    """As it says, by the method itself, whatever the answer that changes."""
    answers = case_of(300)
    assert turns
    for turn in turns:
        if turn.answer in ("requests_per_day", "ttft_p95_ms"):
            continue
        value = round(turn.needed) if turn.answer == "labelled_pairs" else turn.needed
        other = answers.model_copy(update={"use_cases": (_with(answers, turn.answer, value),)})
        found = decide(other, other.use_cases[0], catalog, _plain(answers, catalog))
        assert found.first.strategy == turn.first


def _with(answers: Answers, field: str, value: object) -> Any:
    case = answers.use_cases[0]
    return case.model_copy(update={"adaptation": case.adaptation.model_copy(update={field: value})})


def _plain(answers: Answers, catalog: Catalog) -> Plain:
    return plain_of(None, answers.use_cases[0], catalog)
