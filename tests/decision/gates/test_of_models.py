"""Gates on the model alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.decision.gates.judge import failures_of, warnings_of
from advisor.decision.gates.of_models import MODEL_GATES, NO_CONTEXT
from advisor.decision.gates.registry import GATES
from advisor.decision.gates.rule import Asked, Gate
from advisor.questionnaire.answers import UseCase
from advisor.words.tell import tell


@pytest.mark.parametrize("gate", MODEL_GATES, ids=[gate.id for gate in MODEL_GATES])
def test_a_gate_on_the_model_reads_nothing_of_where_it_runs(gate: Gate) -> None:
    """So that a model that fails is out whatever runs it; only the end of an offer is read beside it."""
    aspects = {rule.reads.aspect for rule in gate.rules}
    assert aspects <= {"model", "fitness", "offer"}
    assert GATES[gate.id].rules[: len(gate.rules)] or gate.id in GATES


def test_kinds_without_a_context_window_are_kinds_of_sound_and_images() -> None:
    """A text model without a stated window is unknown, not exempt."""
    assert frozenset({"speech_to_text", "text_to_speech", "image"}) == NO_CONTEXT


def test_a_list_that_names_some_of_many_warns_of_each_language_that_it_does_not_name(kit: Any) -> None:
    """It passes, since nobody says that it does not know them, and says what to test."""
    case = UseCase(task="chat_assistant", languages=("en", "fi", "de", "eu"))
    model = kit.model("many", languages=("multi", "de"))
    asked = Asked(case, kit.answers(), kit.catalog([model]), date(2026, 11, 29))
    assert not [one for one in failures_of("model", asked, model) if one.gate == "languages"]
    said = [tell(one) for one in warnings_of("model", asked, model) if one.key.startswith("warning.languages")]
    assert said == ["Languages: its source speaks of many and does not name Basque and Finnish: test that first."]
    named = kit.model("named", languages=("multi", "de", "fi", "eu"))
    assert not [one for one in warnings_of("model", asked, named) if one.key.startswith("warning.languages")]
