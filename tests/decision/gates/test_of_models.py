"""Gates on the model alone."""

from __future__ import annotations

import pytest

from advisor.decision.gates.of_models import MODEL_GATES, NO_CONTEXT
from advisor.decision.gates.registry import GATES
from advisor.decision.gates.rule import Gate


@pytest.mark.parametrize("gate", MODEL_GATES, ids=[gate.id for gate in MODEL_GATES])
def test_a_gate_on_the_model_reads_nothing_of_where_it_runs(gate: Gate) -> None:
    """So that a model that fails is out whatever runs it; only the end of an offer is read beside it."""
    aspects = {rule.reads.aspect for rule in gate.rules}
    assert aspects <= {"model", "fitness", "offer"}
    assert GATES[gate.id].rules[: len(gate.rules)] or gate.id in GATES


def test_kinds_without_a_context_window_are_kinds_of_sound_and_images() -> None:
    """A text model without a stated window is unknown, not exempt."""
    assert frozenset({"speech_to_text", "text_to_speech", "image"}) == NO_CONTEXT
