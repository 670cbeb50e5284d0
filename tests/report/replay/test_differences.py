"""Versions differ in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel
from report.samples import BANK, sample_assessment

from advisor.questionnaire.answers import Answers, UseCase
from advisor.report.replay.differences import (
    answer_differences,
    difference_sentence,
    result_differences,
)
from advisor.words.sentences.answers import ANSWER_NAMES
from advisor.words.tell import tell


def test_changed_answers_are_named_with_both_values() -> None:
    """Weights, nested answers, lists and use cases each have their words."""
    old = sample_assessment(BANK).answers
    case = old.use_cases[0].model_copy(update={"context_tokens": 64_000})
    new = old.model_copy(
        update={
            "priorities": {**old.priorities, "cost": 5},
            "budget": old.budget.model_copy(update={"monthly_cap": Decimal(70_000)}),
            "data": old.data.model_copy(update={"residency": ("eu", "ch")}),
            "use_cases": (case,),
        }
    )
    lines = [tell(line) for line in answer_differences(old, new)]
    assert "priority of cost 3 → 5" in lines
    assert "budget: monthly cap 60000 → 70000" in lines
    assert "data: residency European Union → European Union, Switzerland" in lines
    assert "use case “Customer-service assistant”: context tokens 32000 → 64000" in lines
    assert len(lines) == 4


def test_weights_set_by_hand_are_named() -> None:
    """The example of every architect: the weight of cost."""
    old = sample_assessment(BANK).answers.model_copy(update={"weights": {"cost": 0.2, "fitness": 0.8}})
    new = old.model_copy(update={"weights": {"cost": 0.3, "fitness": 0.8}})
    (line,) = answer_differences(old, new)
    assert tell(line) == "weight of cost 0.2 → 0.3"
    assert tell(line, "de") == "Gewicht Kosten 0,2 → 0,3"


def test_an_unchanged_result_is_said_to_be_unchanged() -> None:
    """No answer, no first choice moved."""
    same = sample_assessment(BANK)
    assert [tell(line) for line in result_differences(same, same)] == ["first choice unchanged"]
    assert difference_sentence(same.answers, same.answers, same, same) == "no answer changed; first choice unchanged"


def test_a_moved_result_names_both_first_choices() -> None:
    """First choice, its score and its cost."""
    old = sample_assessment(BANK)
    first, second = (
        old.choice_id,
        next(e.alternative_id for e in old.recommendations if e.alternative_id != old.choice_id),
    )
    new = old.model_copy(update={"choice_id": second, "verdict": "clear choice"})
    text = difference_sentence(old.answers, new.answers, old, new)
    assert f"first choice {first} → {second}" in text
    assert "verdict several are as good → clear choice" in text


def test_long_texts_are_cut() -> None:
    """A changed description does not fill the page."""
    old = sample_assessment(BANK).answers
    line = tell(answer_differences(old, old.model_copy(update={"notes": "x" * 5000}))[0])
    assert line.endswith("(5,000 characters)")
    assert len(line) < 150


def test_differences_are_told_in_the_language_of_the_report() -> None:
    """The answer by its name; what the user typed stays as typed."""
    old = sample_assessment(BANK).answers
    case = old.use_cases[0].model_copy(update={"name": "Chat: 1 -> 2", "context_tokens": 1})
    before = old.model_copy(update={"use_cases": (case,), "title": "none"})
    budget = old.budget.model_copy(update={"monthly_cap": None})
    after = before.model_copy(
        update={"use_cases": (case.model_copy(update={"context_tokens": 2}),), "budget": budget, "title": "medium"}
    )
    assert {tell(line, "de") for line in answer_differences(before, after)} == {
        "Titel none → medium",
        "Budget: Monatsgrenze 60000 → keine",
        "Anwendungsfall “Chat: 1 -> 2”: Kontext in Token 1 → 2",
    }


def test_every_answer_has_a_name_in_differences() -> None:
    """A new field of the questionnaire must be given its name, so that no report says it in English alone."""
    fields = set(_fields(Answers, ())) | set(_fields(UseCase, ()))
    assert (
        not fields
        - set(ANSWER_NAMES)
        - {"schema version", "use cases", "stakeholders", "priorities", "weights"}
        - {"capability shares"}
    )


def _fields(record: type[BaseModel], path: tuple[str, ...]) -> Iterator[str]:
    for name, field in record.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _fields(kind, (*path, name))
        else:
            yield ": ".join(part.replace("_", " ") for part in (*path, name))


def test_alternatives_are_named_where_names_are_given() -> None:
    """The page shows names, not ids."""
    old = sample_assessment(BANK)
    chosen = next(entry for entry in old.recommendations if entry.alternative_id == old.choice_id)
    other = next(entry for entry in old.recommendations if entry.model_id != chosen.model_id)
    new = old.model_copy(update={"choice_id": other.alternative_id})
    lines = [tell(line) for line in result_differences(old, new, lambda choice: f"<{choice.partition('@')[0]}>")]
    assert f"first choice <{chosen.model_id}> → <{other.model_id}>" in lines
