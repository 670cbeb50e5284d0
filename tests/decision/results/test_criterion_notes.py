"""How every criterion was applied."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.criterion_notes import criteria_of


def test_each_criterion_of_the_matrix_has_its_anchors_and_the_weight_it_was_used_with(kit: Any) -> None:
    """In the order of the matrix; weights sum to one, and what was set by hand says so."""
    model = kit.model("only")
    catalog = kit.catalog([model], offers=[kit.offer(model.model_id, "p")], providers=[kit.provider("p")])
    prepared = prepare(kit.answers(), catalog, plans=kit.plans([kit.api(catalog.offers[0])], cost=[100.0]))
    notes = criteria_of(rank(prepared, samples=10))
    assert [note.criterion for note in notes] == list(prepared.matrix.criteria)
    assert sum(note.weight for note in notes) == pytest.approx(1.0)
    assert all(note.anchor_worst != note.anchor_best for note in notes)
    by_hand = criteria_of(rank(prepared, {"cost": 3.0, "fitness": 1.0}, samples=10))
    assert {note.criterion: note.weight for note in by_hand if note.weight} == {"cost": 0.75, "fitness": 0.25}
    assert {note.told["weight_reason"].key for note in by_hand} == {"weight.by_hand"}
