"""Adaptation: ways to adapt a model to the task, what argues for each, and what would change the advice."""

from __future__ import annotations

from typing import Final

_STRATEGIES: Final = {
    "prompting": "Prompting and examples",
    "retrieval": "Retrieval (RAG)",
    "lora": "Light tuning (LoRA and kin)",
    "full_tuning": "Full tuning",
    "continued_pretraining": "Continued pre-training",
    "distillation": "Distilling into a smaller model",
    "scratch": "Training from scratch",
}
STRATEGY_CRITERIA: Final = {
    "fresh": "fresh knowledge",
    "private": "knowledge of your own",
    "form": "form and tone",
    "domain": "the language of the field",
    "data": "the data that it needs",
    "latency": "wait and length of the prompt",
    "skills": "skills",
    "money": "money",
    "explain": "sources that can be shown",
    "time": "time to the first use",
}
"""What strategies are weighed by, as phrases within a sentence."""
COST_ITEMS: Final = {
    "running": "Running the model",
    "prompt": "Longer prompts",
    "people": "Work of people",
    "labels": "Writing the examples",
    "compute": "Training",
    "again": "Training again",
    "index": "Index and upkeep",
    "embedding": "Embedding the documents",
}
"""Lines of what a strategy costs."""
_OUT: Final = {
    "few_pairs": "{observed} examples with their right answers are there, {required} are the least.",
    "no_documents": "No text is there in which anything could be looked up.",
    "little_text": "{observed} tokens of text are there, {required} are the least.",
    "no_teacher": "No model knows the field well enough to teach it, and there are no examples.",
    "over_the_cap": "Even at its cheapest it takes {observed} a month; the cap is {required}.",
    "tuning_required": "You say that fine-tuning is required.",
}
_TURNS: Final = {
    "labelled_pairs.from": "From {needed} examples with right answers on, {strategy} comes first.",
    "labelled_pairs.below": "With {needed} examples or fewer, {strategy} comes first.",
    "labelled_pairs.none": "If there are no examples with right answers at all, {strategy} comes first.",
    "requests_per_day.from": "From {needed} requests a day on, {strategy} comes first.",
    "requests_per_day.below": "At {needed} requests a day or fewer, {strategy} comes first.",
    "domain_text_tokens.from": "From {needed} tokens of text of the field on, {strategy} comes first.",
    "domain_text_tokens.below": "With {needed} tokens of text of the field or fewer, {strategy} comes first.",
    "domain_text_tokens.none": "If there is no text of the field at all, {strategy} comes first.",
    "ttft_p95_ms.from": "If {needed} ms to the first token are enough, {strategy} comes first.",
    "ttft_p95_ms.below": "If {needed} ms to the first token are asked, {strategy} comes first.",
    "choice": "{question}: if the answer is “{level}”, {strategy} comes first.",
}
ADAPTATION_SENTENCES: Final[dict[str, str]] = (
    {f"strategy.{key}": text for key, text in _STRATEGIES.items()}
    | {f"strategy.criterion.{key}": text for key, text in STRATEGY_CRITERIA.items()}
    | {f"strategy.item.{key}": text for key, text in COST_ITEMS.items()}
    | {f"strategy.out.{key}": text for key, text in _OUT.items()}
    | {f"strategy.turn.{key}": text for key, text in _TURNS.items()}
    | {
        "strategy.verdict.start": "start here",
        "strategy.verdict.beside": "beside the first",
        "strategy.verdict.next": "consider next",
        "strategy.verdict.not_now": "not now",
        "strategy.verdict.out": "ruled out for now",
        "strategy.reason": "For it: {reasons}. Against it: {lacks}. About {money} a month in all.",
        "strategy.reason_for": "For it: {reasons}. About {money} a month in all.",
        "strategy.reason_against": "Against it: {lacks}. About {money} a month in all.",
        "strategy.tuned_at_provider": (
            "Tuned models at a provider are counted at its price for the model as it is sold. "
            "Ask whether it serves weights that you tuned, and at which price."
        ),
        "strategy.reason_out": "{out} About {money} a month in all.",
    }
)
"""Key to template."""
