"""Records of guidance: ways to adapt a model, and risks with what to do about them."""

from __future__ import annotations

from advisor.units import Record


class RiskNote(Record):
    """A governance point or risk with what to do about it.

    ``severity``: ``duty`` (the law demands it), ``high``, ``medium`` or ``low``.
    """

    topic: str
    severity: str
    statement: str
    action: str
    source: str | None = None


class StrategyNote(Record):
    """One way to adapt a model to the task (prompting, retrieval, fine-tuning, ...) and how it fits this problem."""

    strategy: str
    fit: float
    verdict: str
    reason: str
