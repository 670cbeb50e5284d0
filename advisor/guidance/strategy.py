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

KNOWLEDGE_TASKS: Final[frozenset[Task]] = frozenset(
    {"rag", "chat_assistant", "long_document_analysis", "summarisation"}
)
NARROW_TASKS: Final[frozenset[Task]] = frozenset({"classification_extraction", "document_processing", "translation"})
LANGUAGE_TASKS: Final[frozenset[Task]] = frozenset(KNOWLEDGE_TASKS | NARROW_TASKS | {"code", "agents"})
Rule = tuple[bool, float, str]


def strategies_of(answers: Answers, use_case: UseCase) -> tuple[StrategyNote, ...]:
    """Every strategy with its fit (0 to 1), best first."""
    language = use_case.task in LANGUAGE_TASKS
    notes = [
        _note("Prompting and examples", 60, _prompting(answers, use_case)),
        _note("Fine-tuning a model", 25, _fine_tuning(answers, use_case)),
        _note("Training from scratch", 2, _training(answers)),
        _note("Distilling into a smaller model", 15, _distilling(answers, use_case)),
    ]
    if language:
        notes.append(_note("Retrieval (RAG)", 30, _retrieval(use_case)))
    return tuple(sorted(notes, key=lambda note: (-note.fit, note.strategy)))


def _note(strategy: str, base: float, rules: Sequence[Rule]) -> StrategyNote:
    points = base + sum(change for holds, change, _ in rules if holds)
    fit = round(min(max(points, 0.0), 100.0) / 100, 3)
    reasons = [f"{words} ({change:+g})" for holds, change, words in rules if holds]
    verdict = "start here" if fit >= 0.6 else ("consider next" if fit >= 0.35 else "not now")  # noqa: PLR2004 - limits of the verdict, a judgement
    reason = f"starts at {base:g} points" + (
        ": " + "; ".join(reasons) if reasons else ", nothing in the answers changes it"
    )
    return StrategyNote(strategy=strategy, fit=fit, verdict=verdict, reason=f"{reason}.")


def _prompting(answers: Answers, use_case: UseCase) -> list[Rule]:
    return [
        (use_case.task in LANGUAGE_TASKS, 15, "language tasks are steered well by instructions and examples"),
        (answers.customisation.fine_tuning == "required", -20, "you say that fine-tuning is required"),
        (answers.customisation.fine_tuning == "not_needed", 10, "you say that fine-tuning is not needed"),
        (use_case.workload.requests_per_day >= 100_000, -5, "long prompts are paid for on every one of many requests"),  # noqa: PLR2004 - the limit that the words beside it state
    ]


def _retrieval(use_case: UseCase) -> list[Rule]:
    return [
        (use_case.task == "rag", 55, "the task is answering from documents"),
        (
            use_case.task in KNOWLEDGE_TASKS and use_case.task != "rag",
            20,
            "answers rest on facts that change or are your own",
        ),
        (use_case.workload.corpus_tokens > 0, 15, "there is a body of documents"),
        (use_case.task == "long_document_analysis", -10, "the document itself fits into the context window"),
        (use_case.task in NARROW_TASKS, -15, "the input carries all that the answer needs"),
    ]


def _fine_tuning(answers: Answers, use_case: UseCase) -> list[Rule]:
    load = use_case.workload
    return [
        (answers.customisation.fine_tuning == "required", 50, "you say that it is required"),
        (answers.customisation.fine_tuning == "useful", 20, "you say that it is useful"),
        (use_case.task in NARROW_TASKS, 15, "a narrow task with a fixed form profits most"),
        (load.requests_per_day >= 50_000, 10, "at this volume a small tuned model pays for its tuning"),  # noqa: PLR2004 - the limit that the words beside it state
        (answers.hosting.operations_skills == "none", -15, "nobody runs training and redeploying"),
        (answers.hosting.operations_skills == "strong", 5, "your team can train and redeploy"),
        (use_case.task in KNOWLEDGE_TASKS, -10, "it teaches form, not facts: facts belong in retrieval"),
        (
            answers.data.classification in ("confidential", "restricted") and "on_prem" not in answers.hosting.allowed,
            -5,
            "training data of this class would leave your premises",
        ),
    ]


def _training(answers: Answers) -> list[Rule]:
    return [
        (answers.hosting.operations_skills == "strong", 3, "your team runs GPU servers"),
        (
            answers.budget.monthly_cap is not None,
            -2,
            "the budget is capped: training a useful model costs millions of dollars",
        ),
    ]


def _distilling(answers: Answers, use_case: UseCase) -> list[Rule]:
    load = use_case.workload
    return [
        (load.requests_per_day >= 50_000, 20, "at this volume a smaller model saves on every request"),  # noqa: PLR2004 - the limit that the words beside it state
        (use_case.task in NARROW_TASKS, 15, "a narrow task can be taught to a small model by a large one"),
        (answers.hosting.air_gapped or "edge" in answers.hosting.allowed, 10, "it must run on small hardware"),
        (bool(use_case.latency.ttft_p95_ms and use_case.latency.ttft_p95_ms < 500), 10, "the wait must be short"),  # noqa: PLR2004 - the limit that the words beside it state
        (answers.hosting.operations_skills == "none", -15, "nobody runs training and redeploying"),
        (True, -5, "check the teacher's licence: many forbid using outputs to train another model"),
    ]
