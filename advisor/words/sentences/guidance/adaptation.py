"""Adaptation: ways to adapt a model to the task, and why."""

from __future__ import annotations

from typing import Final

_STRATEGIES: Final = {
    "prompting": "Prompting and examples",
    "retrieval": "Retrieval (RAG)",
    "fine_tuning": "Fine-tuning a model",
    "distilling": "Distilling into a smaller model",
    "training": "Training from scratch",
}
_REASONS: Final = {
    "steered": "language tasks are steered well by instructions and examples",
    "tuning_required": "you say that fine-tuning is required",
    "tuning_not_needed": "you say that fine-tuning is not needed",
    "long_prompts": "long prompts are paid for on every one of many requests",
    "documents": "the task is answering from documents",
    "own_facts": "answers rest on facts that change or are your own",
    "corpus": "there is a body of documents",
    "fits": "the document itself fits into the context window",
    "input_enough": "the input carries all that the answer needs",
    "required": "you say that it is required",
    "useful": "you say that it is useful",
    "narrow": "a narrow task with a fixed form profits most",
    "pays": "at this volume a small tuned model pays for its tuning",
    "nobody": "nobody runs training and redeploying",
    "team_trains": "your team can train and redeploy",
    "form": "it teaches form, not facts: facts belong in retrieval",
    "leaves": "training data of this class would leave your premises",
    "team_runs": "your team runs GPU servers",
    "capped": "the budget is capped: training a useful model costs millions of dollars",
    "saves": "at this volume a smaller model saves on every request",
    "taught": "a narrow task can be taught to a small model by a large one",
    "small_hardware": "it must run on small hardware",
    "short_wait": "the wait must be short",
    "teacher": "check the teacher's licence: many forbid using outputs to train another model",
}
ADAPTATION_SENTENCES: Final[dict[str, str]] = (
    {f"strategy.{key}": text for key, text in _STRATEGIES.items()}
    | {f"strategy.because.{key}": text for key, text in _REASONS.items()}
    | {
        "strategy.verdict.start": "start here",
        "strategy.verdict.next": "consider next",
        "strategy.verdict.not_now": "not now",
        "strategy.moved": "{reason} ({points:+g})",
        "strategy.reason": "starts at {base:g} points: {reasons:semicolon}.",
        "strategy.unmoved": "starts at {base:g} points, nothing in the answers changes it.",
    }
)
"""Key to template."""
