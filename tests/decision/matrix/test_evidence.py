"""Own evaluations move models apart, but not all together."""

from __future__ import annotations

import pytest

from advisor.decision.criteria.fitness import Fitness
from advisor.decision.matrix.evidence import with_evidence
from advisor.decision.records import EvidenceNote
from advisor.units import told


def _evidence(model: str, share: float) -> EvidenceNote:
    return EvidenceNote(
        alternative_or_model=model,
        metric="solved",
        estimate=share,
        standard_error=0.02,
        prompts=400,
        dated="2026-11-01",
        effect="",
    )


def test_own_evaluations_move_models_apart_but_not_all_together() -> None:
    """Two models at 60 points: one solves 80%, one 60%, so they part by twenty points around their mean.

    Errors shrink.
    """
    prior = {name: Fitness(60.0, 10.0, "estimated", "", "") for name in ("a/a", "b/b", "c/c")}
    fitness, notes = with_evidence(prior, [_evidence("a/a", 0.8), _evidence("b/b@provider_api:p", 0.6)])
    assert fitness["a/a"].points - fitness["b/b"].points == pytest.approx(20.0, abs=1.0)
    assert fitness["a/a"].points + fitness["b/b"].points == pytest.approx(120.0, abs=0.1)
    assert fitness["a/a"].standard_error < 2.1
    assert fitness["c/c"] == prior["c/c"]
    assert [note.told["effect"].key for note in notes] == ["effect.moved"] * 2


def test_one_model_alone_says_nothing() -> None:
    """A single evaluation has no effect, and says so."""
    prior = {"a/a": Fitness(60.0, 10.0, "estimated", "", "")}
    fitness, notes = with_evidence(prior, [_evidence("a/a", 0.8)])
    assert fitness == prior
    assert notes[0].told["effect"] == told("effect.one_model")
