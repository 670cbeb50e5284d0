"""What an unanswered question would move, by examples of another answer."""

from __future__ import annotations

import math

import pytest
from shipped import shipped_catalog

from advisor.assessment import assess, choice_of
from advisor.decision.prepared import prepare
from advisor.decision.results.changes.other_answers import TIMES, Effect, Outcome, Tried, effects_of, outcome_of
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.change import give
from advisor.questionnaire.intake.said import said_of
from advisor.questionnaire.presets import TASK_PRESETS

CATALOG = shipped_catalog()
NUMBERS = CATALOG.usual_numbers
NEW = Answers(title="New", use_cases=(TASK_PRESETS["document_processing"],))


@pytest.fixture(scope="module")
def found() -> tuple[Effect, ...]:
    """What each unanswered matter would move, worked out once."""
    return effects_of(NEW, CATALOG)


def test_the_outcome_is_what_an_assessment_chooses() -> None:
    """Model and cost of the verdict's choice."""
    choice = choice_of(assess(NEW, CATALOG))
    assert choice is not None
    assert choice.monthly_cost_usd is not None
    found = outcome_of(prepare(NEW, CATALOG))
    assert found.model_id == choice.model_id
    assert math.isclose(found.usd, choice.monthly_cost_usd.p50, rel_tol=0.01)


def test_every_unanswered_matter_is_tried_and_no_answered_one(found: tuple[Effect, ...]) -> None:
    """A matter that was answered meanwhile is no longer named."""
    assert {effect.matter for effect in found} == {name for name, said in said_of(NEW, NUMBERS).items() if not said}
    answered = give(NEW, {"data.residency": ("eu",), "use_cases.0.workload.requests_per_day": 77}, numbers=NUMBERS)
    assert not {"where", "how_much"} & {effect.matter for effect in effects_of(answered.answers, CATALOG)}


def test_an_example_is_the_decision_with_that_answer(found: tuple[Effect, ...]) -> None:
    """Three times the work costs what the same decision with that answer costs."""
    effect = next(effect for effect in found if effect.matter == "how_much")
    tried = {each.example: each.outcome for each in effect.tried}
    requests = NEW.use_cases[0].workload.requests_per_day
    more = give(NEW, {"use_cases.0.workload.requests_per_day": requests * TIMES}, numbers=NUMBERS).answers
    assert tried["more_work"] == outcome_of(prepare(more, CATALOG))
    assert tried["less_work"].usd < effect.now.usd < tried["more_work"].usd


def test_what_changes_the_choice_comes_before_what_changes_its_cost(found: tuple[Effect, ...]) -> None:
    """And the wider range of costs before the narrower one."""
    now = Outcome("a", 100.0)
    effects = [
        Effect("money", now, (Tried("half_the_money", Outcome("b", 100.0)),)),
        Effect("how_much", now, (Tried("more_work", Outcome("a", 900.0)),)),
        Effect("length", now, (Tried("longer", Outcome("a", 150.0)),)),
    ]
    assert [effect.changes_choice for effect in effects] == [True, False, False]
    order = [(effect.changes_choice, effect.band_usd[1] / effect.band_usd[0]) for effect in found]
    assert order == sorted(order, reverse=True)


def test_what_nobody_prices_widens_no_range() -> None:
    """A choice without a known cost, and none at all, leave the range to what is known."""
    unknown, nothing = Outcome("b", math.inf), Outcome(None, math.inf)
    effect = Effect("where", Outcome("a", 100.0), (Tried("in_the_eu", unknown), Tried("in_the_eu", nothing)))
    assert effect.band_usd == (100.0, 100.0)
    assert effect.changes_choice
