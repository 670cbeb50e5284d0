"""Every task that can be chosen has words, and what is special is asked for before what is general."""

from __future__ import annotations

from typing import get_args

from advisor.questionnaire.answers import Task
from advisor.questionnaire.intake.vocabulary import CURRENCIES, TASKS_READ


def test_every_task_has_words() -> None:
    """Otherwise nobody could describe it."""
    assert {task for task, _ in TASKS_READ} == set(get_args(Task))


def test_the_most_general_task_is_asked_for_last() -> None:
    """Every assistant answers something."""
    assert TASKS_READ[-1][0] == "chat_assistant"


def test_currencies_are_codes() -> None:
    """Of three letters."""
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES.values())
