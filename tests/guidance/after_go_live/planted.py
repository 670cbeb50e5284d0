"""A year of usage with causes that were put into it, as a gateway would log it, and what each of them came to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from advisor.guidance.after_go_live.planned import PlannedUsage, TokenPrices
from advisor.units import DAYS_PER_MONTH, Band, Figure

REQUESTS_PER_DAY = 25.0
PRICES = TokenPrices(input=3e-6, cached=0.3e-6, output=15e-6)
PLAN = PlannedUsage(
    alternative_id="acme/one@provider_api:acme",
    model_id="acme/one",
    requests_per_month=REQUESTS_PER_DAY * DAYS_PER_MONTH,
    growth_per_year=0.0,
    input_tokens=2_000.0,
    cached_share=0.4,
    output_tokens=400.0,
    prices=PRICES,
    retries=0.0,
    thinking=0.0,
    usd_per_month=REQUESTS_PER_DAY * DAYS_PER_MONTH * PRICES.per_request(2_000, 0.4, 400),
    low=0.7,
    high=1.4,
    never_billed_usd_per_month=0.0,
    whole=Band(p10=1.0, p50=2.0, p90=3.0),
    ttft_ms=Figure(value=600.0, low=300.0, high=1_200.0, unit="ms", basis="estimated"),
    itl_ms=Figure(value=10.0, low=5.0, high=20.0, unit="ms", basis="estimated"),
)


@dataclass(frozen=True)
class PlantedYear:
    """LiteLLM's log of a year, and the amounts that were planted: US dollars, and seconds per answer."""

    log: bytes
    volume_usd: float
    price_usd: float
    endpoint_s: float
    paid_usd: float


def planted_year(*, cut: float = 0.3, drift: float = 0.04, slower: float = 1.5, seed: int = 5) -> PlantedYear:
    """2026: prices fall by ``cut`` from July, requests grow by ``drift`` a month, the endpoint slows from October."""
    draw = np.random.default_rng(seed)
    lines, volume, price, waited, paid = [], 0.0, 0.0, 0.0, 0.0
    planned_each = 2_000 * (0.6 * 3e-6 + 0.4 * 0.3e-6) + 400 * 15e-6
    day, place = datetime(2026, 1, 1, tzinfo=UTC), 0
    while day.year == 2026:
        count = round(REQUESTS_PER_DAY * (1 + drift) ** (day.month - 1))
        volume += (count - REQUESTS_PER_DAY) * planned_each
        for number in range(count):
            # Sizes in pairs around the plan's, so that the mean of a month is the plan's and every request differs.
            sign, size = (-1) ** number, draw.uniform(0, 0.5)
            inputs, outputs = round(2_000 * (1 + sign * size)), round(400 * (1 + sign * size))
            cached = round(inputs * 0.4)
            listed = (inputs - cached) * 3e-6 + cached * 0.3e-6 + outputs * 15e-6
            off = cut * listed if day.month >= 7 else 0.0
            slow = slower if day.month >= 10 else 1.0
            first, rest = 0.6 * slow, 0.01 * outputs * slow
            price, paid = price - off, paid + listed - off
            waited += (first + rest) * (1 - 1 / slow)
            start = day + timedelta(seconds=int(draw.integers(0, 86_000)))
            lines.append(
                json.dumps(
                    {
                        "request_id": str(place),
                        "call_type": "acompletion",
                        "model": "acme/one",
                        "spend": listed - off,
                        "prompt_tokens": inputs,
                        "completion_tokens": outputs,
                        "cache_read_input_tokens": cached,
                        "startTime": start.isoformat(),
                        "completionStartTime": (start + timedelta(seconds=first)).isoformat(),
                        "endTime": (start + timedelta(seconds=first + rest)).isoformat(),
                        "cache_hit": "None",
                        "status": "success",
                    }
                )
            )
            place += 1
        day += timedelta(days=1)
    return PlantedYear("\n".join(lines).encode(), volume, price, waited / place, paid)
