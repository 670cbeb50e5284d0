"""The questionnaire as data: every section, and the ten answers that are enough for a first ranking."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.questionnaire.answers import Task
from advisor.questionnaire.question import FormSection, Question
from advisor.questionnaire.questions_rules import DATA, GOVERNANCE, MONEY
from advisor.questionnaire.questions_work import LOAD, PROBLEM, WORK

__all__ = [
    "DECISION_SECTIONS",
    "ESSENTIAL",
    "SECTIONS",
    "USE_CASE_SECTIONS",
    "FormSection",
    "Question",
    "essential_for",
    "question_at",
]

DECISION_SECTIONS: Final = (PROBLEM, DATA, MONEY, GOVERNANCE)
USE_CASE_SECTIONS: Final = (WORK, LOAD)
SECTIONS: Final = (PROBLEM, WORK, LOAD, DATA, MONEY, GOVERNANCE)
ESSENTIAL: Final = tuple(q for section in SECTIONS for q in section.questions if q.essential)
_TOKENS: Final = ("workload.input_tokens", "workload.output_tokens")
_MEDIA: Final[Mapping[Task, tuple[str, ...]]] = MappingProxyType(
    {
        "transcription": ("workload.audio_minutes_per_request",),
        "speech_synthesis": ("workload.characters_per_request",),
        "image_generation": ("workload.images_per_request",),
        "semantic_search": ("workload.input_tokens", "workload.corpus_tokens"),
    }
)
"""What stands for tokens in and out where a task's load is counted in something else."""


def essential_for(task: Task) -> tuple[Question, ...]:
    """The questions that are enough for a first ranking of this task, in the order of the questionnaire."""
    load = _MEDIA.get(task, _TOKENS)
    paths = {question.path for question in ESSENTIAL} - set(_TOKENS) | set(load)
    return tuple(question for section in SECTIONS for question in section.questions if question.path in paths)


def question_at(path: str) -> Question | None:
    """The question whose answer goes to ``path`` (relative to the use case for its questions), if one is asked."""
    return next((question for section in SECTIONS for question in section.questions if question.path == path), None)
