"""What the answers say about adaptation: how much each need counts, and between which ends where nobody said it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from advisor.catalog.catalog import Catalog
from advisor.questionnaire.answers import Answers, Task, UseCase

StrategyId = Literal[
    "prompting", "retrieval", "lora", "full_tuning", "continued_pretraining", "distillation", "scratch"
]
STRATEGIES: Final[tuple[StrategyId, ...]] = (
    "prompting",
    "retrieval",
    "lora",
    "full_tuning",
    "continued_pretraining",
    "distillation",
    "scratch",
)
NEEDS: Final = {
    "fresh": "knowledge_changes",
    "private": "private_knowledge",
    "form": "form",
    "domain": "domain",
    "explain": "explainability",
}
"""Criteria that count as far as something is needed, with the answer that says so."""
GROUPS: Final[Mapping[Task, str]] = {
    "rag": "knowledge",
    "chat_assistant": "knowledge",
    "long_document_analysis": "reading",
    "summarisation": "reading",
    "classification_extraction": "narrow",
    "document_processing": "narrow",
    "translation": "narrow",
    "code": "making",
    "agents": "making",
}
"""Tasks that are alike in what they need; the rest (search, speech, images) are ``other``."""
WRITING: Final = frozenset(GROUPS)
"""Tasks that a language model does, for which a strategy is weighed at all."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A number between its ends; ``stated`` where an answer gave it."""

    value: float
    low: float
    high: float
    stated: bool = True

    def at(self, end: Literal["low", "value", "high"]) -> float:
        """One of the three."""
        return float(getattr(self, end))

    def times(self, other: Reach) -> Reach:
        """The product of two of no sign."""
        return Reach(
            self.value * other.value, self.low * other.low, self.high * other.high, self.stated and other.stated
        )

    def plus(self, other: Reach) -> Reach:
        """The sum, end by end."""
        return Reach(
            self.value + other.value, self.low + other.low, self.high + other.high, self.stated and other.stated
        )

    def changed(self, function: Callable[[float], float]) -> Reach:
        """A rising function of it, end by end."""
        return Reach(function(self.value), function(self.low), function(self.high), self.stated)


class Judged:
    """Judgements on adaptation by name, each with its range."""

    def __init__(self, catalog: Catalog) -> None:
        self._spans = {
            row.judgement.removeprefix("adapt-"): Reach(row.value, row.low, row.high)
            for row in catalog.judgements
            if row.judgement.startswith("adapt-")
        }

    def __getitem__(self, name: str) -> Reach:
        """The judgement ``adapt-<name>``."""
        return self._spans[name]


def group_of(task: Task) -> str:
    """Which tasks this one is like."""
    return GROUPS.get(task, "other")


def needs_of(answers: Answers, use_case: UseCase, judged: Judged) -> dict[str, Reach]:
    """How much each criterion counts, 0 to 1, by criterion; what is not stated is as usual for the task."""
    adaptation, group = use_case.adaptation, group_of(use_case.task)
    needs = {}
    for name, field in NEEDS.items():
        level = getattr(adaptation, field)
        usual = judged[f"usual-{group}-{name}"]
        unknown = Reach(usual.value, usual.low, usual.high, stated=False)
        needs[name] = unknown if level == "unknown" else judged[f"need-{name}-{level}"]
    sure = Reach(1.0, 1.0, 1.0)
    return needs | {
        "data": sure,
        "skills": sure,
        "money": sure,
        "time": sure,
        "latency": _wait(answers, use_case, judged),
    }


def _wait(answers: Answers, use_case: UseCase, judged: Judged) -> Reach:
    """How far short prompts and small models count: by the limit on the first token, and by the hardware."""
    if set(answers.hosting.allowed) == {"edge"}:
        return judged["small-hardware"]
    limit = use_case.latency.ttft_p95_ms
    if limit is None:
        return judged["wait-unstated"]
    tight, loose = judged["wait-tight-ms"].value, judged["wait-loose-ms"].value
    share = min(max((loose - limit) / (loose - tight), 0.1), 1.0)
    return Reach(share, share, share)
