"""How to adapt a model to the task.

Prompting, retrieval, fine-tuning, training from scratch, distilling, as scored notes.

Each strategy starts from a stated base and gains or loses points (of 100) by what the answers say; every point has its
reason, so that a reader can argue with it. Sources of the rules of thumb: Lewis et al. 2020 (retrieval-augmented
generation), Ovadia et al. 2024 (retrieval beats fine-tuning for adding knowledge), Hu et al. 2022 (low-rank
adaptation), Hinton et al. 2015 (distillation), Hoffmann et al. 2022 (data and compute that training from scratch
takes).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.guidance.records import StrategyNote
from advisor.questionnaire.answers import Answers, Task, UseCase
from advisor.units import told

KNOWLEDGE_TASKS: Final[frozenset[Task]] = frozenset(
    {"rag", "chat_assistant", "long_document_analysis", "summarisation"}
)
NARROW_TASKS: Final[frozenset[Task]] = frozenset({"classification_extraction", "document_processing", "translation"})
LANGUAGE_TASKS: Final[frozenset[Task]] = frozenset(KNOWLEDGE_TASKS | NARROW_TASKS | {"code", "agents"})
Driver = tuple[bool, float, str]


def strategies_of(answers: Answers, use_case: UseCase) -> tuple[StrategyNote, ...]:
    """Every strategy with its fit (0 to 1), best first."""
    language = use_case.task in LANGUAGE_TASKS
    notes = [
        _note("prompting", 60, _prompting(answers, use_case)),
        _note("fine_tuning", 25, _fine_tuning(answers, use_case)),
        _note("training", 2, _training(answers)),
        _note("distilling", 15, _distilling(answers, use_case)),
    ]
    if language:
        notes.append(_note("retrieval", 30, _retrieval(use_case)))
    return tuple(sorted(notes, key=lambda note: (-note.fit, note.strategy)))


def _note(strategy: str, base: float, rules: Sequence[Driver]) -> StrategyNote:
    points = base + sum(change for holds, change, _ in rules if holds)
    fit = round(min(max(points, 0.0), 100.0) / 100, 3)
    reasons = [
        told("strategy.moved", reason=told(f"strategy.because.{why}"), points=("number", change))
        for holds, change, why in rules
        if holds
    ]
    verdict = "start" if fit >= 0.6 else ("next" if fit >= 0.35 else "not_now")  # noqa: PLR2004 - limits of the verdict, a judgement
    start = ("number", base)
    reason = told("strategy.reason", base=start, reasons=reasons) if reasons else told("strategy.unmoved", base=start)
    return StrategyNote(
        strategy=strategy,
        fit=fit,
        told={
            "strategy": told(f"strategy.{strategy}"),
            "verdict": told(f"strategy.verdict.{verdict}"),
            "reason": reason,
        },
    )


def _prompting(answers: Answers, use_case: UseCase) -> list[Driver]:
    return [
        (use_case.task in LANGUAGE_TASKS, 15, "steered"),
        (answers.customisation.fine_tuning == "required", -20, "tuning_required"),
        (answers.customisation.fine_tuning == "not_needed", 10, "tuning_not_needed"),
        (use_case.workload.requests_per_day >= 100_000, -5, "long_prompts"),  # noqa: PLR2004 - the limit that the words beside it state
    ]


def _retrieval(use_case: UseCase) -> list[Driver]:
    return [
        (use_case.task == "rag", 55, "documents"),
        (
            use_case.task in KNOWLEDGE_TASKS and use_case.task != "rag",
            20,
            "own_facts",
        ),
        (use_case.workload.corpus_tokens > 0, 15, "corpus"),
        (use_case.task == "long_document_analysis", -10, "fits"),
        (use_case.task in NARROW_TASKS, -15, "input_enough"),
    ]


def _fine_tuning(answers: Answers, use_case: UseCase) -> list[Driver]:
    load = use_case.workload
    return [
        (answers.customisation.fine_tuning == "required", 50, "required"),
        (answers.customisation.fine_tuning == "useful", 20, "useful"),
        (use_case.task in NARROW_TASKS, 15, "narrow"),
        (load.requests_per_day >= 50_000, 10, "pays"),  # noqa: PLR2004 - the limit that the words beside it state
        (answers.hosting.operations_skills == "none", -15, "nobody"),
        (answers.hosting.operations_skills == "strong", 5, "team_trains"),
        (use_case.task in KNOWLEDGE_TASKS, -10, "form"),
        (
            answers.data.classification in ("confidential", "restricted") and "on_prem" not in answers.hosting.allowed,
            -5,
            "leaves",
        ),
    ]


def _training(answers: Answers) -> list[Driver]:
    return [
        (answers.hosting.operations_skills == "strong", 3, "team_runs"),
        (
            answers.budget.monthly_cap is not None,
            -2,
            "capped",
        ),
    ]


def _distilling(answers: Answers, use_case: UseCase) -> list[Driver]:
    load = use_case.workload
    return [
        (load.requests_per_day >= 50_000, 20, "saves"),  # noqa: PLR2004 - the limit that the words beside it state
        (use_case.task in NARROW_TASKS, 15, "taught"),
        (answers.hosting.air_gapped or "edge" in answers.hosting.allowed, 10, "small_hardware"),
        (bool(use_case.latency.ttft_p95_ms and use_case.latency.ttft_p95_ms < 500), 10, "short_wait"),  # noqa: PLR2004 - the limit that the words beside it state
        (answers.hosting.operations_skills == "none", -15, "nobody"),
        (True, -5, "teacher"),
    ]
