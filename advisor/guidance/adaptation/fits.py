"""How well a strategy meets each criterion, 0 to 1 with its ends: judgements, moved by the answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from advisor.guidance.adaptation.needs import NEEDS, Judged, Reach, StrategyId, group_of
from advisor.questionnaire.answers import Answers, UseCase

TUNED: Final = frozenset({"lora", "full_tuning", "continued_pretraining", "distillation", "scratch"})
"""Strategies that change weights."""
_SURE: Final = Reach(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class RuledOut:
    """What a strategy lacks: the name of the gate, what was stated, and what it takes (None: nothing to count)."""

    gate: str
    observed: float | None = None
    required: float | None = None


def fits_of(strategy: StrategyId, answers: Answers, use_case: UseCase, judged: Judged) -> dict[str, Reach]:
    """The value of a strategy by criterion, money apart (see ``costs``)."""
    fits = {name: judged[f"fit-{strategy}-{name}"] for name in (*NEEDS, "latency")}
    fits["data"] = _data(strategy, use_case, judged)
    fits["skills"] = _skills(strategy, answers, judged)
    weeks = judged[f"weeks-{strategy}"]
    first, last = judged["time-first-weeks"].value, judged["time-last-weeks"].value
    value, low, high = (_soon(at, first, last) for at in (weeks.value, weeks.high, weeks.low))
    fits["time"] = Reach(value, low, high)
    return fits


def ruled_out(strategy: StrategyId, answers: Answers, use_case: UseCase, judged: Judged) -> RuledOut | None:
    """Why a strategy cannot be begun as things stand; None where nothing stated speaks against it."""
    adaptation = use_case.adaptation
    pairs, text = adaptation.labelled_pairs, adaptation.domain_text_tokens
    if strategy not in TUNED and answers.customisation.fine_tuning == "required":
        return RuledOut("tuning_required")
    if strategy == "retrieval" and text == 0 and use_case.workload.corpus_tokens == 0:
        return RuledOut("no_documents", 0.0)
    least = {"lora": "lora-least", "full_tuning": "full-least"}.get(strategy)
    if least and pairs is not None and pairs < judged[least].value:
        return RuledOut("few_pairs", float(pairs), judged[least].value)
    if strategy in ("continued_pretraining", "scratch"):
        needed = judged["text-least" if strategy == "continued_pretraining" else "scratch-least"].value
        if text is not None and text < needed:
            return RuledOut("little_text", text, needed)
    if strategy == "distillation" and adaptation.domain == "foreign" and pairs == 0:
        return RuledOut("no_teacher")
    return None


def _data(strategy: StrategyId, use_case: UseCase, judged: Judged) -> Reach:
    """How far what a strategy learns from, or looks up, is there."""
    if strategy == "prompting":
        return _SURE
    if strategy == "retrieval":
        return _documents(use_case, judged)
    pairs = use_case.adaptation.labelled_pairs
    if strategy == "distillation":
        taught = judged["teacher"]
        own = _pairs("lora", pairs, use_case, judged) if pairs else taught
        return own if own.value > taught.value else taught
    if strategy in ("lora", "full_tuning"):
        name = "lora" if strategy == "lora" else "full"
        return _unknown(judged["pairs-unknown"]) if pairs is None else _pairs(name, pairs, use_case, judged)
    text = use_case.adaptation.domain_text_tokens
    name = "text" if strategy == "continued_pretraining" else "scratch"
    return _unknown(judged["text-unknown"]) if text is None else _grown(text, judged, name)


def _documents(use_case: UseCase, judged: Judged) -> Reach:
    """Whether there is more to look up than fits into a prompt; who answers from documents has them."""
    text = use_case.adaptation.domain_text_tokens
    enough = max(use_case.workload.corpus_tokens, text or 0) >= judged["documents-least"].value
    if enough or (use_case.task == "rag" and text is None):
        return _SURE
    return _unknown(judged["documents-unknown"])


def _pairs(name: str, pairs: int, use_case: UseCase, judged: Judged) -> Reach:
    quality = use_case.adaptation.labels_quality
    return _grown(pairs, judged, name).times(_SURE if quality == "good" else judged[f"labels-{quality}"])


def _grown(amount: float, judged: Judged, name: str) -> Reach:
    """From a third at the least that it takes to one at what is enough, on the logarithm of the amount."""
    least, enough = judged[f"{name}-least"], judged[f"{name}-enough"]

    def share(low: float, high: float) -> float:
        if amount < low:
            return 0.0
        return min(1.0, (1 + 2 * math.log(amount / low) / math.log(high / low)) / 3)

    return Reach(share(least.value, enough.value), share(least.high, enough.high), share(least.low, enough.low))


def _skills(strategy: StrategyId, answers: Answers, judged: Judged) -> Reach:
    have, needed = judged[f"skills-{answers.hosting.operations_skills}"], judged[f"skills-{strategy}"]
    gap = judged["skill-gap"].value

    def enough(own: float, asked: float) -> float:
        return min(max(1 - (asked - own) / gap, 0.0), 1.0)

    return Reach(enough(have.value, needed.value), enough(have.low, needed.high), enough(have.high, needed.low))


def _soon(weeks: float, first: float, last: float) -> float:
    share = math.log(last / weeks) / math.log(last / first)
    return min(max(share, 0.0), 1.0)


def _unknown(span: Reach) -> Reach:
    return Reach(span.value, span.low, span.high, stated=False)


def is_writing(use_case: UseCase) -> bool:
    """Whether a language model does this task."""
    return group_of(use_case.task) != "other"
