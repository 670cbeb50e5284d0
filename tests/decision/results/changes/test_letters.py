"""One letter to a provider: what it asks, and that it asks once."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import Prepared, prepare
from advisor.decision.results.changes.letters import letter_told, only_to_ask
from advisor.words.tell import tell

SILENT = {"training_default": None, "retention_default": None, "retention_days": None, "zero_retention_route": None}
DATA = {"classification": "restricted", "no_training": True, "max_retention_days": 0, "certifications": ["iso27001"]}


def _prepared(kit: Any, said: dict[str, Any], data: dict[str, Any]) -> Prepared:
    model = kit.model("m")
    offer = kit.offer(model.model_id, "p")
    catalog = kit.catalog(
        [model], offers=[offer], providers=[kit.provider("p", **said)], abilities={model.model_id: 50.0}
    )
    return prepare(kit.answers(data=data), catalog, plans=kit.plans([kit.api(offer)], cost=[100]))


def test_a_fact_that_two_gates_hang_on_is_asked_for_once(kit: Any) -> None:
    """Training is a gate of its own and part of the class of data; the provider is named by its name."""
    prepared = _prepared(kit, SILENT, DATA)
    failures = prepared.verdicts[0].failures
    assert only_to_ask(failures)
    letter = letter_told(failures, prepared.contexts[0])
    assert letter is not None
    questions = letter.values["questions"]
    assert isinstance(questions, tuple)
    assert len(questions) == len(set(questions)) == 4
    assert tell(letter).startswith("ask P ")
    assert tell(letter).count("trains") == 1


@pytest.mark.parametrize(
    ("said", "data", "asked"),
    [
        ({"training_default": None}, {"classification": "confidential"}, {"ask.training"}),
        ({"training_default": None}, {"classification": "restricted"}, {"ask.training"}),
        (
            {"retention_days": None, "retention_default": None, "zero_retention_route": None},
            {"classification": "restricted", "no_training": True},
            {"ask.nothing_kept"},
        ),
    ],
)
def test_what_is_stated_is_not_asked_for(kit: Any, said: dict[str, Any], data: dict[str, Any], asked: set[str]) -> None:
    """Of the two facts that restricted data hangs on, only the one that is missing."""
    prepared = _prepared(kit, said, {"no_training": False, **data})
    letter = letter_told(prepared.verdicts[0].failures, prepared.contexts[0])
    assert letter is not None
    questions = letter.values["questions"]
    assert isinstance(questions, tuple)
    assert {one.key for one in questions} == asked  # type: ignore[union-attr]


@pytest.mark.parametrize("said", [{"training_default": "trains"}, {"jurisdiction": "CN", "training_default": None}])
def test_what_is_stated_against_it_no_letter_opens(kit: Any, said: dict[str, Any]) -> None:
    """A provider that trains, and one whose seat is excluded, whatever else it leaves open."""
    model = kit.model("m")
    offer = kit.offer(model.model_id, "p")
    catalog = kit.catalog(
        [model], offers=[offer], providers=[kit.provider("p", **said)], abilities={model.model_id: 50.0}
    )
    answers = kit.answers(governance={"jurisdictions_excluded": ["CN"]})
    prepared = prepare(answers, catalog, plans=kit.plans([kit.api(offer)], cost=[100]))
    assert not only_to_ask(prepared.verdicts[0].failures)
    assert not prepared.verdicts.unconfirmed.any()


def test_a_stated_want_of_any_way_to_keep_nothing_is_no_open_question(kit: Any) -> None:
    """Restricted data at a provider that says it keeps all: what it says of training changes nothing."""
    said = {
        "training_default": None,
        "zero_retention_route": False,
        "retention_default": "retained",
        "retention_days": 90,
    }
    prepared = _prepared(kit, said, {"classification": "restricted"})
    failed = {failure.gate: failure.unknown for failure in prepared.verdicts[0].failures}
    assert failed["data_class"] is False
