"""The cost kernel of page and ranking on the bare inputs of a publication: hardware, power, rent and tokens alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from shipped import shipped_catalog

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.case import Case, stated
from advisor.hosting.costs.monthly_costs import self_host_costs
from advisor.hosting.costs.tariffs import Tariff
from advisor.hosting.costs.usage import Fleet, ServerUsage, usage_of
from advisor.hosting.prices.token_prices import OfferTable, token_costs
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import UseCase
from advisor.units import DAYS_PER_MONTH

BARE = (
    "staff_usd_per_year",
    "network_usd_per_server",
    "support_share",
    "floor_usd_per_kw",
    "cost_of_capital",
    "resale_loss_per_year",
    "price_decline_api",
    "retries",
    "evaluation_share",
    "storage_usd_per_gb",
    "backup_usd_per_gb",
    "egress_usd_per_gb",
)
ALWAYS_ON = {"idle_power_share": 1.0, "load_power_share": 1.0, "pue": 1.0}
HOURS_PER_YEAR = 8_760.0


def assumptions(changed: Mapping[str, float], switched_on: tuple[str, ...] = ()) -> Assumptions:
    """Hardware and power alone, at full power around the clock, as most publications count them."""
    switched = dict.fromkeys(BARE, False) | dict.fromkeys(switched_on, True)
    return assumptions_of(_shipped(), changed=ALWAYS_ON | dict(changed), switched=switched)


@cache
def _shipped() -> Catalog:
    return shipped_catalog()


def case_of(
    changed: Mapping[str, float],
    *,
    switched_on: tuple[str, ...] = (),
    load: Mapping[str, float] | None = None,
    usd_per_kwh: float = 0.15,
    months: int = 60,
) -> Case:
    """A case without availability and fine-tuning, over five years where no other horizon is given."""
    workload = workload_of(UseCase.model_validate({"task": "chat_assistant", "workload": dict(load or {})}))
    return Case(
        load=workload,
        assume=assumptions(changed, switched_on),
        fine_tuning=False,
        horizon_months=months,
        tariff=Tariff.flat(usd_per_kwh),
    )


def monthly(
    *,
    gpus: int,
    changed: Mapping[str, float],
    switched_on: tuple[str, ...] = (),
    usd_per_gpu: float = 0.0,
    usd_per_gpu_hour: float = 0.0,
    watts_per_gpu: float = 0.0,
    usd_per_kwh: float = 0.15,
    months: int = 60,
) -> dict[str, float]:
    """US dollars per month by component (and ``kwh``) of one replica on ``gpus`` GPUs that never stops."""
    fleet = _fleet(gpus, usd_per_gpu, usd_per_gpu_hour, watts_per_gpu)
    case = case_of(changed, switched_on=switched_on, usd_per_kwh=usd_per_kwh, months=months)
    usage: ServerUsage = usage_of(fleet, case, stated())
    costs = self_host_costs(fleet, case, stated())
    single = {name: float(np.broadcast_to(values, (1, 1))[0, 0]) for name, values in costs.items()}
    return single | {"kwh": float(usage.kwh[0, 0])}


def total(costs: Mapping[str, float]) -> float:
    """The sum of the components in US dollars per month."""
    return sum(value for name, value in costs.items() if name != "kwh")


def _fleet(gpus: int, usd_per_gpu: float, usd_per_gpu_hour: float, watts: float) -> Fleet:
    cloud = usd_per_gpu_hour > 0
    one, yes = np.ones(1), np.ones(1, dtype=bool)
    return Fleet(
        cloud=yes & cloud,
        on_prem=yes & (not cloud),
        elastic=~yes,
        gpu_count=one * gpus,
        unit=one * gpus,
        capacity=one * 1e9,
        log_error=one * 0,
        usd_per_gpu_hour=one * usd_per_gpu_hour,
        usd_per_gpu=one * usd_per_gpu,
        value_per_gpu=one * usd_per_gpu,
        owned=one * 0,
        there_size=one * 0,
        there_servers=one * np.nan,
        given=one > 1,
        watts_per_gpu=one * watts,
        weights_gb=one * 0,
        thinks=np.zeros(1, dtype=np.intp),
        price_spread=np.ones(1),
        term_months=np.zeros(1),
    )


def api_monthly(
    *, input_usd_per_mtok: float, output_usd_per_mtok: float, input_mtok: float, output_mtok: float
) -> float:
    """US dollars per month for millions of input and output tokens at a provider's prices."""
    requests = 1e5
    load = {
        "requests_per_day": requests / DAYS_PER_MONTH,
        "input_tokens": round(input_mtok * 1e6 / requests),
        "output_tokens": round(output_mtok * 1e6 / requests),
        "cached_input_share": 0.0,
        "batch_share": 0.0,
    }
    case = case_of({}, load=load)
    offers = _offers(input_usd_per_mtok, output_usd_per_mtok)
    tokens = token_costs(offers, case.load, assume=case.assume)
    costs = api_costs(tokens, offers.price_sigma, case, stated(), thinks=offers.thinks)
    return float(sum(np.broadcast_to(values, (1, 1))[0, 0] for values in costs.values()))


def _offers(price_in: float, price_out: float) -> OfferTable:
    """One offer with an input and an output price and nothing else known."""
    known = {"kind": 0.0, "input": price_in, "output": price_out, "price_sigma": 0.0}
    names = {"offers": (), "alternatives": (), "model_ids": ("a/b",), "thinks": np.zeros(1, dtype=np.intp)}
    columns = {name: np.array([known.get(name, np.nan)]) for name in OfferTable.__slots__ if name not in names}
    return OfferTable(**names, **columns)  # type: ignore[arg-type]
