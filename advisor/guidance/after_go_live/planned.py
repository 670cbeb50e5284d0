"""What a decision planned of its usage, in the terms in which usage is measured: load, tokens, prices, waits."""

from __future__ import annotations

from typing import Final

from advisor.hosting.records import HostingPlan
from advisor.questionnaire.answers import UseCase
from advisor.units import DAYS_PER_MONTH, Band, Figure, Record

BILLED_BY_TOKENS: Final = ("input_tokens", "cached_tokens", "cache_writes", "output_tokens", "reasoning_tokens")
BILLED_BESIDE: Final = ("media", "egress")
"""Lines of an API's plan that the provider bills; people, migrations and contingency stand on no bill of usage."""
NEVER_BILLED: Final = ("staff", "migration", "contingency", "fine_tuning", "capital", "resale", "alternative_use")


class TokenPrices(Record):
    """US dollars per token, and per request for what is billed beside tokens; ``cached`` None where nobody says."""

    input: float
    cached: float | None
    output: float
    beside: float = 0.0

    def per_request(self, inputs: float, cached_share: float, outputs: float) -> float:
        """US dollars for a request of so many tokens; what a cache gives has the price of input where it has none."""
        cached = self.input if self.cached is None else self.cached
        return inputs * ((1 - cached_share) * self.input + cached_share * cached) + outputs * self.output + self.beside


class PlannedUsage(Record):
    """The plan of one alternative for one use case, at the start of its horizon.

    ``requests_per_month`` has the share ``retries`` in it that is asked again, ``output_tokens`` what the model thinks
    (``thinking``, as a share of what it answers). ``prices`` is None where
    nothing is paid by the token: own and rented servers, which cost ``usd_per_month`` whatever they do.
    ``low`` and ``high`` are the 10th and 90th percentile of the billed cost as shares of its middle.
    """

    alternative_id: str
    model_id: str
    requests_per_month: float
    growth_per_year: float
    input_tokens: float
    cached_share: float
    output_tokens: float
    prices: TokenPrices | None
    retries: float
    thinking: float
    usd_per_month: float
    low: float
    high: float
    never_billed_usd_per_month: float
    whole: Band | None
    ttft_ms: Figure
    itl_ms: Figure

    def requests_in(self, number: int) -> float:
        """Requests of the month with this number after the start (0 the first), at the planned growth."""
        return self.requests_per_month * float((1 + self.growth_per_year) ** ((number + 0.5) / 12))


def planned_usage(
    use_case: UseCase, plan: HostingPlan, *, retries: float, cached_usd_per_token: float | None = None
) -> PlannedUsage | None:
    """What a plan says of usage; None where it has no cost of its first year.

    Prices are those of the plan's first year over its tokens. ``retries`` is the share of requests that is asked again;
    ``cached_usd_per_token`` what the offer asks for cached input, where the plan has none of it.
    """
    if not plan.years or plan.monthly_cost_usd is None:
        return None
    year, load = plan.years[0], use_case.workload
    first = {name: usd / year.months for name, usd in year.parts.items()}
    requests = load.requests_per_day * DAYS_PER_MONTH * (1 + retries)
    by_api = plan.alternative.deployment.kind == "provider_api"
    thinking = _over(first.get("reasoning_tokens", 0.0), first.get("output_tokens", 0.0))
    billed = [name for name in first if (name in _BILLED if by_api else name not in NEVER_BILLED)]
    low, high = _band(plan, billed)
    return PlannedUsage(
        alternative_id=plan.alternative.alternative_id,
        model_id=plan.alternative.model_id,
        requests_per_month=requests,
        growth_per_year=load.growth_per_year,
        input_tokens=float(load.input_tokens),
        cached_share=load.cached_input_share,
        output_tokens=load.output_tokens * (1 + thinking),
        prices=_prices(use_case, first, requests * year.growth, cached_usd_per_token) if by_api else None,
        retries=retries,
        thinking=thinking,
        usd_per_month=sum(first[name] for name in billed),
        low=low,
        high=high,
        never_billed_usd_per_month=sum(usd for name, usd in first.items() if name not in billed),
        whole=plan.monthly_cost_usd,
        ttft_ms=plan.ttft_ms,
        itl_ms=plan.itl_ms,
    )


_BILLED: Final = frozenset({*BILLED_BY_TOKENS, *BILLED_BESIDE})


def _prices(
    use_case: UseCase, first: dict[str, float], requests: float, cached_usd_per_token: float | None
) -> TokenPrices:
    """The plan's money of a month over its tokens."""
    load = use_case.workload
    fresh = requests * load.input_tokens * (1 - load.cached_input_share)
    from_cache = requests * load.input_tokens * load.cached_input_share
    per_input = _over(first.get("input_tokens", 0.0), fresh)
    cached = _over(first.get("cached_tokens", 0.0) + first.get("cache_writes", 0.0), from_cache)
    return TokenPrices(
        input=per_input,
        cached=cached if from_cache else cached_usd_per_token,
        output=_over(first.get("output_tokens", 0.0), requests * load.output_tokens),
        beside=sum(first.get(name, 0.0) for name in BILLED_BESIDE) / requests,
    )


def _band(plan: HostingPlan, billed: list[str]) -> tuple[float, float]:
    """The billed lines' 10th and 90th percentile over their middle: they move together, with the volume."""
    lines = [line for line in plan.components if line.component in billed]
    middle = sum(line.usd_per_month for line in lines)
    if middle <= 0:
        return 1.0, 1.0
    return sum(line.low for line in lines) / middle, sum(line.high for line in lines) / middle


def _over(money: float, amount: float) -> float:
    return money / amount if amount else 0.0
