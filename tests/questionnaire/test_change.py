"""Answers given one at a time: checked with the rest, and what is refused waits beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from shipped import shipped_catalog

from advisor.errors import AnswersError
from advisor.questionnaire.answers import Answers, LatencyAnswers, UseCase, WorkloadAnswers
from advisor.questionnaire.change import FOLLOWS, Given, give, problem_at, value_at, with_answers
from advisor.questionnaire.presets import TASK_PRESETS, load_sample

BANK = load_sample("eu-bank-customer-service")
LOAD = "use_cases.0.workload.requests_per_day"
NUMBERS = shipped_catalog().usual_numbers
NEW = Answers(title="New", use_cases=(TASK_PRESETS["rag"],))


def given(answers: Answers, new: dict[str, Any], refused: Mapping[str, Any] | None = None) -> Given:
    """The answers with new ones, by the judgements of the shipped catalog."""
    return give(answers, new, refused=refused, numbers=NUMBERS)


def test_an_answer_goes_to_its_place() -> None:
    """And to nowhere else."""
    found = given(BANK, {LOAD: 77})
    assert value_at(found.answers, LOAD) == 77
    assert not found.refused
    assert given(found.answers, {LOAD: value_at(BANK, LOAD)}).answers == BANK


def test_what_is_refused_waits_and_changes_nothing() -> None:
    """The good answer beside it is taken all the same."""
    first = given(NEW, {LOAD: -5})
    assert first == (NEW, {LOAD: -5})
    second = given(first.answers, {"title": "Other"}, refused=first.refused)
    assert second.answers.title == "Other"
    assert second.refused == {LOAD: -5}
    assert given(second.answers, {LOAD: 5}, refused=second.refused).refused == {}


def test_a_currency_waits_for_its_rate() -> None:
    """Neither can stand alone; together they are answers."""
    first = given(NEW, {"budget.currency": "EUR"})
    assert first.answers.budget.currency == "USD"
    second = given(first.answers, {"budget.usd_per_unit": 1.16}, refused=first.refused)
    assert (second.answers.budget.currency, second.answers.budget.usd_per_unit) == ("EUR", 1.16)
    assert not second.refused


def test_what_waits_for_a_use_case_that_is_gone_goes_with_it() -> None:
    """A refused load of the second use case is not put anywhere else."""
    two = NEW.model_copy(update={"use_cases": (*NEW.use_cases, TASK_PRESETS["code"])})
    waiting = given(two, {"use_cases.1.workload.input_tokens": -1}).refused
    assert given(NEW, {"title": "Other"}, refused=waiting).refused == {}


def test_a_problem_says_which_rule_was_broken() -> None:
    """As a fact, for screens in any language; nothing where the answer can stand."""
    problem = problem_at(NEW, LOAD, 0, NUMBERS)
    assert problem is not None
    assert (problem.place, problem.rule, problem.limit) == ("use_cases[0].workload.requests_per_day", "greater_than", 0)
    assert problem_at(NEW, LOAD, 1, NUMBERS) is None


@pytest.mark.parametrize(
    ("task", "place", "value", "limit"),
    [
        ("translation", "use_cases.0.usage.pages_per_document", 9_000, 1_000_000),
        ("chat_assistant", "use_cases.0.usage.people", 9_000_000_000, 1e9),
    ],
)
def test_an_amount_from_which_too_much_follows_is_refused(task: str, place: str, value: int, limit: float) -> None:
    """Tokens or requests beyond what can be answered are no answer, and the amount waits with its reason."""
    start = Answers(title="New", use_cases=(TASK_PRESETS[task],))
    found = given(start, {place: value})
    assert found == (start, {place: value})
    problem = problem_at(start, place, value, NUMBERS)
    assert problem is not None
    assert (problem.rule, problem.limit) == (FOLLOWS, limit)


def test_every_problem_is_found_at_once() -> None:
    """Two wrong answers are two problems."""
    with pytest.raises(AnswersError) as caught:
        with_answers(NEW, {LOAD: -1, "budget.monthly_cap": -1}, NUMBERS)
    assert len(caught.value.problems) == 2


def test_another_task_keeps_what_was_answered() -> None:
    """What was usual for the old task becomes what is usual for the new one; the user's own stays."""
    mine = given(NEW, {LOAD: 77, "use_cases.0.languages": ("de",), "use_cases.0.latency.total_s": 9}).answers
    changed = given(mine, {"use_cases.0.task": "code"}).answers.use_cases[0]
    code = TASK_PRESETS["code"]
    assert changed.workload == code.workload.model_copy(update={"requests_per_day": 77})
    assert changed.latency == code.latency.model_copy(update={"total_s": 9})
    assert changed.languages == ("de",)
    assert (changed.name, changed.tools, changed.context_tokens) == (code.name, True, code.context_tokens)


def test_a_task_comes_back_with_what_is_usual_for_it() -> None:
    """There and back again is the same, for every pair of tasks."""
    for task in TASK_PRESETS:
        start = Answers(title="A", use_cases=(TASK_PRESETS[task],))
        for other in TASK_PRESETS:
            there = given(start, {"use_cases.0.task": other}).answers
            assert there.use_cases[0] == TASK_PRESETS[other], (task, other)


def test_a_use_case_without_any_answers_takes_what_is_usual() -> None:
    """Only numbers that nobody gave follow: those of the bare form are answers until the task is chosen anew."""
    bare = UseCase(task="rag", workload=WorkloadAnswers(), latency=LatencyAnswers())
    changed = given(Answers(title="A", use_cases=(bare,)), {"use_cases.0.task": "agents"}).answers.use_cases[0]
    assert changed.context_tokens == TASK_PRESETS["agents"].context_tokens
    assert changed.workload.input_tokens == bare.workload.input_tokens
