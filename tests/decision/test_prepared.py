"""What is kept between decisions, and what is never mixed up by it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision import prepared as prepare_module
from advisor.decision.prepared import _UNREAD, prepare
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample

WEIGHTS = {"fitness": 1.0, "cost": 3.0}


@pytest.fixture
def answers() -> Answers:
    """A small decision."""
    return load_sample("call-centre-transcription")


def test_other_weights_plan_nothing_again(answers: Answers, catalog: Catalog) -> None:
    """The matrix is the same one; the answers are those of the caller."""
    weighted = answers.model_copy(update={"weights": WEIGHTS, "title": "Another", "notes": "new"})
    first, second = prepare(answers, catalog), prepare(weighted, catalog)
    assert second.matrix is first.matrix
    assert second.eliminated.records is first.eliminated.records
    assert (first.answers, second.answers) == (answers, weighted)


def test_everything_that_is_read_is_told_apart(answers: Answers, catalog: Catalog) -> None:
    """A change to a limit, a workload, a catalog or the scope prepares anew."""
    case = answers.use_cases[0]
    faster = case.model_copy(update={"latency": case.latency.model_copy(update={"total_s": 1.0})})
    busier = case.model_copy(update={"workload": case.workload.model_copy(update={"requests_per_day": 7.0})})
    first = prepare(answers, catalog)
    for other in (
        prepare(answers, catalog, faster),
        prepare(answers, catalog, busier),
        prepare(answers, replace(catalog)),
        prepare(answers, catalog, everything=True),
        prepare(answers.model_copy(update={"as_of": catalog.dated.replace(year=2020)}), catalog),
    ):
        assert other.matrix is not first.matrix
    assert prepare(answers, catalog, faster).use_case is faster


@pytest.mark.parametrize("name", _UNREAD)
def test_unread_answers_change_no_plan(name: str, catalog: Catalog) -> None:
    """What the key leaves out has no effect: preparing anew gives the same figures."""
    answers = load_sample("insurer-claims-portfolio")
    defaults = Answers(title="x", use_cases=answers.use_cases[:1])
    case = answers.use_cases[1]
    bare = answers.model_copy(update={name: getattr(defaults, name)})
    prepare_module._kept.forget(catalog)
    one = prepare(answers, catalog, case)
    prepare_module._kept.forget(catalog)
    other = prepare(bare, catalog, case)
    assert one.matrix is not other.matrix
    assert np.array_equal(one.matrix.raw, other.matrix.raw, equal_nan=True)
    assert one.eliminated.records == other.eliminated.records


def test_an_assessment_is_the_same_whatever_was_assessed_before(answers: Answers, catalog: Catalog) -> None:
    """To the byte: kept parts, other decisions in between and a change of weights leave no trace."""
    prepare_module._kept.forget(catalog)
    fresh = assess(answers, catalog, samples=500).model_dump_json()
    assess(answers.model_copy(update={"weights": WEIGHTS}), catalog, samples=500)
    assess(load_sample("semantic-search-20m"), catalog, samples=500)
    assert assess(answers, catalog, samples=500).model_dump_json() == fresh
