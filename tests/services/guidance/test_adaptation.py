"""Adaptation of the choice in whole."""

from __future__ import annotations

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.services.guidance.adaptation import adaptation_of


def test_the_ways_are_those_of_the_record_and_a_gain_moves_tuned_rows_alone(catalog: Catalog) -> None:
    """One decision on every screen; the assumption moves what it is about."""
    assessment = assess(load_sample("contract-analyser"), catalog, samples=100)
    usual, sure = (adaptation_of(assessment, catalog, gain_points=gain) for gain in (None, 30.0))
    assert [one.strategy for one in usual.decision.ranked] == [note.strategy_id for note in assessment.strategies]
    scores = [
        {(row.alternative_id, row.adaptation): row.score for row in guide.alternatives} for guide in (usual, sure)
    ]
    moved = {key for key in scores[0] if scores[0][key] != scores[1][key]}
    assert moved
    assert {adaptation for _, adaptation in moved} == {"lora"}


@pytest.mark.parametrize("sample", ["contract-analyser", "eu-bank-customer-service", "factory-edge-device"])
def test_tuning_costs_the_same_among_the_ways_and_among_the_alternatives(catalog: Catalog, sample: str) -> None:
    """The way as weighed tunes the choice where that is small, else the best scored small model: one sum everywhere."""
    assessment = assess(load_sample(sample), catalog, samples=100)
    guide = adaptation_of(assessment, catalog)
    ways = {one.strategy: one.cost for one in guide.decision.ranked}
    plain = {row.alternative_id: row for row in guide.alternatives if row.adaptation is None and not row.is_choice}
    tuned = {row.alternative_id: row for row in guide.alternatives if row.adaptation == "lora"}
    choice = next(row.alternative_id for row in guide.alternatives if row.is_choice)
    best = choice if choice in tuned else max(plain, key=lambda one: plain[one].score)
    assert ways["lora"].monthly_usd.value == pytest.approx(tuned[best].monthly_usd)
    assert ways["lora"].adaptation_usd.value == pytest.approx(tuned[best].adaptation_usd)
    noted = next(note for note in assessment.strategies if note.strategy_id == "lora").monthly_cost
    assert noted is not None
    assert noted.value == pytest.approx(tuned[best].monthly_usd, abs=0.01)
