"""What usage says of a decision: the causes by their amounts, whether it left the plan's band, the measured load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from advisor.guidance.after_go_live.explained import CAUSES, CostCause, MonthExplained, UsagePrices, explained
from advisor.guidance.after_go_live.planned import PlannedUsage
from advisor.guidance.after_go_live.waits import WaitExplained, all_waits, waits_by_month, waits_explained
from advisor.questionnaire.answers import FIRST_CASE
from advisor.questionnaire.intake.usage.months import Usage, UsageMonth
from advisor.units import Record

RECENT: Final = 3
"""Whole months whose usage stands for the load of today."""
CauseName = CostCause | Literal["endpoint", "length"]


class NamedCause(Record):
    """A cause with its amount over all months (US dollars, or seconds per answer) and the month from which it acts."""

    cause: CauseName
    amount: float
    unit: Literal["usd", "s"]
    share: float
    since: date | None = None


class Drift(Record):
    """That the newest whole month lies beyond what was planned."""

    of: Literal["cost", "wait", "quality"]
    side: Literal["above", "below"]
    month: date
    actual: float
    low: float
    high: float


class QualityMonth(Record):
    """The mean score of a month, in [0, 1], over so many answers."""

    month: date
    scored: float
    mean: float


class UsageReview(Record):
    """Usage against the plan: months, causes (the largest first), waits, scores, drifts, and answers that it gives.

    ``unknown_models`` stand in the usage under names that nobody knows; they are counted at the planned prices.
    """

    planned: PlannedUsage
    months: tuple[MonthExplained, ...]
    causes: tuple[NamedCause, ...]
    waits: tuple[WaitExplained, ...]
    quality: tuple[QualityMonth, ...]
    drifts: tuple[Drift, ...]
    measured: dict[str, float | int]
    unknown_models: tuple[str, ...] = ()

    @property
    def planned_usd(self) -> float:
        """What was planned for all the days covered."""
        return sum(month.planned_usd for month in self.months)

    @property
    def actual_usd(self) -> float:
        """What was paid."""
        return sum(month.actual_usd for month in self.months)


def review(
    plan: PlannedUsage,
    usage: Usage,
    *,
    prices: UsagePrices,
    usd_per_unit: Mapping[str, float],
    usd_per_unit_in: Mapping[tuple[str, date], float] | None = None,
    least_share: float = 0.02,
    quality: tuple[float, float] | None = None,
) -> UsageReview:
    """Hold usage against a plan.

    A cause is named from ``least_share`` of what was planned on; ``quality`` is the 95% interval of the score that
    the choice rests on, where an evaluation gave one.
    """
    months = explained(plan, usage.months, prices=prices, usd_per_unit=usd_per_unit, usd_per_unit_in=usd_per_unit_in)
    waits = waits_by_month(plan, usage.months)
    scores = tuple(
        QualityMonth(month=one.month, scored=one.scored, mean=one.score / one.scored)
        for one in usage.months
        if one.scored
    )
    known = prices.planned | prices.others.keys()
    named = {model.model for month in usage.months for model in (*month.logged, *month.billed) if model.model}
    return UsageReview(
        planned=plan,
        months=months,
        causes=(*_causes_of_cost(months, least_share), *_causes_of_waits(plan, usage.months, waits, least_share)),
        waits=waits,
        quality=scores,
        drifts=tuple(_drifts(months, waits, scores, quality)),
        measured=measured_load(plan, months),
        unknown_models=tuple(sorted(named - known)),
    )


def _causes_of_cost(months: Sequence[MonthExplained], least_share: float) -> list[NamedCause]:
    planned = sum(month.planned_usd for month in months)
    if not planned or not any(month.priced for month in months):
        return []
    found = []
    for cause in CAUSES:
        amount = sum(month.causes[cause] for month in months)
        since = _since(
            [(one.month, one.causes[cause] / one.planned_usd) for one in months if one.planned_usd], least_share
        )
        if abs(amount) >= least_share * planned:
            found.append(NamedCause(cause=cause, amount=amount, unit="usd", share=amount / planned, since=since))
    return sorted(found, key=lambda one: -abs(one.amount))


def _causes_of_waits(
    plan: PlannedUsage, months: Sequence[UsageMonth], waits: Sequence[WaitExplained], least_share: float
) -> list[NamedCause]:
    whole = waits_explained(plan, all_waits(months))
    if whole is None:
        return []
    amounts: tuple[tuple[CauseName, float, list[tuple[date, float]]], ...] = (
        ("endpoint", whole.of_endpoint, [(one.month, one.of_endpoint / one.planned_s) for one in waits if one.month]),
        (
            "length",
            whole.causes["length"],
            [(one.month, one.causes["length"] / one.planned_s) for one in waits if one.month],
        ),
    )
    return [
        NamedCause(
            cause=cause, amount=amount, unit="s", share=amount / whole.planned_s, since=_since(shares, least_share)
        )
        for cause, amount, shares in amounts
        if abs(amount) >= least_share * whole.planned_s
    ]


def _since(shares: Sequence[tuple[date, float]], least_share: float) -> date | None:
    """The first month from which a cause acts to the end, on the side on which it ends."""
    since = None
    if not shares:
        return None
    side = 1 if shares[-1][1] > 0 else -1
    for month, share in reversed(shares):
        if share * side < least_share:
            break
        since = month
    return since


def _drifts(
    months: Sequence[MonthExplained],
    waits: Sequence[WaitExplained],
    scores: Sequence[QualityMonth],
    quality: tuple[float, float] | None,
) -> list[Drift]:
    """What lies beyond the plan in the newest whole month."""
    whole = [month for month in months if month.whole]
    if not whole:
        return []
    newest, found = whole[-1], []
    if newest.priced and newest.beyond is not None:
        found.append(
            Drift(
                of="cost",
                side=newest.beyond,
                month=newest.month,
                actual=newest.actual_usd,
                low=newest.low_usd,
                high=newest.high_usd,
            )
        )
    wait = next((one for one in waits if one.month == newest.month), None)
    if wait is not None and wait.beyond is not None:
        found.append(
            Drift(
                of="wait", side=wait.beyond, month=newest.month, actual=wait.actual_s, low=wait.low_s, high=wait.high_s
            )
        )
    score = next((one for one in scores if one.month == newest.month), None)
    if score is not None and quality is not None and not quality[0] <= score.mean <= quality[1]:
        side: Literal["above", "below"] = "above" if score.mean > quality[1] else "below"
        found.append(
            Drift(of="quality", side=side, month=newest.month, actual=score.mean, low=quality[0], high=quality[1])
        )
    return found


def measured_load(plan: PlannedUsage, months: Sequence[MonthExplained]) -> dict[str, float | int]:
    """Answers of the first use case that the newest months give, by their place; what is not known is left out.

    Answers state requests without those asked again, and output without thinking: the plan adds both.
    """
    recent = [month for month in months if month.whole and month.requests_known][-RECENT:]
    requests = sum(month.requests for month in recent)
    if not requests:
        return {}

    def mean(values: Sequence[float]) -> float:
        return sum(value * month.requests for value, month in zip(values, recent, strict=True)) / requests

    inputs = mean([month.input_tokens for month in recent])
    cached = mean([month.cached_share * month.input_tokens for month in recent])
    found: dict[str, Any] = {
        "requests_per_day": float(f"{requests / (1 + plan.retries) / sum(month.days for month in recent):.4g}"),
        "input_tokens": round(inputs),
        "output_tokens": round(mean([month.output_tokens for month in recent]) / (1 + plan.thinking)),
        "cached_input_share": round(cached / inputs, 3) if inputs else 0.0,
    }
    return {f"{FIRST_CASE}.workload.{name}": value for name, value in found.items()}
