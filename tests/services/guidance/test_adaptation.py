"""Adaptation of the choice in whole."""

from __future__ import annotations

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
