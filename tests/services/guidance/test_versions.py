"""Versions of a decision's choice, with the suite from its own evaluation."""

from __future__ import annotations

import json

import pytest
import yaml
from services.test_kept_evaluations import NOW, answer
from services.test_kept_evaluations import plan as evaluation
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.services.guidance.versions import suite_prompt, versions_of, whole_kit
from advisor.services.kept_evaluations import save_evaluation
from advisor.storage.trials import TrialStore
from advisor.trials.playground.prompt_library import Prompt


@pytest.fixture(scope="module")
def bank(catalog: Catalog) -> Assessment:
    """The bank's decision."""
    return assess(load_sample("eu-bank-customer-service"), catalog, samples=500)


def test_without_an_evaluation_the_suite_begins_with_starters(bank: Assessment, catalog: Catalog) -> None:
    """And the kit holds them, a line each, with the steps of the canary beside them."""
    found = versions_of(bank, catalog)
    assert found is not None
    assert found.suite.begun == "starters"
    files = whole_kit(bank, catalog, found)
    lines = [json.loads(line) for line in files["regression/prompts.jsonl"].splitlines()]
    assert [line["prompt_id"] for line in lines] == [prompt.prompt_id for prompt in found.suite.prompts]
    rollout = yaml.safe_load(files["rollout.yaml"])
    assert [step["share"] for step in rollout["steps"]] == [step.share for step in found.canary.steps]
    assert rollout["pinned"] == "eu.anthropic.claude-haiku-5-5"
    assert len(rollout["take_back_when"]) >= 3


def test_a_prompts_variables_are_filled() -> None:
    """The suite is asked as the evaluation was."""
    prompt = Prompt(name="n", system="You are {{who}}.", text="Hello {{who}}", variables={"who": "Ada"}, tags=("x",))
    made = suite_prompt(prompt)
    assert (made.system, made.text, made.tags) == ("You are Ada.", "Hello Ada", ("x",))


def test_the_suite_is_the_decisions_own_evaluation(bank: Assessment, catalog: Catalog, engine: Engine) -> None:
    """Its prompts, and a limit from what the choice reached in it; an evaluation of another decision is not taken."""
    store = TrialStore(engine, clock=lambda: NOW, person=signed_in("ada"))
    of = evaluation("one", "d", used=False)
    choice = next(one for one in bank.shortlist if one.chosen)
    asked = [one.model_copy(update={"catalog_model_id": choice.model_id}) for one in of.connections[:1]]
    of = of.model_copy(update={"connections": (*asked, *of.connections[1:])})
    save_evaluation(store, of, status="done")
    for item, text in enumerate(("4", "5")):
        answer(store, of, item, of.connections[0], text)
    found = versions_of(bank, catalog, store=store, decision_id="d")
    assert found is not None
    assert found.suite.begun == "evaluation"
    assert [prompt.prompt_id for prompt in found.suite.prompts] == ["p0", "p1"]
    (limit,) = found.suite.limits
    assert (limit.metric, limit.baseline, limit.prompts) == ("exact", 0.5, 2)
    assert limit.least < limit.baseline
    other = versions_of(bank, catalog, store=store, decision_id="other")
    assert other is not None
    assert other.suite.begun == "starters"
