"""Records of guidance: ways to adapt a model, and risks with what to do about them."""

from __future__ import annotations

from pydantic import Field

from advisor.units import Figure, Spoken, ToldValue, told


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
    """One way to adapt a model to the task (prompting, retrieval, tuning, ...) and how it fits this problem.

    ``fit`` (0 to 1) is the sum of ``contributions`` by criterion, between ``fit_low`` and ``fit_high``. ``beside``: it
    goes well with the first; ``ruled_out``: as things stand it cannot be begun. ``monthly_cost`` is the model's running
    included and what is paid once (``once_cost``) spread over the horizon.
    """

    strategy: str
    fit: float
    verdict: str = ""
    reason: str = ""
    strategy_id: str = ""
    fit_low: float | None = None
    fit_high: float | None = None
    contributions: dict[str, float] = Field(default_factory=dict)
    beside: bool = False
    ruled_out: bool = False
    monthly_cost: Figure | None = None
    once_cost: Figure | None = None
