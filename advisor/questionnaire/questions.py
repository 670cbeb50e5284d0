"""The questionnaire as data: every section, and the ten answers that are enough for a first ranking."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.questionnaire.answers import SPEECH, WITHOUT_TOKENS, Task
from advisor.questionnaire.question import FormSection, Question
from advisor.questionnaire.questions_rules import DATA, GOVERNANCE, MONEY
from advisor.questionnaire.questions_work import ADAPTATION, LOAD, PROBLEM, USAGE, WORK

__all__ = [
    "DECISION_SECTIONS",
    "ESSENTIAL",
    "SECTIONS",
    "USAGE",
    "USE_CASE_SECTIONS",
    "FormSection",
    "Question",
    "essential_for",
    "question_at",
]

DECISION_SECTIONS: Final = (PROBLEM, DATA, MONEY, GOVERNANCE)
USE_CASE_SECTIONS: Final = (WORK, LOAD, ADAPTATION)
SECTIONS: Final = (PROBLEM, WORK, LOAD, ADAPTATION, DATA, MONEY, GOVERNANCE)
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


_ONLY: Final[Mapping[str, frozenset[Task]]] = MappingProxyType(
    {
        "workload.audio_minutes_per_request": frozenset({"transcription"}),
        "workload.characters_per_request": frozenset({"speech_synthesis"}),
        "workload.images_per_request": frozenset({"image_generation"}),
        "workload.corpus_tokens": frozenset({"semantic_search", "rag"}),
    }
)
"""Questions that only some tasks need."""
_OF_TOKENS: Final = frozenset(
    (
        *("workload.input_tokens", "workload.output_tokens", "workload.cached_input_share"),
        *("latency.ttft_p95_ms", "latency.itl_ms", "context_tokens", "tools", "structured_output"),
    )
)
_OF_ANSWERS: Final = frozenset(
    (
        *("workload.output_tokens", "workload.cached_input_share", "latency.ttft_p95_ms", "latency.itl_ms"),
        *("tools", "structured_output"),
    )
)
"""What there is only where a text is written as the answer."""


def needed_for(path: str, task: Task) -> bool:
    """Whether a question of a use case says anything about this task; its path is relative to the use case."""
    if path in _ONLY:
        return task in _ONLY[path]
    if path.startswith("adaptation."):
        return task not in WITHOUT_TOKENS and task != "semantic_search"
    if task in SPEECH and path == "latency.ttft_p95_ms":
        return True  # of speech it is the wait for the first word, which says that it is live
    if task in WITHOUT_TOKENS:
        return path not in _OF_TOKENS
    return task != "semantic_search" or path not in _OF_ANSWERS


def question_at(path: str) -> Question | None:
    """The question whose answer goes to ``path`` (relative to the use case for its questions), if one is asked."""
    asked = (*USAGE, *(question for section in SECTIONS for question in section.questions))
    return next((question for question in asked if question.path == path), None)
