"""What is kept between decisions, and what is never mixed up by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision import prepared as prepare_module
from advisor.decision.prepared import _UNREAD, prepare
from advisor.hosting.planning.planner import plan_alternatives
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample

WEIGHTS = {"fitness": 1.0, "cost": 3.0}


@pytest.fixture
def answers() -> Answers:
    """A small decision."""
    return load_sample("call-centre-transcription")


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry per time that hosting is planned."""
    calls: list[str] = []

    def plan(*given: Any, **named: Any) -> Any:
        calls.append("planned")
        return plan_alternatives(*given, **named)

    monkeypatch.setattr(prepare_module, "plan_alternatives", plan)
    return calls


def test_other_weights_plan_nothing_again(answers: Answers, catalog: Catalog, planned: list[str]) -> None:
    """The figures are the same; the answers are those of the caller."""
    own = replace(catalog)
    weighted = answers.model_copy(update={"weights": WEIGHTS, "title": "Another", "notes": "new"})
    first, second = prepare(answers, own), prepare(weighted, own)
    assert planned == ["planned"]
    assert np.array_equal(second.matrix.raw, first.matrix.raw, equal_nan=True)
    assert (first.answers, second.answers) == (answers, weighted)


def test_everything_that_is_read_is_told_apart(answers: Answers, catalog: Catalog, planned: list[str]) -> None:
    """A change to a limit, a workload, a catalog or the scope prepares anew."""
    case = answers.use_cases[0]
    faster = case.model_copy(update={"latency": case.latency.model_copy(update={"total_s": 1.0})})
    busier = case.model_copy(update={"workload": case.workload.model_copy(update={"requests_per_day": 7.0})})
    own = replace(catalog)
    prepare(answers, own)
    assert prepare(answers, own, faster).use_case == faster
    prepare(answers, own, busier)
    prepare(answers, replace(catalog))
    prepare(answers, own, everything=True)
    prepare(answers.model_copy(update={"as_of": catalog.dated.replace(year=2020)}), own)
    assert len(planned) == 6


@pytest.mark.parametrize("name", _UNREAD)
def test_unread_answers_change_no_plan(name: str, catalog: Catalog) -> None:
    """What the key leaves out has no effect: preparing anew gives the same figures."""
    answers = load_sample("insurer-claims-portfolio")
    defaults = Answers(title="x", use_cases=answers.use_cases[:1])
    case = answers.use_cases[1]
    bare = answers.model_copy(update={name: getattr(defaults, name)})
    one, other = prepare(answers, replace(catalog), case), prepare(bare, replace(catalog), case)
    assert np.array_equal(one.matrix.raw, other.matrix.raw, equal_nan=True)
    assert one.eliminated.records == other.eliminated.records


def test_an_assessment_is_the_same_whatever_was_assessed_before(answers: Answers, catalog: Catalog) -> None:
    """To the byte: kept parts, other decisions in between and a change of weights leave no trace."""
    fresh = assess(answers, replace(catalog), samples=500).model_dump_json()
    assess(answers.model_copy(update={"weights": WEIGHTS}), catalog, samples=500)
    assess(load_sample("semantic-search-20m"), catalog, samples=500)
    assert assess(answers, catalog, samples=500).model_dump_json() == fresh
