"""Records of guidance: ways to adapt a model, and risks with what to do about them."""

from __future__ import annotations

from advisor.units import Spoken, ToldValue, told


class RiskNote(Spoken):
    """A governance point or risk with what to do about it.

    ``severity``: ``duty`` (the law demands it), ``high``, ``medium`` or ``low``; ``asked``: the question names it,
    and ``brief`` says in half a sentence what it takes.
    """

    topic: str = ""
    severity: str
    statement: str = ""
    action: str = ""
    source: str | None = None
    asked: bool = False
    brief: str = ""


def risk(key: str, severity: str, source: str | None, **values: ToldValue) -> RiskNote:
    """The note of a key of ``advisor.words.sentences.guidance``."""
    parts = ("topic", "statement", "action")
    return RiskNote(
        severity=severity, source=source, told={part: told(f"risk.{key}.{part}", **values) for part in parts}
    )


class StrategyNote(Spoken):
    """One way to adapt a model to the task (prompting, retrieval, fine-tuning, ...) and how it fits this problem."""

    strategy: str
    fit: float
    verdict: str = ""
    reason: str = ""
