"""What each task needs of a model: kinds that may do it, modalities, capability shares and the usual wait.

One entry per task is all the engine knows about tasks. Shares are the stated proportions in which capability estimates
make up fitness; a use case may replace them (``UseCase.capability_shares``). They are judgements of this project,
chosen so that the first capability is what the task fails without; they are shown beside every ranking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from advisor.catalog.tables.schema import LANGUAGE_KINDS
from advisor.questionnaire.answers import Task, UseCase

_EMBEDDING: Final = frozenset({"embedding"})


@dataclass(frozen=True, slots=True)
class TaskNeeds:
    """The needs of one task; waits are the usual limits when the user states none (ms to first token, s for all)."""

    kinds: frozenset[str]
    modalities_in: tuple[str, ...]
    modalities_out: tuple[str, ...]
    shares: Mapping[str, float]
    usual_ttft_ms: float | None
    usual_total_s: float


def _language(
    shares: Mapping[str, float], *, ttft_ms: float | None, total_s: float, reads: tuple[str, ...] = ("text",)
) -> TaskNeeds:
    return TaskNeeds(LANGUAGE_KINDS, reads, ("text",), MappingProxyType(dict(shares)), ttft_ms, total_s)


_IN_ITS_LANGUAGE: Final = 0.15
"""What reading and writing in another language than English asks beside the rest; it falls away in English alone.

The share that a chat assistant has for it. Code and agents speak to machines and have none.
"""


def _spoken(shares: Mapping[str, float]) -> dict[str, float]:
    """The shares of a task whose work is reading and writing in its users' language."""
    return {name: share * (1 - _IN_ITS_LANGUAGE) for name, share in shares.items()} | {"multilingual": _IN_ITS_LANGUAGE}


NEEDS: Final[Mapping[Task, TaskNeeds]] = MappingProxyType(
    {
        "chat_assistant": _language(
            {"general": 0.4, "instruction_following": 0.25, "factuality": 0.2, "multilingual": 0.15},
            ttft_ms=2_000,
            total_s=20,
        ),
        "rag": _language(
            _spoken({"factuality": 0.35, "instruction_following": 0.25, "long_context": 0.2, "general": 0.2}),
            ttft_ms=3_000,
            total_s=25,
        ),
        "document_processing": _language(
            _spoken({"instruction_following": 0.35, "factuality": 0.25, "general": 0.2, "long_context": 0.2}),
            ttft_ms=None,
            total_s=120,
        ),
        "long_document_analysis": _language(
            _spoken({"long_context": 0.4, "reasoning": 0.25, "factuality": 0.2, "general": 0.15}),
            ttft_ms=None,
            total_s=300,
        ),
        "code": _language(
            {"code": 0.6, "reasoning": 0.15, "tool_use": 0.15, "long_context": 0.1}, ttft_ms=2_500, total_s=30
        ),
        "agents": _language(
            {"tool_use": 0.45, "reasoning": 0.25, "instruction_following": 0.15, "long_context": 0.15},
            ttft_ms=3_000,
            total_s=60,
        ),
        "classification_extraction": _language(
            _spoken({"instruction_following": 0.5, "general": 0.3, "factuality": 0.2}), ttft_ms=None, total_s=30
        ),
        "translation": _language({"multilingual": 0.7, "general": 0.3}, ttft_ms=None, total_s=60),
        "summarisation": _language(
            _spoken({"factuality": 0.4, "instruction_following": 0.25, "long_context": 0.2, "general": 0.15}),
            ttft_ms=None,
            total_s=60,
        ),
        "semantic_search": TaskNeeds(
            _EMBEDDING, ("text",), ("embedding",), MappingProxyType({"embedding": 1.0}), 300, 1.0
        ),
        "transcription": TaskNeeds(
            frozenset({"speech_to_text"}), ("audio",), ("text",), MappingProxyType({"speech": 1.0}), None, 120
        ),
        "speech_synthesis": TaskNeeds(
            frozenset({"text_to_speech"}), ("text",), ("audio",), MappingProxyType({"speech_output": 1.0}), 1_000, 20
        ),
        "image_generation": TaskNeeds(
            frozenset({"image"}), ("text",), ("image",), MappingProxyType({"image": 1.0}), None, 60
        ),
    }
)


MADE_FOR: Final[Mapping[str, frozenset[Task]]] = MappingProxyType(
    {
        "only_moderation": frozenset(),
        "only_translation": frozenset({"translation"}),
        "only_reading": frozenset({"document_processing"}),
    }
)
"""What models do that were made for one job, by their mark in ``model_marks.csv``, whatever their kind could do.

To judge content against a policy is none of the tasks here: it stands beside one, as a guard.
"""


def shares_of(use_case: UseCase) -> dict[str, float]:
    """The capability shares of a use case, summing to 1: the user's own where given, else the task's.

    English-only work does not need a model's other languages: that share goes to the remaining capabilities.
    """
    given = use_case.capability_shares
    shares = dict(given) if given else dict(NEEDS[use_case.task].shares)
    if not given and use_case.task != "translation" and set(use_case.languages) <= {"en"}:
        shares.pop("multilingual", None)
    total = sum(shares.values())
    if total <= 0:
        return dict(NEEDS[use_case.task].shares)
    return {name: share / total for name, share in shares.items() if share > 0}


def modalities_in_of(use_case: UseCase) -> tuple[str, ...]:
    """Every modality the model must read: the task's own and the user's; a PDF counts as read through its images."""
    wanted = dict.fromkeys([*NEEDS[use_case.task].modalities_in, *use_case.modalities_in])
    return tuple(wanted)
