"""Why usage cost other than planned: the difference of a month as a sum of causes that leaves nothing over.

The causes are the variances of standard costing (Horngren, Datar and Rajan, "Cost Accounting", chapters 7 and 8):
amounts are changed one after the other at planned prices, the prices last at actual amounts, so that each step can be
checked by hand. Volume, input and output per request, cache, the mix of models, prices, the currency, and what is
billed beside tokens; together they are exactly what was paid less what was planned.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from pydantic import Field

from advisor.guidance.after_go_live.planned import PlannedUsage, TokenPrices
from advisor.questionnaire.intake.usage.months import ModelUsage, UsageMonth
from advisor.units import DAYS_PER_MONTH, Record

CostCause = Literal["volume", "input", "output", "cache", "mix", "price", "currency", "beside"]
CAUSES: Final[tuple[CostCause, ...]] = ("volume", "input", "output", "cache", "mix", "price", "currency", "beside")
"""In the order in which they are worked out."""
_WHOLE: Final = 0.9
"""A month of which so much is covered can mark a decision; the days of a shorter one are too few."""


class MonthExplained(Record):
    """One month against the plan, in US dollars over the days that are covered.

    ``causes`` add up to ``actual_usd`` less ``planned_usd``; ``low_usd`` and ``high_usd`` are the plan's band.
    ``requests_known`` is False where only bills are there, which count no requests.
    """

    month: date
    days: float
    whole: bool
    planned_usd: float
    low_usd: float
    high_usd: float
    actual_usd: float
    causes: dict[CostCause, float]
    requests: float
    planned_requests: float
    input_tokens: float
    output_tokens: float
    cached_share: float
    requests_known: bool
    priced: bool

    @property
    def beyond(self) -> Literal["above", "below"] | None:
        """On which side of the plan's band the month lies, if beyond it."""
        if self.actual_usd > self.high_usd:
            return "above"
        return "below" if self.actual_usd < self.low_usd else None


class UsagePrices(Record):
    """Prices of then by the names under which models stand in the usage; ``planned`` are names of the chosen model."""

    planned: frozenset[str] = frozenset()
    others: dict[str, TokenPrices] = Field(default_factory=dict)

    def of(self, name: str, then: TokenPrices) -> TokenPrices:
        """The prices of a name; one that nobody knows has those of the chosen model, and differs in price alone."""
        return then if name in self.planned else self.others.get(name, then)


def explained(
    plan: PlannedUsage,
    months: Sequence[UsageMonth],
    *,
    prices: UsagePrices,
    usd_per_unit: Mapping[str, float],
    usd_per_unit_in: Mapping[tuple[str, date], float] | None = None,
) -> tuple[MonthExplained, ...]:
    """Every month against the plan, whose first is the first of the usage.

    ``usd_per_unit`` are the rates that the plan was made with, ``usd_per_unit_in`` those of a month (by currency and
    first day), where somebody states them. A currency without a rate counts as nothing, and ``priced`` says so.
    """
    if not months:
        return ()
    setting = _Setting(plan, prices, usd_per_unit, usd_per_unit_in or {})
    first = months[0].month
    return tuple(_month(setting, one, _number(first, one.month), _days(one, months)) for one in months)


def _number(first: date, month: date) -> int:
    return (month.year - first.year) * 12 + month.month - first.month


def _days(month: UsageMonth, months: Sequence[UsageMonth]) -> float:
    """The days that a month covers: from the first usage of all, to the last of all."""
    length = monthrange(month.month.year, month.month.month)[1]
    start = month.first_day if month is months[0] else month.month
    end = month.last_day if month is months[-1] else month.month + timedelta(days=length - 1)
    return float((end - start).days + 1)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every month is held against: the plan, prices and rates of then, and rates by currency and month."""

    plan: PlannedUsage
    prices: UsagePrices
    rate_then: Mapping[str, float]
    rate_of: Mapping[tuple[str, date], float]

    def paid(self, models: Iterable[ModelUsage], month: date | None = None) -> float:
        """US dollars paid: at the rates of the plan, or those of a month where they are stated."""
        rates = self.rate_then
        return sum(
            amount * (rates.get(code, 0.0) if month is None else self.rate_of.get((code, month), rates.get(code, 0.0)))
            for model in models
            for code, amount in model.cost.items()
        )


def _month(setting: _Setting, month: UsageMonth, number: int, days: float) -> MonthExplained:
    plan, share = setting.plan, days / DAYS_PER_MONTH
    counted = _counted(month)
    money = month.billed or month.logged
    used = _used(plan, counted, by_request=bool(month.logged))
    planned_requests = plan.requests_in(number) * share
    planned = plan.usd_per_month * share
    if plan.prices is not None:
        planned = planned_requests * plan.prices.per_request(plan.input_tokens, plan.cached_share, plan.output_tokens)
    return MonthExplained(
        month=month.month,
        days=days,
        whole=share >= _WHOLE,
        planned_usd=planned,
        low_usd=planned * plan.low,
        high_usd=planned * plan.high,
        actual_usd=setting.paid(money, month.month),
        causes=_causes(setting, used, month, planned_requests=planned_requests, planned_usd=planned),
        requests=used.requests,
        planned_requests=planned_requests,
        input_tokens=used.input_each,
        output_tokens=used.output_each,
        cached_share=used.cached_share,
        requests_known=used.requests_known,
        priced=all(code in setting.rate_then for model in money for code in model.cost)
        and any(model.cost for model in money),
    )


@dataclass(frozen=True, slots=True)
class _Used:
    """What was used in a month, all models together."""

    requests: float
    inputs: float
    outputs: float
    cached: float
    requests_known: bool

    @property
    def input_each(self) -> float:
        """Input tokens of a request."""
        return self.inputs / self.requests if self.requests else 0.0

    @property
    def output_each(self) -> float:
        """Output tokens of a request."""
        return self.outputs / self.requests if self.requests else 0.0

    @property
    def cached_share(self) -> float:
        """The share of the input that a cache gave."""
        return self.cached / self.inputs if self.inputs else 0.0


def _counted(month: UsageMonth) -> tuple[ModelUsage, ...]:
    """Whose tokens count: those of the requests, or of the bill where there are none."""
    return month.logged or tuple(model for model in month.billed if model.model)


def _used(plan: PlannedUsage, counted: Sequence[ModelUsage], *, by_request: bool) -> _Used:
    """All models together; a bill counts no requests: as many as its tokens are at the planned size of one."""
    inputs = sum(model.input_tokens for model in counted)
    outputs = sum(model.output_tokens for model in counted)
    requests = sum(model.requests for model in counted)
    known = by_request and requests > 0
    if not known:
        each = plan.input_tokens + plan.output_tokens
        requests = (inputs + outputs) / each if each else 0.0
    return _Used(requests, inputs, outputs, sum(model.cached_tokens for model in counted), known)


def _causes(
    setting: _Setting,
    used: _Used,
    month: UsageMonth,
    *,
    planned_requests: float,
    planned_usd: float,
) -> dict[CostCause, float]:
    """The steps from what was planned to what was paid."""
    plan, then = setting.plan, setting.plan.prices
    money = month.billed or month.logged
    paid, paid_then = setting.paid(money, month.month), setting.paid(money)
    causes: dict[CostCause, float] = dict.fromkeys(CAUSES, 0.0)
    if then is None:
        return causes | {"currency": paid - paid_then, "beside": paid_then - planned_usd}
    requests = used.requests
    as_planned = then.per_request(plan.input_tokens, plan.cached_share, plan.output_tokens)
    with_input = then.per_request(used.input_each, plan.cached_share, plan.output_tokens)
    with_output = then.per_request(used.input_each, plan.cached_share, used.output_each)
    with_cache = then.per_request(used.input_each, used.cached_share, used.output_each)
    mixed = sum(_at(model, setting.prices.of(model.model, then)) for model in _counted(month)) + requests * then.beside
    beside = setting.paid([model for model in month.billed if not model.model])
    planned_beside = requests * then.beside if beside else 0.0
    return causes | {
        "volume": (requests - planned_requests) * as_planned,
        "input": requests * (with_input - as_planned),
        "output": requests * (with_output - with_input),
        "cache": requests * (with_cache - with_output),
        "mix": mixed - requests * with_cache,
        "price": paid_then - beside - (mixed - planned_beside),
        "currency": paid - paid_then,
        "beside": beside - planned_beside,
    }


def _at(model: ModelUsage, prices: TokenPrices) -> float:
    """What a model's tokens cost at given prices."""
    cached = prices.input if prices.cached is None else prices.cached
    fresh = model.input_tokens - model.cached_tokens
    return fresh * prices.input + model.cached_tokens * cached + model.output_tokens * prices.output
