"""The prompts to begin with."""

from __future__ import annotations

from typing import get_args

from advisor.questionnaire.answers import Task
from advisor.trials.playground.starter_prompts import STARTERS, starters


def test_every_task_has_a_starter() -> None:
    """No use case is without a prompt, and no two starters share an id."""
    assert all(starters(task) for task in get_args(Task))
    assert len({prompt.prompt_id for prompt in STARTERS}) == len(STARTERS)
