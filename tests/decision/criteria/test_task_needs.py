"""What tasks need of a model: shares of capabilities and modalities."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.decision.criteria.task_needs import NEEDS, modalities_in_of, shares_of
from advisor.questionnaire.answers import Task, UseCase


def case(**given: object) -> UseCase:
    """A use case of a task."""
    return UseCase.model_validate({"task": "chat_assistant", "languages": ["en", "de"]} | given)


def test_every_task_has_needs_whose_shares_are_a_whole() -> None:
    """No task is without an entry, and its shares sum to 1."""
    assert set(NEEDS) == set(get_args(Task))
    assert {task: pytest.approx(sum(needs.shares.values())) for task, needs in NEEDS.items()} == dict.fromkeys(NEEDS, 1)


def test_english_alone_needs_no_other_language() -> None:
    """The share of other languages goes to the other capabilities in their proportion."""
    shares = shares_of(case(languages=["en"]))
    assert "multilingual" not in shares
    assert shares["general"] / shares["factuality"] == pytest.approx(2.0)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert "multilingual" in shares_of(case(languages=["de"]))


def test_a_translation_keeps_its_languages() -> None:
    """Even where English alone is named."""
    assert shares_of(case(task="translation", languages=["en"]))["multilingual"] == pytest.approx(0.7)


def test_shares_of_the_users_own_are_brought_to_one() -> None:
    """Zeros go; whoever states none has the task's own."""
    own = shares_of(case(capability_shares={"code": 0.6, "reasoning": 0.2, "general": 0}))
    assert own == pytest.approx({"code": 0.75, "reasoning": 0.25})
    assert shares_of(case()) == dict(NEEDS["chat_assistant"].shares)


def test_the_model_reads_what_the_task_and_the_user_need() -> None:
    """Each once, the task's first."""
    assert modalities_in_of(case(modalities_in=["image", "text"])) == ("text", "image")
    assert modalities_in_of(case(task="transcription")) == ("audio",)
