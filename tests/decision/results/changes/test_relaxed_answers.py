"""Applying a relaxation: the answers change just so far that something passes."""

from __future__ import annotations

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.results.changes.relaxed_answers import relaxed_answers
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import check_answers
from advisor.questionnaire.presets import load_sample


def _changed(sample: str, **sections: dict[str, object]) -> Answers:
    data = load_sample(sample).model_dump(mode="json", by_alias=True)
    for name, values in sections.items():
        part = data["use_cases"][0] if name == "use_case" else data[name]
        part.update(values)
    return check_answers(data, name="the test")


NOTHING_FITS = {
    "a cap of one dollar": _changed("contract-analyser", budget={"monthly_cap": 1}),
    "a wait of a millisecond": _changed(
        "eu-bank-customer-service", hosting={"allowed": ["on_prem"]}, use_case={"latency": {"ttft_p95_ms": 1}}
    ),
    "a huge context": _changed("contract-analyser", use_case={"context_tokens": 90_000_000}),
    "a fitness of a hundred": _changed("eu-bank-customer-service", use_case={"minimum_fitness": 1.0}),
    "one provider without an offer": _changed(
        "contract-analyser", hosting={"allowed": ["provider_api"], "providers_allowed": ["nobody"]}
    ),
    "two at once": _changed("contract-analyser", budget={"monthly_cap": 1}, use_case={"minimum_fitness": 0.99}),
}


@pytest.mark.parametrize("name", NOTHING_FITS)
def test_an_applied_relaxation_lets_something_in(name: str, catalog: Catalog) -> None:
    """Where nothing fits, each relaxation that answers can express admits at least one alternative."""
    answers = NOTHING_FITS[name]
    assessment = assess(answers, catalog, samples=100)
    assert assessment.verdict == "nothing fits"
    assert assessment.relaxations
    whole = prepare(answers, catalog, everything=True)
    applied = [relaxed_answers(whole, answers, 0, item) for item in assessment.relaxations]
    assert any(applied)
    for changed in filter(None, applied):
        assert changed != answers
        assert len(prepare(changed, catalog).feasible) > 0


def test_a_raised_cap_is_just_above_what_the_alternative_costs(catalog: Catalog) -> None:
    """The new cap is that of the best alternative within a doubling of the cheapest, one per cent more at most."""
    answers = NOTHING_FITS["a cap of one dollar"]
    whole = prepare(answers, catalog, everything=True)
    relaxation = next(item for item in assess(answers, catalog, samples=100).relaxations if item.gates == ("budget",))
    changed = relaxed_answers(whole, answers, 0, relaxation)
    assert changed is not None
    assert changed.budget.monthly_cap is not None
    cap = float(changed.budget.monthly_cap) * changed.budget.usd_per_unit
    costs = [
        float(whole.plans.cost_usd[index, 1] - whole.plans.outside_cap_usd[index])
        for index, verdict in enumerate(whole.verdicts)
        if {failure.gate for failure in verdict.failures} == {"budget"}
    ]
    assert min(costs) <= cap <= min(costs) * 2 * 1.011


def test_what_nobody_states_is_no_answer_to_change(catalog: Catalog) -> None:
    """An unknown policy must be asked of the provider: no answer is changed for it."""
    answers = _changed(
        "contract-analyser",
        hosting={"allowed": ["provider_api"]},
        data={"certifications": ["hds"], "classification": "internal"},
    )
    whole = prepare(answers, catalog, everything=True)
    unknown = {failure.gate for verdict in whole.verdicts for failure in verdict.failures if failure.unknown}
    assert "certifications" in unknown
    for item in assess(answers, catalog, samples=100).relaxations:
        if "nobody states it" in item.change:
            assert relaxed_answers(whole, answers, 0, item) is None
